import PolicyGraph

extension SimulationReport {
  /// The report for a terminal of `width` columns (60 to 200), in colours or without.
  ///
  /// Where variants are compared, each scenario has its comparison first, then the details of each.
  public func text(width: Int, color: Bool) -> [UInt8] {
    var page = TextPage(width: min(width, 200), color: color, cuts: true)
    headNotice(&page)
    if scenarios.isEmpty { page.row("no scenario was simulated", .dim) }
    var isFirst = true
    for group in groups {
      if !isFirst { page.end() }
      isFirst = false
      if group.count > 1 {
        Comparison(scenarios: group.map { scenarios[$0] }).draw(on: &page)
        page.end()
      }
      for (place, index) in group.enumerated() {
        if place > 0 { page.end() }
        ScenarioText(scenario: scenarios[index], isPart: shard != nil || isPartial)
          .draw(on: &page)
      }
    }
    sum(&page)
    return page.bytes
  }

  /// The sum over several scenarios.
  private func sum(_ page: inout TextPage) {
    let outcomes = scenarios.flatMap(\.outcomes)
    guard scenarios.count > 1, !outcomes.isEmpty else { return }
    let holding = outcomes.count(where: \.holds)
    page.end()
    page.put(
      "\(holding) of \(outcomes.count) expectations hold",
      holding == outcomes.count ? .good : .bad)
    let hasVariants = scenarios.contains { $0.variant != nil }
    page.put(" in \(groups.count) scenario\(groups.count == 1 ? "" : "s")")
    if hasVariants { page.put(", variants counted each") }
    page.end()
  }

  /// A notice if runs are missing.
  private func headNotice(_ page: inout TextPage) {
    if isPartial {
      page.put("partial: ", .warning)
      page.put(
        wrapped: "the simulation was interrupted; the figures cover the runs that ended")
      page.end()
    }
    if let shard {
      page.put("part \(shard.index) of \(shard.count): ", .warning)
      page.put(wrapped: "`policyc simulate --merge` merges the parts")
      page.end()
    }
    if isPartial || shard != nil { page.end() }
  }

  /// The scenarios by their names, in order of the first of each.
  private var groups: [[Int]] {
    var groups: [[Int]] = []
    var places: [[UInt8]: Int] = [:]
    for (index, scenario) in scenarios.enumerated() {
      let name = Array(scenario.scenario.utf8)
      // Scenarios of different policies may be called alike without being variants of each other.
      if scenario.variant != nil, let place = places[name] {
        groups[place].append(index)
      } else {
        places[name] = groups.count
        groups.append([index])
      }
    }
    return groups
  }
}
