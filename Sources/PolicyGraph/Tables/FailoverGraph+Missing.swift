extension FailoverGraph {
  /// The routes that have no endpoint left once those without credentials are excluded, each with
  /// the endpoints that it misses.
  ///
  /// - Parameter missing: Which credentials are not there, by their index.
  package func routesCutOff(
    missing: [Bool]
  ) -> [(route: ID<Route>, excluded: [ID<Endpoint>])] {
    var cut: [(route: ID<Route>, excluded: [ID<Endpoint>])] = []
    for id in routes.ids {
      var excluded: [ID<Endpoint>] = []
      if hasWay(routes[id].target, routes[id], missing, &excluded, depth: 0) { continue }
      cut.append((id, excluded))
    }
    return cut
  }

  /// Whether every request of a route that comes to `target` finds an endpoint there; what stands
  /// in its way is added to `excluded`.
  private func hasWay(
    _ target: Target, _ route: Route, _ missing: [Bool], _ excluded: inout [ID<Endpoint>],
    depth: Int
  ) -> Bool {
    switch target {
    case .endpoint(let id):
      guard isExcluded(id, missing) else { return fits(id, route) }
      // One that could not serve the route anyway is not missed.
      if fits(id, route) { excluded.append(id) }
      return false
    case .group(let id):
      // Groups do not contain themselves; a damaged artifact does not get so far.
      guard depth < ArtifactFormat.topologyDepthMax else { return true }
      let group = groups[id]
      if group.kind == .select {
        // Requests that take one arm have no other.
        for arm in arms[group.arms] {
          var here: [ID<Endpoint>] = []
          if hasWay(arm.target, route, missing, &here, depth: depth + 1) || here.isEmpty {
            continue
          }
          excluded += here
          return false
        }
        return true
      }
      for member in members[group.members]
      where hasWay(member.target, route, missing, &excluded, depth: depth + 1) { return true }
      return excluded.isEmpty
    }
  }

  private func isExcluded(_ endpoint: ID<Endpoint>, _ missing: [Bool]) -> Bool {
    let credentials = endpoints[endpoint].credentials
    return !credentials.isEmpty && credentials.allSatisfy { missing[$0.index] }
  }

  /// Whether an endpoint has all that a route requires.
  private func fits(_ endpoint: ID<Endpoint>, _ route: Route) -> Bool {
    let has = features[endpoints[endpoint].supports]
    return features[route.requires].allSatisfy { wanted in
      has.contains { bytes($0.name).elementsEqual(bytes(wanted.name)) }
    }
  }
}
