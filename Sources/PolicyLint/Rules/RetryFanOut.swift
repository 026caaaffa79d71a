import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let retryFanOut = LintRule(
    "retry-fan-out", .amplification, "More than four attempts per endpoint",
    why: """
      A request that failed four times at every endpoint seldom succeeds at the fifth. Further \
      attempts only add load to a service that is down.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      backoff gentle { exponential base: 200ms, factor: 2x, max: 800ms }
      retry usual {
        attempts 7
        on connection  { same-endpoint times: 3, backoff: gentle; fail }
        on unavailable { same-endpoint times: 3, backoff: gentle; fail }
        otherwise      { fail }
      }
      route lookup { to a; effect read; deadline 20s; retry usual; breaker none }
      """,
    fix: ("attempts 7", "attempts 3")
  ) { linted in
    linted.reached.compactMap { reached in
      guard let id = linted.graph.routes[reached.route].retry else { return nil }
      let endpoints = reached.endpoints.count
      let attempts = linted.attemptsPossible(reached)
      guard endpoints > 0, attempts > 4 * endpoints else { return nil }
      let route = linted.graph.routes[reached.route]
      let one = endpoints == 1
      return Finding(
        "one request of \(linted.quoted(route.name)) may become \(attempts) attempts at \(endpoints) \(one ? "endpoint" : "endpoints")",
        at: linted.place(.retry(id), .attempts), of: .retry(id),
        related: [linted.related("used by this route", .route(reached.route))],
        notes: [
          "\(3 * endpoints) attempts are three per endpoint; a request that still fails has met an outage"
        ])
    }
  }
}
