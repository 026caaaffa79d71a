import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let hedgeTooEarly = LintRule(
    "hedge-too-early", .amplification, "A hedge for more than a fifth of all requests",
    why: """
      Hedges are for the slow tail. A hedge that starts while ordinary answers are still on their \
      way is ordinary load: it slows the endpoints down, which starts more hedges.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; latency p50: 400ms, p99: 3s }
      endpoint b { extends a; url "https://b.example.com" }
      active-active both { member a; member b; balance random }
      breaker steady { trip consecutive: 5; cooldown 10s }
      retry usual { attempts 2; on rejected { fail }; otherwise { failover } }
      route lookup {
        to both; effect read; deadline 15s; retry usual; breaker steady; hedge after: 300ms
      }
      """,
    fix: ("after: 300ms", "after: p95, at-least: 1s")
  ) { linted in
    linted.reached.compactMap { reached in
      let route = linted.graph.routes[reached.route]
      guard let id = route.hedge, let first = reached.endpoints.first,
        !reached.endpoints.contains(where: { linted.countsTokens($0) }),
        let share = linted.hedged(linted.graph.hedges[id], first), share > .percent(20)
      else { return nil }
      return Finding(
        "about \(share.spelling) of all requests of \(linted.quoted(route.name)) are sent twice",
        at: linted.place(.route(reached.route), .hedge), of: .route(reached.route),
        related: [linted.related("how long answers take", .endpoint(first), .latency)],
        notes: ["`hedge after: p95` sends one in twenty a second time"])
    }
  }
}

extension LintedPolicy {
  /// The share of requests that a hedge is sent for, in whole per cents, by what its delay and the
  /// endpoint's declared latency say; nil if nothing is known.
  func hedged(_ hedge: Hedge, _ endpoint: ID<Endpoint>) -> Share? {
    let byPercentile = hedge.percentile.map { Double(1_000_000 - $0.millionths) / 1_000_000 }
    let delay = hedge.after ?? hedge.atLeast ?? .zero
    let shares = [byPercentile, slower(than: delay, endpoint)].compactMap { $0 }
    return shares.min().map { .percent(Int64(($0 * 100).rounded())) }
  }

  /// The share of an endpoint's answers that take longer, as far as its latency is declared.
  private func slower(than delay: Tick, _ endpoint: ID<Endpoint>) -> Double? {
    guard let latency = graph.endpoints[endpoint].latency.map({ graph.latencies[$0] }) else {
      return nil
    }
    // One percentile alone says nothing about the others.
    if latency.kind == .percentiles, latency.points.count < 2 { return nil }
    return LatencyModel(latency, graph).share(above: delay)
  }
}
