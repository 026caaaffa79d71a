import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let noBreaker = LintRule(
    "no-breaker", .breaker, "An endpoint with a backup and without a breaker",
    why: """
      Nobody remembers that it is down: each request finds out for itself, and waits for the \
      timeout before it goes to the backup. The holder never changes, as only a breaker or a probe \
      moves it.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 4s }
      endpoint b { url "https://b.example.com"; timeout connect: 1s, attempt: 4s }
      active-passive both { member a; member b; failback after: 60s }
      retry usual { attempts 2; on rejected { fail }; otherwise { failover } }
      route lookup { to both; effect read; deadline 20s; retry usual; degrade none }
      """,
    mend: (
      "retry usual; degrade none }",
      "retry usual; breaker steady; degrade none }\nbreaker steady { trip consecutive: 5; cooldown 10s }"
    )
  ) { linted in
    linted.reached.compactMap { reached in
      let route = linted.graph.routes[reached.route]
      guard reached.endpoints.count > 1 else { return nil }
      let bare = reached.endpoints.dropLast().first {
        linted.breaker($0, route) == nil && linted.graph.endpoints[$0].probe == nil
      }
      guard let bare else { return nil }
      let endpoint = linted.graph.endpoints[bare]
      let wait = linted.policy.unanswered(endpoint, route)
      return Finding(
        "no breaker guards \(linted.quoted(endpoint.name)): while it hangs, every request of \(linted.quoted(route.name)) waits \(wait.spelling) for it",
        at: linted.place(.route(reached.route)), of: .route(reached.route),
        related: [linted.related("its timeout", .endpoint(bare), .timeout)],
        notes: [
          "`breaker NAME` in the route guards all its endpoints; `trip consecutive: 5; cooldown 15s` is a beginning"
        ])
    }
  }
}
