extension Page {
  /// Every expectation: its bound, what was observed, and how it fared.
  mutating func expectations(_ report: ScenarioReport) {
    if report.expectations.isEmpty { return }
    let isRepeated = report.runs.count > 1
    out += "<h3>Expectations</h3>\n"
    var table = Table(
      "What was expected, and what was observed",
      columns: ["Expectation", "Outcome", "#Bound", "#Observed"]
        + (isRepeated ? ["#Runs that held", "#Runs wanted"] : []) + ["#Line"])
    for (place, expectation) in report.expectations.enumerated() {
      let summary = ExpectationSummary(report, place)
      let sign = expectation.isAtLeast ? "≥ " : "≤ "
      var cells: [Table.Cell] = [
        .name(.name(expectation.text)),
        .words("<span class=\"\(summary.mark)\">\(summary.word)</span>"),
        .number(sign + Figure.of(expectation.bound, expectation.unit)),
        .number(Page.observed(summary, expectation)),
      ]
      if isRepeated {
        cells.append(.number("\(summary.outcome.heldRuns) of \(summary.outcome.runs)"))
        cells.append(.number(Figure.percent(expectation.inRuns)))
      }
      table.add(cells + [.number(expectation.line > 0 ? "\(expectation.line)" : Figure.none)])
    }
    out += table.markup
  }

  /// One value, or the middle of several and their ends.
  private static func observed(_ summary: ExpectationSummary, _ expectation: ExpectationInfo)
    -> String
  {
    let spread = summary.spread
    guard let median = spread.median, let low = spread.low, let high = spread.high else {
      return Figure.none
    }
    func written(_ value: Double) -> String {
      Figures.figure(value, expectation.unit, unlike: expectation.bound)
    }
    if low == high { return written(median) }
    return "\(written(median)) (\(written(low)) to \(written(high)))"
  }

  /// What differs between the runs, where there are several.
  mutating func runs(_ report: ScenarioReport) {
    guard report.runs.count > 1 else { return }
    out += "<h3>Over \(report.runs.count) runs</h3>\n<div class=\"strips\">\n"
    let runs = report.runs
    out +=
      DotStrip(
        title: "Availability", values: runs.map { ($0.total.availability, true) },
        written: { Figure.percent($0) }, missing: "no request"
      ).markup
    out +=
      DotStrip(
        title: "p99", values: runs.map { ($0.total.latency.p99, true) },
        written: { Figure.seconds($0) }, missing: "no request"
      ).markup
    out +=
      DotStrip(
        title: "Recovery", values: runs.map { ($0.recovery, true) },
        written: { Figure.seconds($0) }, missing: "never, or nothing to recover from"
      ).markup
    out += "</div>\n"
    let mixed = report.expectations.indices.filter {
      let summary = ExpectationSummary(report, $0)
      return summary.outcome.heldRuns < summary.outcome.runs && !summary.outcome.isVacuous
    }
    if mixed.isEmpty { return }
    out += "<h4>Expectations that did not hold in every run</h4>\n<div class=\"strips\">\n"
    for place in mixed {
      let summary = ExpectationSummary(report, place)
      let expectation = report.expectations[place]
      out +=
        DotStrip(
          title: expectation.text, values: summary.observed,
          written: { Figure.of($0, expectation.unit) }, missing: "not observed",
          bound: expectation.bound
        ).markup
    }
    out += "</div>\n"
  }
}
