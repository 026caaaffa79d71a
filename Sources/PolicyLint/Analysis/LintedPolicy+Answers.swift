import PolicyGraph
import PolicyLanguage

// What retries answer, and who is answered by them.

extension LintedPolicy {
  /// The responses of a kind in a retry, in order.
  func responses(_ kind: ResponseKind, in retry: ID<Retry>) -> [ID<Response>] {
    graph.retries[retry].rules.flatMap { rule in
      graph.rules[rule].responses.filter { graph.responses[$0].kind == kind }
    }
  }

  /// Whether a failure of a class is answered by another attempt on the main path.
  func triesAgain(after errorClass: ID<ErrorClass>, in retry: ID<Retry>) -> Bool {
    guard let rule = policy.rule(for: errorClass, in: retry) else { return false }
    return graph.responses[graph.rules[rule].responses].contains {
      switch $0.kind {
      case .sameEndpoint, .failover, .rotateCredential, .reroute, .resume: true
      case .degrade, .fail: false
      }
    }
  }

  /// Whether a failure of a class may lead to another endpoint.
  func failsOver(after errorClass: ID<ErrorClass>, in retry: ID<Retry>) -> Bool {
    guard let rule = policy.rule(for: errorClass, in: retry) else { return false }
    return graph.responses[graph.rules[rule].responses].contains {
      $0.kind == .failover || $0.kind == .reroute
    }
  }

  /// The routes that a retry answers failures of, in order.
  func routes(using retry: ID<Retry>) -> [CheckedPolicy.Reached] {
    reached.filter { $0.retries.contains(retry) }
  }

  /// The routes whose main path may come to each endpoint, by endpoint.
  func routesByEndpoint() -> [[ID<Route>]] {
    var routes = [[ID<Route>]](repeating: [], count: graph.endpoints.count)
    for reached in reached {
      for endpoint in reached.endpoints { routes[endpoint.index].append(reached.route) }
    }
    return routes
  }
}
