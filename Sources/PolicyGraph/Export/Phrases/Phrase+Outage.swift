extension Phrase {
  /// What is out in a picture of an outage, and what that leaves of each route.
  func caption(_ view: GraphView) -> [ByteText]? {
    guard let remains = view.remains else { return nil }
    let title = ByteText {
      $0.append("Outage: ")
      $0.append(outage(remains.outage))
    }
    return [title] + view.routes.map { service($0, view, remains) }
  }

  /// What is out: `region us-east, endpoint small`.
  func outage(_ outage: Outage) -> ByteText {
    var list = PhraseList(separator: ", ")
    for domain in outage.domains { list.add { self.domain(domain, to: &$0) } }
    for endpoint in outage.endpoints {
      list.add {
        $0.append("endpoint ")
        name(graph.endpoints[endpoint].name, to: &$0)
      }
    }
    return list.text
  }

  /// An endpoint that is out, in lines: its name, and what took it out.
  func endpoint(_ id: ID<Endpoint>, outBy outage: Outage) -> [ByteText] {
    var list = PhraseList(separator: ", ")
    for cause in outage.causes(of: id, in: graph) {
      if let cause { list.add { domain(cause, to: &$0) } }
    }
    return [
      ByteText {
        $0.append("✕ ")
        name(graph.endpoints[id].name, to: &$0)
      },
      ByteText {
        $0.append("out")
        if list.isEmpty { return }
        $0.append(" with ")
        $0.append(list.text)
      },
    ]
  }

  /// What is left of a group: ` · 1 of 2 left`; nothing if all is.
  func left(of group: ID<Group>, _ view: GraphView, _ remains: Remains) -> ByteText {
    let children = view.children(of: group)
    let count = children.count { remains.left($0) != .none }
    return ByteText { text in
      if remains.mark(.group(group)) == .takesOver { text.append(" · takes over") }
      if count == children.count { return }
      if count == 0 { return text.append(" · ✕ out") }
      text.append(" · ", count, " of ")
      text.append(Int64(children.count))
      text.append(" left")
    }
  }

  /// What is left for a route: `chat: full answers from azure-west, anthropic`.
  func service(_ id: ID<Route>, _ view: GraphView, _ remains: Remains) -> ByteText {
    ByteText { text in
      name(graph.routes[id].name, to: &text)
      switch remains.service(id) {
      case .full: text.append(": full answers from ")
      case .part: text.append(": full answers for some requests, from ")
      case .degraded: return text.append(": no full answer, the ladder takes over")
      case .none: return text.append(": no answer at all")
      }
      var names = PhraseList(separator: ", ")
      var count = 0
      for endpoint in graph.endpoints(below: graph.routes[id].target)
      where remains.left(.endpoint(endpoint)) != .none {
        count += 1
        if count <= 8 { names.add { name(graph.endpoints[endpoint].name, to: &$0) } }
      }
      text.append(names.text)
      if count > 8 { text.append(" and ", count - 8, " more") }
    }
  }

  private func domain(_ id: ID<FaultDomain>, to text: inout ByteText) {
    name(graph.domains[id].label, to: &text)
    text.ascii(" ")
    name(graph.domains[id].name, to: &text)
  }
}
