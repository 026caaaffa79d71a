internal import PolicyGraph

extension PolicyRoute {
  /// The endpoints that may take a request by what it is: those below the route's target and those
  /// that its rules reroute to, as far as they serve the request's tags.
  ///
  /// Their health is not looked at; see `EngineSnapshot.Endpoint.state`.
  ///
  /// - Returns: their names, first choice first; none if the policy loaded since has no such route.
  public func endpoints(for request: Request) -> [String] {
    let generation = engine.generation
    let graph = generation.graph
    guard let id = generation.names.routeIDs[name] else { return [] }
    let route = graph.routes[id]
    var open = [route.target]
    for rule in route.retry.map({ graph.rules[graph.retries[$0].rules] }) ?? [] {
      open += graph.responses[rule.responses].compactMap { $0.target }
    }
    open.reverse()
    var found: [String] = []
    var walked: Set<Int> = []
    while let next = open.popLast() {
      switch next {
      case .endpoint(let endpoint):
        let name = generation.names.endpoints[endpoint.index]
        if graph.serves(endpoint, request), !found.contains(name) { found.append(name) }
      case .group(let group):
        if walked.insert(group.index).inserted { open += graph.targets(below: group).reversed() }
      }
    }
    return found
  }
}

extension FailoverGraph {
  /// Whether a request carries, of each tag that an endpoint says it serves, one of its values.
  fileprivate func serves(_ endpoint: ID<Endpoint>, _ request: Request) -> Bool {
    let rows = servedValues[endpoints[endpoint].serves]
    return rows.allSatisfy { asked in
      let name = text(asked.tag)
      guard let tag = request.tags.last(where: { $0.name == name }) else { return false }
      return rows.contains { $0.tag == asked.tag && text($0.value) == tag.value }
    }
  }
}
