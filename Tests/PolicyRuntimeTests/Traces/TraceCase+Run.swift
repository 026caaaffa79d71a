import PolicyGraph
import PolicyRuntime

extension TraceCase {
  /// The calls of a case for other runners, up to where it stops; none if its policy is refused.
  func transcript() -> [String] {
    guard var runner = try? TraceRunner(self) else { return [] }
    // A script that cannot go on has its trace up to there.
    try? runner.run()
    return ["case \(file): \(heading)"] + runner.transcript.lines
  }

  /// What a case gives: its trace, and the reasons that were seen in it.
  func run() -> (trace: String, reasons: Set<Reason>) {
    do {
      var runner = try TraceRunner(self)
      do {
        try runner.run()
        return (TraceCase.table(runner), runner.reasons)
      } catch {
        return (TraceCase.table(runner) + "(stopped: \(error))\n", runner.reasons)
      }
    } catch {
      return ("(refused: \(error))\n", [])
    }
  }

  /// The rows in columns: time, request where there are several, event, action; notes below.
  private static func table(_ runner: TraceRunner) -> String {
    let several = Set(runner.rows.map(\.request)).subtracting(["", "r1"]).isEmpty == false
    let events = runner.rows.map { row in
      several && !row.request.isEmpty ? "\(row.request) \(row.event)" : row.event
    }
    let timeWidth = runner.rows.map { TraceText.clock($0.at).count }.max() ?? 0
    let width = min(40, events.map(\.count).max() ?? 0)
    var text = ""
    for (row, event) in zip(runner.rows, events) {
      let time = TraceText.clock(row.at).padded(timeWidth)
      let line =
        "\(time)  " + (row.action.isEmpty ? event : "\(event.padded(width)) -> \(row.action)")
      text += line + "\n"
      for note in row.decisions {
        text += String(repeating: " ", count: timeWidth + 4) + note + "\n"
      }
    }
    return text
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
