import PolicyGraph

/// Every expectation with what was observed against its bound.
struct ExpectationRows {
  let scenario: ScenarioReport

  /// Draws a row for each.
  func draw(on page: inout TextPage) {
    let outcomes = scenario.outcomes
    let holding = outcomes.count(where: \.holds)
    page.skip(to: 2)
    page.put("expectations ", .dim)
    page.put(
      "\(holding) of \(outcomes.count) hold", holding == outcomes.count ? .good : .bad)
    page.end()
    let observed = outcomes.indices.map { observation($0, outcomes[$0]) }
    let texts = scenario.expectations.map { Columns.safe($0.text) }
    let longest = texts.map(Columns.count).filter { $0 <= page.width * 3 / 5 }.max() ?? 0
    for (place, text) in texts.enumerated() {
      let outcome = outcomes[place]
      page.skip(to: 2)
      let isOpen = outcome.isVacuous || scenario.isInterrupted
      page.put(
        isOpen ? "○" : outcome.holds ? "✓" : "✗",
        isOpen ? .warning : outcome.holds ? .good : .bad)
      page.skip(to: 4)
      page.put(wrapped: text)
      // An observation that does not fit beside the text goes below it.
      if Columns.count(text) <= longest,
        6 + longest + Columns.count(observed[place]) <= page.width
      {
        page.skip(to: 6 + longest)
      } else {
        page.end()
        page.skip(to: 6)
      }
      page.put(wrapped: observed[place], outcome.holds ? .dim : .plain)
      page.end()
    }
  }

  private func observation(_ place: Int, _ outcome: ExpectationOutcome) -> String {
    if outcome.runs == 0 { return "no run" }
    if scenario.isInterrupted { return "not judged (interrupted)" }
    if outcome.isVacuous { return "vacuous: nothing tested it" }
    let expectation = scenario.expectations[place]
    let verdicts = scenario.runs.compactMap { run in
      place < run.expectations.count ? run.expectations[place] : nil
    }
    let values = Spread(verdicts.filter { !$0.vacuous }.map(\.observed))
    guard outcome.runs > 1 else {
      return values.median.map { against($0, expectation) } ?? "never within the run"
    }
    var text = "held in \(outcome.heldRuns) of \(outcome.runs) runs"
    if expectation.inRuns < 1 { text += " (\(Figures.share(expectation.inRuns)) asked)" }
    let absent = values.runs - values.values.count
    if absent > 0 { text += ", never in \(absent)" }
    if outcome.vacuousRuns > 0 { text += ", vacuous in \(outcome.vacuousRuns)" }
    guard let low = values.low, let high = values.high, let median = values.median else {
      return text
    }
    let worst = expectation.isAtLeast ? low : high
    return text + ": median \(Figures.figure(median, expectation.unit)), "
      + "worst \(Figures.figure(worst, expectation.unit, unlike: expectation.bound))"
  }

  /// `4.73s ≤ 6s`: what was observed, how it compares, and the bound.
  private func against(_ value: Double, _ expectation: ExpectationInfo) -> String {
    let bound = expectation.bound
    let sign =
      value == bound
      ? "="
      : expectation.isAtLeast
        ? (value > bound ? "≥" : "<") : (value < bound ? "≤" : ">")
    return Figures.figure(value, expectation.unit, unlike: bound) + " \(sign) "
      + Figures.figure(bound, expectation.unit)
  }
}
