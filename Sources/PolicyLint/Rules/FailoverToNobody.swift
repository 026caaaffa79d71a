import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let failoverToNobody = LintRule(
    "failover-to-nobody", .failover, "A `failover` with only one endpoint",
    why: """
      The route looks as if it survived an outage. In fact every failure handled this way goes \
      straight to the ladder.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      retry usual { attempts 2; on rejected { fail }; otherwise { failover } }
      route lookup { to a; effect read; deadline 15s; retry usual }
      """,
    fix: ("otherwise { failover }", "otherwise { degrade }")
  ) { linted in
    linted.graph.retries.ids.compactMap { id in
      let users = linted.routes(using: id)
      guard let first = users.first, let only = first.endpoints.first,
        users.allSatisfy({ $0.endpoints.count == 1 }),
        let response = linted.responses(.failover, in: id).first
      else { return nil }
      return Finding(
        "`failover` leads nowhere: \(linted.quoted(only)) is the only endpoint of \(linted.quoted(first.route))",
        at: linted.policy.place(of: response), of: .retry(id),
        related: [linted.related("used by this route", .route(first.route), .to)],
        notes: ["write `degrade`, which is what happens, or give the route a second endpoint"])
    }
  }
}
