import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let noHeadroom = LintRule(
    "no-headroom", .capacity, "Too little capacity without the largest endpoint",
    why: """
      While all endpoints are up, the problem is invisible. When one is lost, the others exceed their limits \
      within seconds, and the outage of one becomes the outage of all.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; limit requests: 200/s }
      endpoint b { url "https://b.example.com"; limit requests: 50/s }
      active-passive main { member a; member b }
      route lookup { to main; effect read; deadline 15s; load 100/s }
      """,
    fix: ("requests: 50/s", "requests: 150/s")
  ) { linted in
    let flows = linted.throughputs()
    return linted.reached.compactMap { reached in
      guard let load = linted.graph.routes[reached.route].load, reached.endpoints.count > 1,
        let whole = linted.sum(reached.endpoints, flows), whole >= Flow(load)
      else { return nil }
      let carried = reached.endpoints.compactMap { id in flows[id.index].map { (id, $0) } }
      guard let largest = carried.max(by: { $0.1 < $1.1 }) else { return nil }
      let left = whole - largest.1
      guard left < Flow(load) else { return nil }
      return Finding(
        "without \(linted.quoted(largest.0)) the other endpoints of \(linted.quoted(reached.route)) carry \(left.spelling) of \(load.spelling)",
        at: linted.place(.route(reached.route), .load), of: .route(reached.route),
        related: [
          linted.related("\(largest.1.spelling) of \(whole.spelling)", .endpoint(largest.0))
        ],
        notes: [
          "all together carry \(whole.spelling); raise the others' limits, or let `shed below:` decide who waits"
        ])
    }
  }
}
