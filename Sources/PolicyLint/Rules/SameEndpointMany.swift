import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let sameEndpointMany = LintRule(
    "same-endpoint-many", .amplification, "Many retries at one endpoint while another is free",
    why: """
      The next endpoint is available while the request keeps retrying the one that failed. That is \
      slower for the caller and adds load to an endpoint in trouble.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      endpoint b { url "https://b.example.com" }
      active-passive both { member a; member b }
      breaker steady { trip consecutive: 8; cooldown 10s }
      backoff brief { constant base: 100ms }
      retry usual {
        attempts 5
        on unavailable { same-endpoint times: 3, backoff: brief, retry-after: 1s; failover }
        on rejected { fail }
        otherwise { failover }
      }
      route lookup { to both; effect read; deadline 20s; retry usual; breaker steady }
      """,
    fix: ("times: 3, backoff: brief, ", "times: 1, backoff: brief, ")
  ) { linted in
    linted.reached.flatMap { reached -> [Finding] in
      guard reached.endpoints.count > 1 else { return [] }
      return reached.retries.flatMap { retry in
        linted.graph.retries[retry].rules.compactMap { rule in
          guard let id = linted.waitingBeforeFailover(rule) else { return nil }
          let times = linted.graph.responses[id].times
          guard times > 2 else { return nil }
          return Finding(
            "\(times) retries at the endpoint that failed come before the next endpoint is tried",
            at: linted.policy.place(of: id), of: .retry(retry),
            related: [
              linted.related(
                "\(reached.endpoints.count) endpoints are available", .route(reached.route), .to)
            ], notes: ["one or two are enough to tell bad luck from an outage"])
        }
      }
    }
  }
}
