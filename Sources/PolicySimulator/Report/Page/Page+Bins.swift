extension Page {
  /// How many lines the table of the timeline has at most.
  private static let linesMax = 30

  /// The timeline in figures, several bins to a line: what the charts say, for those who do not see
  /// them.
  mutating func bins(_ report: ScenarioReport) {
    guard let timeline = report.timeline, !timeline.bins.isEmpty else { return }
    let chart = AnswerChart(report, axes: ChartAxes([report]), palette: palette)
    let shown = chart.series.filter { $0.total > 0 || $0.level == .failed }
    let count = timeline.bins.count
    let group = (count + Page.linesMax - 1) / Page.linesMax
    var table = Table(
      "Requests that arrived in each span, by who answered; the highest p50 and p99 of its bins",
      columns: ["From", "#Requests"] + shown.map { "#" + chart.title($0) } + ["#p50", "#p99"])
    for start in stride(from: 0, to: count, by: group) {
      let bins = timeline.bins[start..<min(start + group, count)]
      let offered = bins.reduce(0) { $0 + AnswerSeries.bounded($1.offered) }
      var cells: [Table.Cell] = [
        .name("\(Figure.clock(Double(start) * timeline.step))"), .number("\(offered)"),
      ]
      for layer in shown {
        cells.append(.number("\(layer.counts[bins.indices].reduce(0, +))"))
      }
      cells.append(.number(Figure.seconds(bins.compactMap(\.p50).max())))
      cells.append(.number(Figure.seconds(bins.compactMap(\.p99).max())))
      table.add(cells)
    }
    out += "<details><summary>The timeline as a table</summary>\n\(table.markup)</details>\n"
  }
}
