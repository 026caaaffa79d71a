internal import PolicyGraph

/// What becomes of a policy whose credentials are not all there.
public enum MissingCredentials: Sendable {
  /// It is refused: the engine does not start, or goes on with the policy that it has.
  case fail
  /// It runs without them. An endpoint that has another credential uses that; one that has none is
  /// *excluded*: nothing is sent there, under the reason `excluded`, until a reload finds a
  /// credential. `PolicyEngine.missingCredentials` and the snapshot list what is missing, and
  /// listeners are told of every excluded endpoint.
  ///
  /// A policy is refused all the same if a route, or an arm of its `select`, has no endpoint left.
  case exclude
}

/// Finds the routes that have no endpoint left once those without credentials are excluded.
struct CutOff {
  private let graph: FailoverGraph
  private let missing: [Bool]

  init(_ graph: FailoverGraph, _ missing: [Bool]) {
    self.graph = graph
    self.missing = missing
  }

  /// Those of `problems` that leave a route without any endpoint, with the route in their reason.
  func problems(
    _ problems: [EngineError.CredentialProblem], _ secrets: [Secret]
  ) -> [EngineError.CredentialProblem] {
    var fatal: [EngineError.CredentialProblem] = []
    for route in graph.routes.rows {
      var excluded: [ID<Endpoint>] = []
      guard !hasWay(route.target, route, &excluded, depth: 0) else { continue }
      let references = Set(
        excluded.flatMap { graph.endpoints[$0].credentials.map { secrets[$0.index].reference } })
      for problem in problems
      where references.contains(problem.reference)
        && !fatal.contains(where: { $0.reference == problem.reference })
      {
        var problem = problem
        problem.reason += ", and without it route `\(graph.text(route.name))` has no endpoint left"
        fatal.append(problem)
      }
    }
    return fatal
  }

  /// Whether every request of a route that comes to `target` finds an endpoint there; what stands
  /// in its way is added to `excluded`.
  private func hasWay(
    _ target: Target, _ route: Route, _ excluded: inout [ID<Endpoint>], depth: Int
  ) -> Bool {
    switch target {
    case .endpoint(let id):
      guard isExcluded(id) else { return fits(id, route) }
      // One that could not serve the route anyway is not missed.
      if fits(id, route) { excluded.append(id) }
      return false
    case .group(let id):
      // Groups do not contain themselves; a damaged artifact does not get so far.
      guard depth < 64 else { return true }
      let group = graph.groups[id]
      if group.kind == .select {
        // Requests that take one arm have no other.
        for arm in graph.arms[group.arms] {
          var here: [ID<Endpoint>] = []
          if hasWay(arm.target, route, &here, depth: depth + 1) || here.isEmpty { continue }
          excluded += here
          return false
        }
        return true
      }
      for member in graph.members[group.members]
      where hasWay(member.target, route, &excluded, depth: depth + 1) { return true }
      return excluded.isEmpty
    }
  }

  private func isExcluded(_ endpoint: ID<Endpoint>) -> Bool {
    let credentials = graph.endpoints[endpoint].credentials
    return !credentials.isEmpty && credentials.allSatisfy { missing[$0.index] }
  }

  /// Whether an endpoint has all that a route requires.
  private func fits(_ endpoint: ID<Endpoint>, _ route: Route) -> Bool {
    let has = graph.features[graph.endpoints[endpoint].supports].map { graph.text($0.name) }
    return graph.features[route.requires].allSatisfy { has.contains(graph.text($0.name)) }
  }
}
