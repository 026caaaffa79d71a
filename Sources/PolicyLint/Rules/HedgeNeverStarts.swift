import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let hedgeNeverStarts = LintRule(
    "hedge-never-starts", .amplification, "A hedge without an attempt or an endpoint left for it",
    why: """
      A hedge counts as an attempt and goes to another endpoint. With one attempt or one endpoint, \
      no hedge is ever sent.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 4s }
      endpoint b { url "https://b.example.com"; timeout connect: 1s, attempt: 4s }
      active-active both { member a; member b; balance random }
      route lookup { to both; effect read; deadline 15s; hedge after: 2s; retry none }
      """,
    fix: ("; retry none", "")
  ) { linted in
    linted.reached.compactMap { reached in
      let route = linted.graph.routes[reached.route]
      guard route.hedge != nil else { return nil }
      let attempts = route.retry.map { linted.graph.retries[$0].attempts } ?? 1
      let endpoints = linted.endpoints(route)
      guard attempts < 2 || endpoints.count < 2 else { return nil }
      let name = linted.quoted(route.name)
      return Finding(
        attempts < 2
          ? "this hedge never starts: \(name) makes one attempt, and a hedge is the second"
          : "this hedge never starts: \(name) has one endpoint, and a hedge goes to another",
        at: linted.place(.route(reached.route), .hedge), of: .route(reached.route),
        related: [
          attempts < 2 && route.retry != nil
            ? linted.related("one attempt", .route(reached.route), .retry)
            : linted.related("where it goes", .route(reached.route), .to)
        ],
        notes: [
          attempts < 2
            ? "`attempts` of the route's `retry` includes hedges; raise it, or remove the hedge"
            : "send the route to a group of endpoints, or remove the hedge"
        ])
    }
  }
}
