import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let hedgeExpensive = LintRule(
    "hedge-expensive", .safety, "Hedges where every attempt costs tokens",
    why: """
      A hedge is a second request, paid in full whichever answer wins. Started early or more than \
      once, it multiplies the bill and uses up the quota that failover needs.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; limit tokens: 1M/min; latency p50: 400ms, p99: 3s }
      endpoint b { url "https://b.example.com"; limit tokens: 1M/min; latency p50: 400ms, p99: 3s }
      active-active both { member a; member b; balance random }
      route chat { to both; effect idempotent; deadline 30s; hedge after: 200ms }
      """,
    fix: ("after: 200ms", "after: p95, at-least: 2s")
  ) { linted in
    linted.reached.compactMap { reached in
      let route = linted.graph.routes[reached.route]
      guard let id = route.hedge,
        let dear = reached.endpoints.first(where: { linted.countsTokens($0) }),
        let why = linted.expensive(linted.graph.hedges[id], dear)
      else { return nil }
      return Finding(
        "\(why), and \(linted.quoted(linted.graph.endpoints[dear].name)) counts tokens",
        at: linted.place(.route(reached.route), .hedge), of: .route(reached.route),
        related: [linted.related("its limit", .endpoint(dear), .limit)],
        notes: ["`hedge after: p95, max: 1` pays for one request in twenty a second time"])
    }
  }
}

extension LintedPolicy {
  /// Why a hedge is sent often; nil if it is for the slowest tenth at most, and once.
  fileprivate func expensive(_ hedge: Hedge, _ endpoint: ID<Endpoint>) -> String? {
    if hedge.max > 1 { return "a slow request is sent up to \(hedge.max + 1) times at once" }
    guard let share = hedged(hedge, endpoint), share > .percent(10) else { return nil }
    return "about \(share.spelling) of all requests are sent twice"
  }
}
