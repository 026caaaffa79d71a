extension FailoverGraph {
  /// The policy graph as JSON (`grammar/schemas/graph.schema.json`): one route and all it can
  /// reach, or every route; with an `outage`, what that leaves.
  public func graphJSON(route: ID<Route>? = nil, outage: Outage? = nil) -> String {
    var writer = GraphJSON(GraphView(self, route: route, outage: outage))
    return writer.document()
  }
}

/// Writes a view as JSON: nodes and edges, each with what a reader would otherwise look up.
private struct GraphJSON {
  let view: GraphView
  let graph: FailoverGraph
  var json = JSONWriter()

  init(_ view: GraphView) {
    self.view = view
    graph = view.graph
  }

  mutating func document() -> String {
    json.object { [self] json in
      json.key("formatVersion")
      json.value(1)
      json.key("routes")
      json.array { json in
        for id in view.routes {
          json.value(graph.bytes(graph.routes[id].name))
        }
      }
      outage(&json)
      json.key("nodes")
      json.array { json in nodes(&json) }
      json.key("edges")
      json.array { json in
        for edge in view.edges {
          json.object { self.edge(edge, &$0) }
        }
      }
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }

  private func nodes(_ json: inout JSONWriter) {
    let phrase = Phrase(graph)
    for id in view.routes {
      let route = graph.routes[id]
      node(&json, .route(id), "route", route.name, route.origin) { json in
        state(&json, view.remains?.service(id).word)
        doc(&json, route.doc)
        facts(&json, Array(phrase.route(route).dropFirst()))
      }
    }
    for id in view.groups {
      let group = graph.groups[id]
      node(&json, .target(.group(id)), group.kind.word, group.name, group.origin) { json in
        parent(&json, view.groupHomes[id.index])
        state(&json, view.remains?.mark(.group(id)).word)
        doc(&json, group.doc)
        facts(&json, [phrase.group(id)])
      }
    }
    for id in view.endpoints {
      let endpoint = graph.endpoints[id]
      node(&json, .target(.endpoint(id)), "endpoint", endpoint.name, endpoint.origin) { json in
        parent(&json, view.endpointHomes[id.index])
        state(&json, view.remains?.mark(.endpoint(id)).word)
        doc(&json, endpoint.doc)
        domains(&json, endpoint)
        facts(&json, Array(phrase.endpoint(endpoint).dropFirst()))
      }
    }
    for id in view.retries.ids {
      let retry = graph.retries[id]
      node(&json, .retry(id), "retry", retry.name, retry.origin) { json in
        doc(&json, retry.doc)
        facts(&json, [phrase.retry(retry)])
      }
    }
    for id in view.ladders.ids {
      let ladder = graph.ladders[id]
      node(&json, .ladder(id), "ladder", ladder.name, ladder.origin) { json in
        doc(&json, ladder.doc)
        facts(&json, [phrase.ladder(ladder)])
      }
      for step in ladder.steps {
        let row = graph.steps[step]
        node(&json, .step(step), "step", row.name, row.origin) { json in
          parent(&json, .ladder(id, for: step))
          state(&json, view.remains?.mark(step).word)
          facts(&json, Array(phrase.step(row).dropFirst()))
        }
      }
    }
    if view.edges.contains(where: { $0.to == .failure }) {
      json.object { json in
        json.key("id")
        json.value("failure")
        json.key("kind")
        json.value("failure")
      }
    }
  }

  private func node(
    _ json: inout JSONWriter, _ end: GraphEdge.End, _ kind: StaticString, _ name: Name,
    _ origin: Origin, _ more: (inout JSONWriter) -> Void
  ) {
    json.object { json in
      json.key("id")
      self.id(end, &json)
      json.key("kind")
      json.value(kind)
      json.key("name")
      json.value(graph.bytes(name))
      json.key("file")
      json.value(graph.bytes(graph.sources[origin.file].name))
      json.key("line")
      json.value(Int64(origin.line))
      more(&json)
    }
  }

  private func parent(_ json: inout JSONWriter, _ home: GraphView.Home) {
    switch home {
    case .nowhere, .top: return
    case .group(let id, _):
      json.key("parent")
      self.id(.target(.group(id)), &json)
    case .ladder(let id, _):
      json.key("parent")
      self.id(.ladder(id), &json)
    }
  }

  /// What is out, if the picture is one of an outage.
  private func outage(_ json: inout JSONWriter) {
    guard let outage = view.remains?.outage else { return }
    json.key("outage")
    json.object { json in
      json.key("domains")
      json.array { json in
        for id in outage.domains { domain(id, &json) }
      }
      json.key("endpoints")
      json.array { json in
        for id in outage.endpoints { json.value(graph.bytes(graph.endpoints[id].name)) }
      }
    }
  }

  private func state(_ json: inout JSONWriter, _ word: StaticString?) {
    guard let word else { return }
    json.key("state")
    json.value(word)
  }

  private func doc(_ json: inout JSONWriter, _ doc: Name?) {
    guard let doc else { return }
    json.key("doc")
    json.value(graph.bytes(doc))
  }

  private func domains(_ json: inout JSONWriter, _ endpoint: Endpoint) {
    json.key("domains")
    json.array { json in
      for member in graph.domainMembers[endpoint.domains] {
        domain(member.domain, &json)
      }
    }
  }

  private func domain(_ id: ID<FaultDomain>, _ json: inout JSONWriter) {
    json.object { json in
      json.key("label")
      json.value(graph.bytes(graph.domains[id].label))
      json.key("name")
      json.value(graph.bytes(graph.domains[id].name))
    }
  }

  private func facts(_ json: inout JSONWriter, _ lines: [ByteText]) {
    json.key("facts")
    json.array { json in
      for line in lines {
        json.value(line.bytes)
      }
    }
  }

  private func edge(_ edge: GraphEdge, _ json: inout JSONWriter) {
    json.key("from")
    id(edge.from, &json)
    json.key("to")
    id(edge.to, &json)
    json.key("kind")
    json.value(edge.kind.word)
    if !edge.label.isEmpty {
      json.key("label")
      json.array { json in
        for line in edge.label {
          json.value(line.bytes)
        }
      }
    }
    if let order = edge.order {
      json.key("order")
      json.value(Int64(order))
    }
    if let weight = edge.weight {
      json.key("weight")
      json.value(Int64(weight))
    }
  }

  /// A node's id: its kind and its name, as in `endpoint:azure-east`; a step has its ladder's too.
  private func id(_ end: GraphEdge.End, _ json: inout JSONWriter) {
    switch end {
    case .route(let id): self.id("route:", graph.routes[id].name, &json)
    case .retry(let id): self.id("retry:", graph.retries[id].name, &json)
    case .ladder(let id): self.id("ladder:", graph.ladders[id].name, &json)
    case .target(.endpoint(let id)): self.id("endpoint:", graph.endpoints[id].name, &json)
    case .target(.group(let id)): self.id("group:", graph.groups[id].name, &json)
    case .failure: json.value("failure")
    case .step(let id):
      var text = ByteText { $0.append("step:") }
      let owner = graph.ladders.rows.first {
        ($0.steps.startIndex..<$0.steps.endIndex).contains(id.index)
      }
      if let owner {
        text.append(graph.bytes(owner.name))
        text.append("/")
      }
      text.append(graph.bytes(graph.steps[id].name))
      json.value(text.bytes)
    }
  }

  private func id(_ kind: StaticString, _ name: Name, _ json: inout JSONWriter) {
    json.value(
      ByteText {
        $0.append(kind)
        $0.append(graph.bytes(name))
      }.bytes)
  }
}
