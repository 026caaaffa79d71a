import PolicyGraph

/// What a policy claims: guarantees, scenarios and what they expect.
extension FactList {
  /// The guarantees of a route; the larger the figure, the weaker the claim.
  mutating func addGuarantees(of route: ID<Route>, in graph: FailoverGraph) {
    var count: [String: Int] = [:]
    for id in graph.guarantees.ids where graph.guarantees[id].route == route {
      let row = graph.guarantees[id]
      let label = row.label.map { graph.text($0) } ?? ""
      let target = row.target.map { graph.name(of: $0) } ?? ""
      var key = "\(row.kind.word) \(label) \(target)\(row.perRequest ? " per-request" : "")"
      count[key, default: 0] += 1
      key += " \(count[key] ?? 0)"
      add(
        .guarantee, key, "guarantee `\(row.kind.word)`", graph.text(of: id), figure: weakness(row))
    }
  }

  private func weakness(_ row: Guarantee) -> Double? {
    switch row.kind {
    case .survives: Double(row.degradedCounts ? 1 : 0) / 2 - Double(row.any ?? 0)
    case .reaches, .latency: row.time.map { Double($0.ns) }
    case .attempts: row.count.map { Double($0) }
    case .amplification: row.factor.map { Double($0.millionths) }
    case .availability: row.share.map { -Double($0.ppb) }
    case .carries: row.any == nil ? row.rate.map { -$0.perSecond } : nil
    case .staysWithin: Double(row.names.count)
    case .neverRepeats: nil
    }
  }

  /// The scenarios of a policy and their expectations.
  mutating func addScenarios(of graph: FailoverGraph, _ text: RowText) {
    for id in graph.scenarios.ids {
      let row = graph.scenarios[id]
      let name = graph.text(row.name)
      add(.scenario, name, "scenario \(name)", text.content(id, without: ["expects"]))
      for expect in row.expects { addExpectation(graph.expects[expect], name, graph) }
    }
  }

  private mutating func addExpectation(
    _ row: Expect, _ scenario: String, _ graph: FailoverGraph
  ) {
    var what = "\(row.measure.word)"
    if let percentile = row.percentile { what += " \(percentile.spelling)" }
    if let route = row.route { what += " of \(graph.text(graph.routes[route].name))" }
    if let endpoint = row.endpoint { what += " to \(graph.text(graph.endpoints[endpoint].name))" }
    let isLeast = row.atLeast != nil
    let (bound, weakness) = bound(row)
    let runs = row.inRuns < .whole ? " in \(row.inRuns.spelling) of the runs" : ""
    add(
      .expectation, "\(scenario) \(what) \(isLeast)", "scenario \(scenario) expects of \(what)",
      "\(isLeast ? "at least" : "at most") \(bound)\(runs)",
      figure: runs.isEmpty ? weakness : nil)
  }

  /// A bound, and how weak it is.
  private func bound(_ row: Expect) -> (String, Double?) {
    if let share = row.atLeast { return (share.spelling, -Double(share.ppb)) }
    if let share = row.atMostShare { return (share.spelling, Double(share.ppb)) }
    if let time = row.atMostTime { return (time.spelling, Double(time.ns)) }
    if let factor = row.atMostFactor { return (factor.spelling, Double(factor.millionths)) }
    if let rate = row.atMostRate { return (rate.spelling, rate.perSecond) }
    if let count = row.atMostCount { return ("\(count)", Double(count)) }
    return ("", nil)
  }
}
