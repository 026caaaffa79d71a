/// How an expectation fared over the runs.
struct ExpectationSummary {
  /// In how many runs it held, and whether these are as many as it wants.
  let outcome: ExpectationOutcome
  /// Whether somebody ended a run before its time.
  let isInterrupted: Bool
  /// What was observed where it was put to the test, and whether it held there.
  let observed: [(value: Double?, isGood: Bool)]

  /// How expectation `place` fared.
  init(_ report: ScenarioReport, _ place: Int) {
    let verdicts = report.runs.compactMap {
      place < $0.expectations.count ? $0.expectations[place] : nil
    }
    isInterrupted = report.isInterrupted
    outcome = ExpectationOutcome(verdicts, inRuns: report.expectations[place].inRuns)
    observed = verdicts.filter { !$0.vacuous }.map { ($0.observed, $0.held) }
  }

  /// What was observed over the runs.
  var spread: Spread { Spread(observed.map(\.value)) }

  /// In one word.
  var word: Markup {
    if outcome.runs == 0 { return "not run" }
    if isInterrupted { return "not judged (interrupted)" }
    return outcome.holds ? "held" : outcome.isVacuous ? "vacuous" : "failed"
  }

  /// Its mark, a class of the style sheet.
  var mark: Markup {
    outcome.runs == 0 || isInterrupted ? "open-end" : outcome.holds ? "ok" : "no"
  }
}
