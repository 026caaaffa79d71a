import PolicyGraph
import PolicyLanguage

// How many attempts there can be.

extension Linted {
  /// The most attempts that one request of a route can make, by its rules and by `attempts`.
  func attemptsPossible(_ reached: CheckedPolicy.Reached) -> Int {
    let route = graph.routes[reached.route]
    guard let bound = route.retry.map({ Int(graph.retries[$0].attempts) }) else { return 1 }
    let each = reached.endpoints.map { attemptsPossible(at: graph.endpoints[$0], route) }
    let moves =
      hedgeDelay(route) != nil
      || reached.retries.contains { retry in
        [.failover, .reroute, .resume].contains { !responses($0, in: retry).isEmpty }
      }
    return min(bound, moves ? each.reduce(0, +) : each.max() ?? 1)
  }

  /// The most attempts that one request can make at one endpoint.
  ///
  /// Each rule counts its own tries at the endpoint: a request that meets the classes of two rules
  /// is tried again by both.
  private func attemptsPossible(at endpoint: Endpoint, _ route: Route) -> Int {
    guard let retry = endpoint.retry ?? route.retry else { return 1 }
    var attempts = 1
    var rotates = false
    for rule in graph.rules[graph.retries[retry].rules] {
      var times = 0
      for response in graph.responses[rule.responses] {
        if response.kind == .sameEndpoint { times = max(times, Int(response.times)) }
        rotates = rotates || response.kind == .rotateCredential
      }
      attempts += times
    }
    return attempts + (rotates ? max(0, endpoint.credentials.count - 1) : 0)
  }
}
