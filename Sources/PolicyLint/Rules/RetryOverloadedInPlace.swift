import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let retryOverloadedInPlace = LintRule(
    "retry-overloaded-in-place", .amplification, "An overloaded endpoint that is retried first",
    why: """
      It says that it has too much to do and gets the same work again, although another endpoint \
      could take it. That turns an overload into an outage.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      endpoint b { url "https://b.example.com" }
      active-passive both { member a; member b }
      retry usual {
        attempts 4
        on overloaded { same-endpoint retry-after: 1s; failover }
        on rejected   { fail }
        otherwise     { failover }
      }
      route lookup { to both; effect read; deadline 20s; retry usual }
      """,
    fix: ("same-endpoint retry-after: 1s; failover", "failover")
  ) { linted in
    linted.reached.flatMap { reached -> [Finding] in
      guard reached.endpoints.count > 1 else { return [] }
      return reached.retries.flatMap { retry in
        linted.rules(answering: [.overloaded], in: retry).compactMap { rule, _ in
          // A rule for all that is left may well be meant for other classes than this one.
          guard !linted.graph.rules[rule].otherwise, let id = linted.waitingBeforeFailover(rule)
          else { return nil }
          return Finding(
            "an overloaded endpoint is retried before the next endpoint is tried",
            at: linted.policy.place(of: id), of: .retry(retry),
            related: [
              linted.related(
                "\(reached.endpoints.count) endpoints are available", .route(reached.route), .to)
            ], notes: ["put `failover` first; a retry in place may follow it"])
        }
      }
    }
  }
}
