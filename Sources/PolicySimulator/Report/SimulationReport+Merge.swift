extension SimulationReport {
  /// Lays the parts of one simulation together.
  ///
  /// What comes out is what one machine would have found. `name` is what a part is called in
  /// messages.
  ///
  /// Throws where parts do not belong together, one is there twice, or one is missing.
  public static func merged(
    _ parts: [(name: String, report: SimulationReport)]
  ) throws(ReportError) -> SimulationReport {
    guard let first = parts.first else {
      throw ReportError("there is no part to merge: name the reports of all parts")
    }
    let ordered = try inOrder(parts)
    for part in parts.dropFirst() {
      try requireSame(first.name, first.report, part.name, part.report)
    }
    var whole = first.report
    whole.shard = nil
    whole.isPartial = parts.contains { $0.report.isPartial }
    for place in whole.scenarios.indices {
      let all = ordered.map { $0.scenarios[place] }
      whole.scenarios[place].runs = all.flatMap(\.runs).sorted { $0.index < $1.index }
      try requireAll(whole.scenarios[place], isPartial: whole.isPartial)
      whole.scenarios[place].timeline = all.lazy.compactMap(\.timeline).first
    }
    return whole
  }

  /// The parts by their number, each of which must be there once.
  private static func inOrder(
    _ parts: [(name: String, report: SimulationReport)]
  ) throws(ReportError) -> [SimulationReport] {
    var names: [Int: String] = [:]
    var reports: [Int: SimulationReport] = [:]
    var count = 0
    for part in parts {
      guard let shard = part.report.shard else {
        throw ReportError(
          "\(part.name) holds all runs and is no part: only what `--shard` gave is merged")
      }
      if count == 0 { count = shard.count }
      guard shard.count == count else {
        throw ReportError(
          "\(part.name) is one of \(shard.count) parts, \(parts[0].name) one of \(count)")
      }
      if let other = names[shard.index] {
        throw ReportError(
          "part \(shard.index) of \(count) is given twice: \(other) and \(part.name)")
      }
      names[shard.index] = part.name
      reports[shard.index] = part.report
    }
    let missing = (1...count).lazy.filter { names[$0] == nil }.prefix(10).map { String($0) }
    guard missing.isEmpty else {
      let more = count - names.count - missing.count
      let rest = more > 0 ? " and \(more) more" : ""
      throw ReportError(
        "of \(count) parts there \(missing.count + more == 1 ? "is" : "are") missing: "
          + "\(missing.joined(separator: ", "))\(rest)")
    }
    return (1...count).compactMap { reports[$0] }
  }

  /// Throws if a run is missing that no interruption excuses.
  private static func requireAll(
    _ scenario: ScenarioReport, isPartial: Bool
  ) throws(ReportError) {
    if isPartial { return }
    for place in 0..<scenario.runsWanted
    where place >= scenario.runs.count || scenario.runs[place].index != place {
      throw ReportError("run \(place + 1) of scenario `\(scenario.scenario)` is in no part")
    }
  }

  /// Throws unless two parts are of the same simulation.
  private static func requireSame(
    _ name: String, _ report: SimulationReport, _ otherName: String, _ other: SimulationReport
  ) throws(ReportError) {
    guard report.scenarios.count == other.scenarios.count else {
      throw ReportError(
        "\(name) holds \(report.scenarios.count) scenarios, \(otherName) "
          + "\(other.scenarios.count): simulate the same ones in every part")
    }
    for (one, two) in zip(report.scenarios, other.scenarios) {
      if let difference = one.difference(from: two) {
        throw ReportError("\(otherName) does not belong to \(name): \(difference)")
      }
    }
  }
}

extension ScenarioReport {
  /// What keeps two parts of a scenario from being of the same simulation; nil if nothing does.
  fileprivate func difference(from other: ScenarioReport) -> String? {
    if scenario != other.scenario {
      return "its scenario is `\(other.scenario)`, not `\(scenario)`"
    }
    if variant != other.variant {
      return "of scenario `\(scenario)` it has the variant "
        + "`\(other.variant ?? "none")`, not `\(variant ?? "none")`"
    }
    if digest != other.digest { return "the policy of scenario `\(scenario)` is another" }
    if seed != other.seed {
      return "the seed of scenario `\(scenario)` is \(other.seed), not \(seed)"
    }
    if runsWanted != other.runsWanted {
      return "scenario `\(scenario)` has \(other.runsWanted) runs, not \(runsWanted)"
    }
    var bare = self
    var otherBare = other
    bare.runs = []
    otherBare.runs = []
    bare.timeline = nil
    otherBare.timeline = nil
    // How the policy was called may differ from machine to machine.
    otherBare.policy = policy
    return bare == otherBare ? nil : "scenario `\(scenario)` was simulated by another policyc"
  }
}
