import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let minCallsHuge = LintRule(
    "min-calls-huge", .breaker, "A breaker that can trip at full load only",
    why: """
      `min-calls` is more than half of the calls that the declared load brings. At night, or once \
      part of the traffic goes elsewhere, the breaker never trips and the endpoint is unguarded.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      breaker steady { trip failure-rate: 50%, over: 10s, min-calls: 80; cooldown 10s }
      route lookup { to a; effect read; deadline 15s; breaker steady; load 10/s }
      """,
    fix: ("min-calls: 80", "min-calls: 20")
  ) { linted in
    var loads: [(use: LintedPolicy.Guarded, calls: Int128)] = []
    var places = KeyMap<LintedPolicy.Guarded.Place, Int>()
    for guarded in linted.guarded() {
      let route = linted.graph.routes[guarded.route]
      // Where no load is declared, nobody can say what is much.
      guard let load = route.load else { continue }
      // Calls in a thousand seconds, per process.
      let calls =
        Int128(load.amount) * 1_000_000_000_000 / Int128(load.per.ns) / Int128(route.processes)
      if let index = places[guarded.place] {
        loads[index].calls += calls
      } else {
        places[guarded.place] = loads.count
        loads.append((guarded, calls))
      }
    }
    return loads.compactMap { use, calls in linted.huge(use, calls) }
  }
}

extension LintedPolicy {
  /// A trip that wants more than half of the calls there are; nil if another one works without.
  fileprivate func huge(_ use: Guarded, _ calls: Int128) -> Finding? {
    let breaker = graph.breakers[use.breaker]
    guard !graph.trips[breaker.trips].contains(where: { $0.kind == .consecutive }) else {
      return nil
    }
    for id in breaker.trips {
      let trip = graph.trips[id]
      guard let over = trip.over, trip.minCalls > 1 else { continue }
      let come = calls * Int128(over.ns) / 1_000_000_000_000
      guard come > 0, Int128(trip.minCalls) * 2 > come else { continue }
      let endpoint = quoted(graph.endpoints[use.endpoint].name)
      return Finding(
        "\(quoted(breaker.name)) wants \(trip.minCalls) calls within \(over.spelling), and the declared load brings \(endpoint) \(come)",
        at: policy.place(of: id), of: .breaker(use.breaker),
        related: [related("the declared load", .route(use.route), .load)],
        notes: ["a `trip consecutive:` beside it works at any load; or lower `min-calls:`"])
    }
    return nil
  }
}
