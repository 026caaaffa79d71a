public import PolicyGraph

extension Residency {
  /// A sentence for each endpoint outside: where it lies, and how a request comes there.
  public func lines(in graph: FailoverGraph) -> [String] {
    offenders.map { offender in
      let name = graph.text(graph.endpoints[offender.endpoint].name)
      let place = offender.domain.map { "is in \(graph.name(of: $0))" } ?? "has no such label"
      return "\(name) \(place), and is \(offender.way.verb) \(offender.way.text(in: graph))"
    }
  }
}

extension Reach {
  /// `on the main path, by way of chat-providers, azure`.
  public func text(in graph: FailoverGraph) -> String {
    let (start, groups) =
      switch self {
      case .main(let groups): ("on the main path", groups)
      case .reroute(let rule, let groups): ("by a reroute\(classes(of: rule, graph))", groups)
      case .ladder(let step, let groups):
        ("by step \(graph.text(graph.steps[step].name)) of the ladder", groups)
      case .asked(let rule): ("what became of a request\(classes(of: rule, graph))", [])
      }
    let names = groups.map { graph.text(graph.groups[$0].name) }.joined(separator: ", ")
    return groups.isEmpty ? start : "\(start), by way of \(names)"
  }

  /// What happens there to a request.
  fileprivate var verb: String {
    switch self {
    case .main, .reroute, .ladder: "tried"
    case .asked: "asked"
    }
  }

  private func classes(of rule: ID<Rule>, _ graph: FailoverGraph) -> String {
    let members = graph.classMembers[graph.rules[rule].classes]
    let names = members.map { graph.text(graph.classes[$0.errorClass].name) }
    return names.isEmpty ? "" : " after \(names.joined(separator: ", "))"
  }
}

extension Availability {
  /// The answer in sentences: the least probability, or what keeps it from being known.
  public func lines(in graph: FailoverGraph) -> [String] {
    switch self {
    case .known(let ways):
      guard let worst = ways.min(by: { $0.chance < $1.chance }) else { return [] }
      let arms = graph.conditions(worst.tags, worst.arms).joined(separator: "; ")
      return ["\(worst.chance)" + (arms.isEmpty ? "" : " for requests of the way `\(arms)`")]
    case .missing(let endpoints):
      return endpoints.map {
        "endpoint \(graph.text(graph.endpoints[$0].name)) declares no `availability`"
      }
    case .tooLarge(let limit): return [limit.description]
    }
  }
}
