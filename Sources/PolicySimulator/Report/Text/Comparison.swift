import PolicyGraph

/// Variants of one scenario beside each other; differences are against the first.
struct Comparison {
  let scenarios: [ScenarioReport]

  private static let measures: [ScenarioReport.Measure] = [
    .availability, .degraded, .p50, .p99, .attemptsPerRequest, .worstWindow, .failover, .failback,
    .recovery, .duplicates,
  ]

  /// Draws as many columns beside each other as there is room for, the first in each table.
  func draw(on page: inout TextPage) {
    guard let first = scenarios.first else { return }
    page.put(
      Columns.cut(Columns.safe(first.scenario), to: page.width - 24), .strong)
    page.put("  \(scenarios.count) variants compared", .dim)
    page.end()
    let columns = scenarios.map { column($0, against: first) }
    let widths = columns.map { cells in
      let texts = cells.dropFirst().map { Columns.count($0.text) }.max() ?? 0
      let notes = cells.map { Columns.count($0.note) }.max() ?? 0
      return max(Columns.count(cells[0].text), texts + notes + 1) + 3
    }
    let titles = [""] + Comparison.measures.map(\.title) + ["expectations held"]
    let titleWidth = titles.map(Columns.count).max() ?? 0
    var next = 1
    repeat {
      page.end()
      var room = page.width - 2 - titleWidth - widths[0]
      var shown = [0]
      while next < scenarios.count, shown.count == 1 || widths[next] <= room {
        room -= widths[next]
        shown.append(next)
        next += 1
      }
      var table = TextTable(head: [TextTable.Cell("")] + shown.map { columns[$0][0] })
      for (row, title) in titles.enumerated().dropFirst() {
        table.add([TextTable.Cell(title)] + shown.map { columns[$0][row] })
      }
      table.draw(on: &page)
    } while next < scenarios.count
  }

  /// The cells of one variant, its name first.
  private func column(
    _ scenario: ScenarioReport, against first: ScenarioReport
  ) -> [TextTable.Cell] {
    let name = Columns.cut(Columns.safe(scenario.variant ?? scenario.policy), to: 24)
    var cells = [TextTable.Cell(name, .accent)]
    for measure in Comparison.measures {
      let value = scenario.spread(measure).median
      let before = first.spread(measure).median
      guard let value else {
        cells.append(TextTable.Cell("–", .dim))
        continue
      }
      let text = Figures.figure(value, measure.unit)
      guard let before, before != value else {
        cells.append(TextTable.Cell(text))
        continue
      }
      let isBetter = (value > before) == measure.isBetterHigh
      cells.append(
        TextTable.Cell(
          text, note: "(\(difference(value - before, measure.unit)))", isBetter ? .good : .bad))
    }
    cells.append(expectations(scenario, against: first))
    return cells
  }

  private func expectations(
    _ scenario: ScenarioReport, against first: ScenarioReport
  ) -> TextTable.Cell {
    let held = scenario.outcomes.count(where: \.holds)
    let before = first.outcomes.count(where: \.holds)
    let text = "\(held) of \(scenario.expectations.count)"
    let change = held - before
    let style = scenario.holds ? TextPage.Style.good : .bad
    if change == 0 { return TextTable.Cell(text, style) }
    return TextTable.Cell(
      text, style, note: "(\(change > 0 ? "+" : "")\(change))", change > 0 ? .good : .bad)
  }

  /// A difference with its sign: of shares in percentage points, of durations in seconds.
  private func difference(_ change: Double, _ unit: ExpectationInfo.Unit) -> String {
    let text =
      switch unit {
      case .share: points(change * 100)
      case .seconds: Figures.seconds(change)
      case .factor, .perSecond: Figures.decimal(change, 2)
      case .count: Figures.decimal(change, 1)
      }
    return change > 0 ? "+" + text : text
  }

  /// Percentage points with as many decimals as it takes to see them.
  private func points(_ change: Double) -> String {
    for decimals in 1...6 {
      let text = Figures.decimal(change, decimals)
      if text != "0" { return text }
    }
    return "0"
  }
}
