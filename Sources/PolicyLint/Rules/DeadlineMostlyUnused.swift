import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let deadlineMostlyUnused = LintRule(
    "deadline-mostly-unused", .timing, severity: .note,
    "A deadline ten times longer than a request can take",
    why: """
      The attempts end long before. The deadline tells callers to wait for something that can no \
      longer happen, and hides that the timeouts are the real limit.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 200ms, attempt: 1s }
      route lookup { to a; effect read; deadline 60s; retry none; breaker none }
      """,
    fix: ("deadline 60s", "deadline 2s")
  ) { linted in
    linted.reached.compactMap { reached in
      let route = linted.graph.routes[reached.route]
      guard let most = linted.longestPath(reached, route) else { return nil }
      let total = most + (route.deadline - linted.graph.mainPathEnd(route))
      guard total * 10 < route.deadline else { return nil }
      return Finding(
        "the deadline is \(route.deadline.spelling), but everything that a request of \(linted.quoted(route.name)) can do takes \(total.spelling)",
        at: linted.place(.route(reached.route), .deadline), of: .route(reached.route),
        notes: [
          "the deadline is the longest that a caller can wait; shorten it, or allow more attempts"
        ])
    }
  }
}

extension LintedPolicy {
  /// The longest that the main path can take without its deadline; nil if a hint may be waited out
  /// without a bound.
  fileprivate func longestPath(_ reached: CheckedPolicy.Reached, _ route: Route) -> Tick? {
    let longest = reached.endpoints.map { policy.unanswered(graph.endpoints[$0], route) }.max()
    let attempts = route.retry.map { graph.retries[$0].attempts } ?? 1
    var wait = Tick.zero
    for retry in reached.retries {
      for rule in graph.rules[graph.retries[retry].rules] {
        if rule.reconcile {
          let asked = rule.reconcileAt.map { graph.endpoints[$0].attemptTimeout }
          let within = rule.reconcileWithin ?? asked ?? longest ?? .zero
          wait = max(wait, (rule.settle ?? .zero) + within)
        }
        for response in graph.responses[rule.responses] where response.kind == .sameEndpoint {
          guard let cap = response.retryAfter else { return nil }
          let backoff = response.backoff.map { graph.backoffs[$0] }
          wait = max(wait, cap, backoff.map { $0.max ?? $0.base } ?? .zero)
        }
      }
    }
    return longest.map { $0 * Int64(attempts) + wait * Int64(attempts) }
  }
}
