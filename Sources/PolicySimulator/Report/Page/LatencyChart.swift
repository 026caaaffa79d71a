/// The median and the 99th percentile of latency over time.
struct LatencyChart {
  let report: ScenarioReport
  let axes: ChartAxes

  private static let height = 130

  /// The legend and the chart.
  var markup: Markup {
    let bins = report.timeline?.bins ?? []
    let scale = axes.latency
    var out: Markup = "<h4>Latency\(scale.isLog ? ", on a scale of equal factors" : "")</h4>\n"
    out += "<ul class=\"legend\">"
    out += key("p50", bins.map(\.p50))
    out += key("p99", bins.map(\.p99))
    out += "</ul>\n"
    var data = line("p50", bins.map(\.p50))
    data += line("p99", bins.map(\.p99))
    let plot = Plot(
      report: report, time: axes.time, height: LatencyChart.height,
      label: "Latency over time: p50 \(LatencyChart.range(bins.map(\.p50))), "
        + "p99 \(LatencyChart.range(bins.map(\.p99)))")
    out += plot.svg(data, scale: scale, written: LatencyChart.tick)
    return out
  }

  private func key(_ name: Markup, _ values: [Double?]) -> Markup {
    var list = Markup()
    list.join(values.map { "\(Figure.seconds($0))" }, by: ",")
    return """
      <li class="\(name)" data-n="\(name)" data-v="\(list)"><i class="swatch line"></i>\
      \(name) <b>\(LatencyChart.range(values))</b></li>
      """
  }

  private func line(_ name: Markup, _ values: [Double?]) -> Markup {
    let rows = values.map { value in
      value.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        .map { axes.latency.row($0, height: LatencyChart.height) }
    }
    let path = SVGPath.line(rows)
    return path.isEmpty ? "" : "<path class=\"curve \(name)\" d=\"\(path)\"/>"
  }

  /// A value on the axis: round, so without needless digits.
  private static func tick(_ value: Double) -> String {
    if value == 0 { return "0" }
    if value < 0.0999 {
      let thousandths = value * 1000
      return Figure.fixed(thousandths, thousandths < 0.999 ? 2 : thousandths < 9.99 ? 0 : 0) + " ms"
    }
    if value < 0.999 { return Figure.fixed(value * 1000, 0) + " ms" }
    let isWhole = (value - value.rounded()).magnitude < 0.01
    return Figure.fixed(value, isWhole ? 0 : 1) + " s"
  }

  private static func range(_ values: [Double?]) -> String {
    let known = values.compactMap { $0 }.filter(\.isFinite)
    guard let least = known.min(), let most = known.max() else { return "never" }
    return "\(Figure.seconds(least)) to \(Figure.seconds(most))"
  }
}
