/// The variants of a scenario in one table, what differs most first.
struct PageComparison {
  private let reports: [ScenarioReport]

  init(_ group: ScenarioGroup) { reports = group.members.map(\.report) }

  /// One line: a figure of each variant.
  private struct Line {
    var title: Markup
    var values: [Double?]
    /// Whether more of it is good; nil where neither is.
    var isMoreGood: Bool?
    var written: (Double?) -> String

    /// How far the variants are apart, as a share of the largest; more than all where one has none.
    var difference: Double {
      let known = values.compactMap { $0 }.filter(\.isFinite)
      guard let least = known.min(), let most = known.max() else { return 0 }
      if known.count < values.count { return 2 }
      let size = max(least.magnitude, most.magnitude)
      return size > 0 ? (most - least) / size : 0
    }

    /// Whether all variants would be written alike.
    var isSame: Bool { values.dropFirst().allSatisfy { written($0) == written(values[0]) } }
  }

  /// The table.
  var markup: Markup {
    var table = Table(
      "Variants compared; marks are against the first",
      columns: ["Measure"] + reports.map { "#" + ($0.variant ?? $0.policy) })
    var cells: [Table.Cell] = [.name("Expectations")]
    for report in reports {
      let outcome = PageOutcome(report)
      cells.append(.figure("<span class=\"\(outcome.mark)\">\(outcome.short)</span>"))
    }
    table.add(cells)
    let lines = measures + expected
    let differing = lines.filter { !$0.isSame }.enumerated()
      .sorted { ($1.element.difference, $0.offset) < ($0.element.difference, $1.offset) }
    for line in differing.map(\.element) { table.add(row(line)) }
    for line in lines where line.isSame { table.add(row(line), mark: "same") }
    return table.markup
  }

  private func row(_ line: Line) -> [Table.Cell] {
    let first = line.values.first ?? nil
    return [.name(line.title)]
      + line.values.map { value in
        guard let first, let value, line.written(value) != line.written(first),
          let isMoreGood = line.isMoreGood
        else { return .number(line.written(value)) }
        let isBetter = (value > first) == isMoreGood
        let mark: Markup = isBetter ? "better" : "worse"
        let arrow: Markup = value > first ? "▲" : "▼"
        return .figure(
          "\(line.written(value)) <span class=\"\(mark)\">\(arrow)<small> \(mark)</small></span>")
      }
  }

  private var measures: [Line] {
    let pooled = reports.map(Pooled.init)
    func middle(_ value: (RunReport) -> Double?) -> [Double?] {
      pooled.map { $0.spread(value)?.median }
    }
    let seconds = { (value: Double?) in Figure.seconds(value) }
    let percent = { (value: Double?) in Figure.percent(value) }
    let factor = { (value: Double?) in Figure.factor(value) }
    return [
      Line(title: "Full answers", values: pooled.map(\.full), isMoreGood: true, written: percent),
      Line(title: "Degraded", values: pooled.map(\.degraded), isMoreGood: false, written: percent),
      Line(title: "Failed", values: pooled.map(\.failed), isMoreGood: false, written: percent),
      Line(
        title: "p50", values: middle { $0.total.latency.p50 }, isMoreGood: false, written: seconds),
      Line(
        title: "p99", values: middle { $0.total.latency.p99 }, isMoreGood: false, written: seconds),
      Line(
        title: "Attempts a request", values: pooled.map(\.attempts), isMoreGood: false,
        written: factor),
      Line(
        title: "Attempts a request, worst 10 s", values: middle { $0.worstWindowAmplification },
        isMoreGood: false, written: factor),
      Line(title: "Failover", values: middle { $0.failover }, isMoreGood: false, written: seconds),
      Line(title: "Failback", values: middle { $0.failback }, isMoreGood: false, written: seconds),
      Line(title: "Recovery", values: middle { $0.recovery }, isMoreGood: false, written: seconds),
      Line(
        title: "Duplicates", values: middle { Double($0.duplicates) }, isMoreGood: false,
        written: { Figure.count($0) }),
    ]
  }

  /// Expectations that all variants have in common, by what was observed.
  private var expected: [Line] {
    guard let first = reports.first else { return [] }
    return first.expectations.map { expectation in
      let values = reports.map { report -> Double? in
        let place = report.expectations.firstIndex {
          $0.text == expectation.text && $0.unit == expectation.unit
        }
        return place.flatMap { PageSpread(Fared(report, $0).observed)?.median }
      }
      return Line(
        title: "Expected: \(Markup.name(expectation.text))", values: values,
        isMoreGood: expectation.isAtLeast, written: { Figure.of($0, expectation.unit) })
    }
  }
}
