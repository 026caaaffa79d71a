import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let hintCapMissing = LintRule(
    "hint-cap-missing", .timing, "A `Retry-After` hint without a cap",
    why: """
      A 503 may carry `Retry-After: 120`, and a rate limiter may ask for half an hour. Without \
      `retry-after:` the request waits as long as its time allows, and nothing is left for the \
      endpoint that would have answered.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      endpoint b { url "https://b.example.com" }
      active-passive both { member a; member b }
      backoff brief { constant base: 200ms }
      retry usual {
        attempts 4
        on unavailable { same-endpoint times: 1, backoff: brief; failover }
        on rejected { fail }
        otherwise { failover }
      }
      route lookup { to both; effect read; deadline 20s; retry usual }
      """,
    fix: ("backoff: brief; failover", "backoff: brief, retry-after: 1s; failover")
  ) { linted in
    let classes: [PolicyLanguage.Word] = [
      .rateLimited, .banned, .quotaExhausted, .unavailable, .overloaded,
    ]
    return linted.reached.flatMap { reached -> [Finding] in
      guard reached.endpoints.count > 1 else { return [] }
      let route = linted.graph.routes[reached.route]
      let first = linted.graph.endpoints[reached.endpoints[0]]
      let left = linted.graph.mainPathEnd(route) - linted.graph.leastTime(first)
      return reached.retries.flatMap { retry in
        linted.rules(answering: classes, in: retry).compactMap { rule, answers in
          guard let id = linted.waitingBeforeFailover(rule),
            linted.graph.responses[id].retryAfter == nil, left > .s(1)
          else { return nil }
          return Finding(
            "after \(linted.quoted(answers)) the request waits up to \(left.spelling) for a hint before it asks the next endpoint",
            at: linted.policy.place(of: id), of: .retry(retry),
            related: [linted.related("the time there is", .route(reached.route), .deadline)],
            notes: ["`retry-after: 1s` waits at most a second and fails over if the hint is longer"]
          )
        }
      }
    }
  }
}
