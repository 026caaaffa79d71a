import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let retryWithoutTime = LintRule(
    "retry-without-time", .timing, "A retry after a timeout that no deadline leaves time for",
    why: """
      The rule looks as if an endpoint that hangs were asked again. The first attempt uses up the \
      request's time, so the retry never happens.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 10s }
      backoff gentle { exponential base: 500ms, max: 500ms }
      retry usual {
        attempts 2
        on timeout, connection { same-endpoint times: 1, backoff: gentle; fail }
        otherwise { fail }
      }
      route lookup { to a; effect read; deadline 10s; retry usual }
      """,
    fix: ("attempt: 10s", "attempt: 4s")
  ) { linted in
    var possible = Set<ID<Response>>()
    var found: [(ID<Response>, CheckedPolicy.SilentTry, ID<Route>)] = []
    for id in linted.graph.routes.ids {
      for story in linted.policy.silences(of: linted.graph.routes[id]) {
        possible.formUnion(story.carriedOut)
        for refused in story.refused { found.append((refused.response, refused, id)) }
      }
    }
    return found.compactMap { response, refused, id in
      guard !possible.contains(response) else { return nil }
      let route = linted.graph.routes[id]
      let endpoint = linted.graph.endpoints[refused.endpoint]
      let least = linted.graph.leastTime(endpoint)
      return Finding(
        "\(linted.quoted(refused.endpoint)) is never tried again after a timeout: \(refused.at.spelling) + \(least.spelling) > \(linted.graph.mainPathEnd(route).spelling)",
        at: linted.policy.place(of: response), of: .route(id),
        related: [
          linted.related("its timeout", .endpoint(refused.endpoint), .timeout),
          linted.related("the deadline", .route(id), .deadline),
        ],
        notes: [
          "\(linted.policy.arithmetic(route)); \(refused.at.spelling) are spent before the retry, and an attempt wants at least \(least.spelling)",
          "shorten `timeout attempt:`, lengthen `deadline`, or respond to `timeout` differently",
        ])
    }
  }
}
