import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let brownoutNever = LintRule(
    "brownout-never", .degradation, "A brownout that too little traffic can trigger",
    why: """
      The window never holds `min-calls` requests. In an outage every caller waits for the whole \
      deadline, which the brownout was meant to prevent.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      degrade ladder {
        step sorry { serve text: "please try again", status: 503 }
        enter exhausted: 25%, over: 30s, min-calls: 50
        leave after: 30s
      }
      route lookup { to a; effect read; deadline 15s; degrade ladder; load 1/s }
      """,
    fix: ("over: 30s", "over: 2m")
  ) { linted in
    linted.laddersInUse().compactMap { ladder, routes in
      let row = linted.graph.ladders[ladder]
      guard let calls = row.enterMinCalls, let over = row.enterOver else { return nil }
      let brought = routes.map { linted.requests(of: $0, within: over) }
      guard let first = routes.first, let load = linted.graph.routes[first].load,
        brought.allSatisfy({ $0.map { $0 < Int128(calls) } ?? false }), let most = brought.first,
        let most
      else { return nil }
      let processes = linted.graph.routes[first].processes
      let parts = processes > 1 ? " ÷ \(processes) processes" : ""
      return Finding(
        "the brownout of \(linted.quoted(row.name)) never starts: it needs \(calls) requests within \(over.spelling), and \(load.spelling)\(parts) brings \(most)",
        at: linted.place(.ladder(ladder), .enter), of: .ladder(ladder),
        related: [linted.related("the load", .route(first), .load)],
        notes: ["widen `over:`, or lower `min-calls:`"])
    }
  }
}

extension LintedPolicy {
  /// How many whole requests of a route one process sees in a time; nil if no load is declared.
  fileprivate func requests(of route: ID<Route>, within time: Tick) -> Int128? {
    let row = graph.routes[route]
    guard let load = row.load else { return nil }
    return Int128(load.amount) * Int128(time.ns)
      / (Int128(max(load.per.ns, 1)) * Int128(row.processes))
  }
}
