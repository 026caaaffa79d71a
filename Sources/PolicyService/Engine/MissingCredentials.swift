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
    for (id, excluded) in graph.routesCutOff(missing: missing) {
      let route = graph.text(graph.routes[id].name)
      let references = Set(
        excluded.flatMap { graph.endpoints[$0].credentials.map { secrets[$0.index].reference } })
      for problem in problems
      where references.contains(problem.reference)
        && !fatal.contains(where: { $0.reference == problem.reference })
      {
        var problem = problem
        problem.reason += ", and without it route `\(route)` has no endpoint left"
        fatal.append(problem)
      }
    }
    return fatal
  }
}
