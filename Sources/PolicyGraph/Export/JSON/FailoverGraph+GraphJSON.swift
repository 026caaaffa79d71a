extension FailoverGraph {
  /// The policy graph as JSON (`grammar/schemas/graph.schema.json`): one route and all it can
  /// reach, or every route; with an `outage`, what that leaves.
  public func graphJSON(route: ID<Route>? = nil, outage: Outage? = nil) -> String {
    GraphJSON(view: GraphView(self, route: route, outage: outage)).document()
  }
}

/// Writes a view as JSON: nodes and edges, each with what a reader would otherwise look up.
private struct GraphJSON {
  let view: GraphView
  var graph: FailoverGraph { view.graph }

  func document() -> String {
    let bytes = JSONWriter.document { json in
      json.field("formatVersion", 1)
      json.field("routes", view.routes.map { graph.text(graph.routes[$0].name) })
      if let outage = view.remains?.outage {
        json.object("outage") { json in
          json.objects("domains", outage.domains) { domain($0, &$1) }
          json.field("endpoints", outage.endpoints.map { graph.text(graph.endpoints[$0].name) })
        }
      }
      json.array("nodes") { json in nodes(&json) }
      json.objects("edges", view.edges) { edge($0, &$1) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func nodes(_ json: inout JSONWriter) {
    let phrase = Phrase(graph)
    for id in view.routes {
      let route = graph.routes[id]
      node(&json, .route(id), "route", route.name, route.origin) { json in
        state(&json, view.remains?.service(id).word)
        doc(&json, route.doc)
        json.field("facts", Array(phrase.route(route).dropFirst()))
      }
    }
    for id in view.groups {
      let group = graph.groups[id]
      node(&json, .target(.group(id)), group.kind.word, group.name, group.origin) { json in
        parent(&json, view.groupHomes[id.index])
        state(&json, view.remains?.mark(.group(id)).word)
        doc(&json, group.doc)
        json.field("facts", [phrase.group(id)])
      }
    }
    for id in view.endpoints {
      let endpoint = graph.endpoints[id]
      node(&json, .target(.endpoint(id)), "endpoint", endpoint.name, endpoint.origin) { json in
        parent(&json, view.endpointHomes[id.index])
        state(&json, view.remains?.mark(.endpoint(id)).word)
        doc(&json, endpoint.doc)
        domains(&json, endpoint)
        json.field("facts", Array(phrase.endpoint(endpoint).dropFirst()))
      }
    }
    for id in view.retries.ids {
      let retry = graph.retries[id]
      node(&json, .retry(id), "retry", retry.name, retry.origin) { json in
        doc(&json, retry.doc)
        json.field("facts", [phrase.retry(retry)])
      }
    }
    for id in view.ladders.ids {
      let ladder = graph.ladders[id]
      node(&json, .ladder(id), "ladder", ladder.name, ladder.origin) { json in
        doc(&json, ladder.doc)
        json.field("facts", [phrase.ladder(ladder)])
      }
      for step in ladder.steps {
        let row = graph.steps[step]
        node(&json, .step(step), "step", row.name, row.origin) { json in
          parent(&json, .ladder(id, for: step))
          state(&json, view.remains?.mark(step).word)
          json.field("facts", Array(phrase.step(row).dropFirst()))
        }
      }
    }
    if view.edges.contains(where: { $0.to == .failure }) {
      json.object { json in
        json.field("id", "failure")
        json.field("kind", "failure")
      }
    }
  }

  private func node(
    _ json: inout JSONWriter, _ end: GraphEdge.End, _ kind: StaticString, _ name: Name,
    _ origin: Origin, _ more: (inout JSONWriter) -> Void
  ) {
    json.object { json in
      json.field("id", id(end))
      json.field("kind", kind)
      json.field("name", graph.text(name))
      json.field("file", graph.text(graph.sources[origin.file].name))
      json.field("line", Int(origin.line))
      more(&json)
    }
  }

  private func parent(_ json: inout JSONWriter, _ home: GraphView.Home) {
    switch home {
    case .nowhere, .top: return
    case .group(let id, _): json.field("parent", self.id(.target(.group(id))))
    case .ladder(let id, _): json.field("parent", self.id(.ladder(id)))
    }
  }

  private func state(_ json: inout JSONWriter, _ word: StaticString?) {
    if let word { json.field("state", word) }
  }

  private func doc(_ json: inout JSONWriter, _ doc: Name?) {
    if let doc { json.field("doc", graph.text(doc)) }
  }

  private func domains(_ json: inout JSONWriter, _ endpoint: Endpoint) {
    json.objects("domains", graph.domainMembers[endpoint.domains]) { domain($0.domain, &$1) }
  }

  private func domain(_ id: ID<FaultDomain>, _ json: inout JSONWriter) {
    json.field("label", graph.text(graph.domains[id].label))
    json.field("name", graph.text(graph.domains[id].name))
  }

  private func edge(_ edge: GraphEdge, _ json: inout JSONWriter) {
    json.field("from", id(edge.from))
    json.field("to", id(edge.to))
    json.field("kind", edge.kind.word)
    if !edge.label.isEmpty { json.field("label", edge.label) }
    if let order = edge.order { json.field("order", Int(order)) }
    if let weight = edge.weight { json.field("weight", Int(weight)) }
  }

  /// A node's id: its kind and its name, as in `endpoint:azure-east`; a step has its ladder's too.
  private func id(_ end: GraphEdge.End) -> String {
    switch end {
    case .route(let id): return "route:" + graph.text(graph.routes[id].name)
    case .retry(let id): return "retry:" + graph.text(graph.retries[id].name)
    case .ladder(let id): return "ladder:" + graph.text(graph.ladders[id].name)
    case .target(.endpoint(let id)): return "endpoint:" + graph.text(graph.endpoints[id].name)
    case .target(.group(let id)): return "group:" + graph.text(graph.groups[id].name)
    case .failure: return "failure"
    case .step(let id):
      let owner = graph.ladders.rows.first {
        ($0.steps.startIndex..<$0.steps.endIndex).contains(id.index)
      }
      let ladder = owner.map { graph.text($0.name) + "/" } ?? ""
      return "step:" + ladder + graph.text(graph.steps[id].name)
    }
  }
}
