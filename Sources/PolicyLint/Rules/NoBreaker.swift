import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let noBreaker = LintRule(
    "no-breaker", .breaker, "An endpoint with a backup but no breaker",
    why: """
      Nothing remembers that the endpoint is down, so each request waits for the timeout before it \
      fails over. The active member never changes either, because only a breaker or a probe moves \
      it.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      endpoint b { url "https://b.example.com" }
      active-passive both { member a; member b }
      retry usual { attempts 2; on rejected { fail }; otherwise { failover } }
      route lookup { to both; effect read; deadline 20s; retry usual; breaker none }
      """,
    fix: ("; breaker none", "")
  ) { linted in
    linted.eachEndpoint { id, endpoint, reached, route in
      guard linted.breaker(id, route) == nil, endpoint.probe == nil,
        linted.hasBackup(id, reached)
      else { return nil }
      let wait = linted.policy.unanswered(endpoint, route)
      let hedge = linted.hedgeDelay(route).flatMap { $0 < wait ? $0 : nil }
      let cost =
        hedge.map { "waits \($0.spelling) until a hedge goes elsewhere and is sent twice" }
        ?? "waits \(wait.spelling) for it"
      // Without a breaker the active member never changes, and only a rule leads to the backup.
      let isLeft =
        hedge != nil
        || reached.retries.contains { retry in
          [.failover, .reroute].contains { !linted.responses($0, in: retry).isEmpty }
        }
      return Finding(
        isLeft
          ? "no breaker guards \(linted.quoted(endpoint.name)): while it hangs, each request sent to it \(cost)"
          : "no breaker guards \(linted.quoted(endpoint.name)), and no rule fails over from it: while it is down, requests sent to it go nowhere else",
        at: linted.place(.endpoint(id)), of: .endpoint(id),
        related: [
          hedge == nil
            ? linted.related("its timeout", .endpoint(id), .timeout)
            : linted.related("the hedge", .route(reached.route), .hedge),
          linted.related("a route that it serves", .route(reached.route)),
        ],
        notes: [
          "without `breaker none` the language's `standard` guards them; `breaker NAME` is one of your own"
        ])
    }
  }
}

extension LintedPolicy {
  /// Whether a request that fails at an endpoint has another one to go to.
  fileprivate func hasBackup(_ id: ID<Endpoint>, _ reached: CheckedPolicy.Reached) -> Bool {
    guard reached.endpoints.count > 1 else { return false }
    if reached.endpoints.last != id { return true }
    // The last in order is one of the first where a group is balanced.
    return reached.groups.contains { group in
      graph.groups[group].kind == .activeActive && graph.groups[group].members.count > 1
        && endpoints(.group(group)).contains(id)
    }
  }

  /// How long a request of a route waits at least before it is hedged; nil if it never is.
  func hedgeDelay(_ route: Route) -> Tick? {
    guard let hedge = route.hedge.map({ graph.hedges[$0] }), let retry = route.retry,
      graph.retries[retry].attempts > 1
    else { return nil }
    return hedge.after ?? hedge.atLeast
  }
}
