/// The variants of a scenario in one table, what differs most first.
struct VariantTable {
  private let reports: [ScenarioReport]

  init(_ group: ScenarioGroup) { reports = group.members.map(\.report) }

  /// One line: a figure of each variant.
  private struct Line {
    var title: Markup
    var values: [Double?]
    /// Whether more of it is good.
    var isMoreGood: Bool
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
      let outcome = ScenarioVerdict(report)
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
        guard let first, let value, line.written(value) != line.written(first) else {
          return .number(line.written(value))
        }
        let isBetter = (value > first) == line.isMoreGood
        let mark: Markup = isBetter ? "better" : "worse"
        let arrow: Markup = value > first ? "▲" : "▼"
        return .figure(
          "\(line.written(value)) <span class=\"\(mark)\">\(arrow)<small> \(mark)</small></span>")
      }
  }

  private var measures: [Line] {
    ScenarioReport.Measure.allCases.map { measure in
      let title = measure.title
      return Line(
        title: "\(title.prefix(1).uppercased() + title.dropFirst())",
        values: reports.map { $0.spread(measure).median }, isMoreGood: measure.isBetterHigh,
        written: { Figure.of($0, measure.unit) })
    }
  }

  /// Expectations that all variants have in common, by what was observed.
  private var expected: [Line] {
    guard let first = reports.first else { return [] }
    return first.expectations.map { expectation in
      let values = reports.map { report -> Double? in
        let place = report.expectations.firstIndex {
          $0.text == expectation.text && $0.unit == expectation.unit
        }
        return place.flatMap { ExpectationSummary(report, $0).spread.median }
      }
      return Line(
        title: "Expected: \(Markup.name(expectation.text))", values: values,
        isMoreGood: expectation.isAtLeast, written: { Figure.of($0, expectation.unit) })
    }
  }
}
