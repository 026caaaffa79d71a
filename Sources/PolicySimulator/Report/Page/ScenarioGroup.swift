/// A scenario with its variants, whose charts share their axes.
struct ScenarioGroup {
  /// The scenario's name.
  let name: String
  /// Its variants, or it alone, each with its place in the report.
  let members: [(place: Int, report: ScenarioReport)]
  /// Axes on which all of them find room.
  let axes: ChartAxes

  /// Whether there is something to compare.
  var isComparison: Bool { members.count > 1 }

  /// The groups of a report, in the order in which it names them.
  static func all(of report: SimulationReport) -> [ScenarioGroup] {
    var names: [String] = []
    for scenario in report.scenarios where !names.contains(scenario.scenario) {
      names.append(scenario.scenario)
    }
    return names.map { name in
      let members = report.scenarios.enumerated().filter { $0.element.scenario == name }
      return ScenarioGroup(
        name: name, members: members.map { ($0.offset, $0.element) },
        axes: ChartAxes(members.map(\.element)))
    }
  }
}
