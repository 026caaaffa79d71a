import PolicyLanguage
import PolicySimulator

extension Session {
  /// Shows a report, writes its page if one is wanted, and ends as it deserves.
  mutating func deliver(
    _ report: SimulationReport, as format: SimulateOptions.Format, page: Path?,
    _ arguments: Arguments
  ) {
    if let page { deliver(report.html(), to: page) }
    switch format {
    case .text:
      let color = TerminalKind.wantsColor(arguments.value(.color)?.shown, on: 1)
      out += report.text(width: TerminalKind.width, color: color)
    case .json: out += report.json()
    case .csv: out += report.csv()
    }
    note(report, holdsNotices: format != .csv)
    check(report)
  }

  /// Says what a reader must know, where the format does not hold it.
  private mutating func note(_ report: SimulationReport, holdsNotices: Bool) {
    var said: [String] = []
    for scenario in report.scenarios where !holdsNotices {
      for notice in scenario.notices {
        let text = "note: \(scenario.scenario): \(notice)"
        if !said.contains(text) { say(text) }
        said.append(text)
      }
    }
    for scenario in report.scenarios {
      let crowded = scenario.runs.count { $0.stopped == .tooManyAlive }
      if crowded > 0 {
        complain(
          "scenario `\(scenario.scenario)`: \(crowded) of \(scenario.runs.count) runs ended early, "
            + "because there were more concurrent requests than reserved memory", .findings)
      }
    }
  }

  /// A part is not judged: what does not hold in it may hold in the whole.
  private mutating func check(_ report: SimulationReport) {
    if report.shard == nil, report.scenarios.contains(where: { !$0.holds }) { end(.findings) }
  }
}
