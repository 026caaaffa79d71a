import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let tierShortOfTime = LintRule(
    "tier-short-of-time", .timing, "A tier with less time than its slow answers take",
    why: """
      When the members before it time out, its attempt is cut off before it has answered. The \
      backup works for only part of its requests, in the very outage it is there for.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 5s }
      endpoint b { url "https://b.example.com"; latency p50: 400ms, p99: 3s }
      active-passive both { member a; member b }
      route lookup { to both; effect read; deadline 6s }
      """,
    fix: ("deadline 6s", "deadline 8s")
  ) { linted in
    linted.graph.routes.ids.flatMap { id in
      let route = linted.graph.routes[id]
      let end = linted.graph.mainPathEnd(route)
      return linted.policy.tierTurns(of: route).compactMap { turn -> Finding? in
        let left = end - turn.spent
        guard left > .zero, let slow = linted.latency(turn.endpoint, atLeast: 950_000),
          slow.value > left
        else { return nil }
        let endpoint = linted.graph.endpoints[turn.endpoint]
        return Finding(
          "\(linted.quoted(endpoint.name)) has \(left.spelling) left when the members before it time out, and its \(slow.percentile.spelling) is \(slow.value.spelling)",
          at: linted.policy.place(of: turn.member), of: .route(id),
          related: [
            linted.related("the deadline", .route(id), .deadline),
            linted.related(
              "the timeout of the member before it", .endpoint(turn.first), .timeout),
          ],
          notes: [
            "\(linted.policy.arithmetic(route)), and \(turn.spent.spelling) are used before its turn",
            "shorten the timeouts before it, or lengthen `deadline`",
          ])
      }
    }
  }
}
