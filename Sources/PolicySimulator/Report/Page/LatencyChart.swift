/// The median and the 99th percentile of latency over time.
struct LatencyChart {
  let report: ScenarioReport
  let axes: ChartAxes

  private static let height = 130

  /// The legend and the chart.
  var markup: Markup {
    let bins = report.timeline?.bins ?? []
    let scale = axes.latency
    var out: Markup = "<h4>Latency\(scale.isLog ? ", log scale" : "")</h4>\n"
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
    out += plot.svg(data, scale: scale, written: { Figure.seconds($0) })
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

  private static func range(_ values: [Double?]) -> String {
    let known = values.compactMap { $0 }.filter(\.isFinite)
    guard let least = known.min(), let most = known.max() else { return "never" }
    return "\(Figure.seconds(least)) to \(Figure.seconds(most))"
  }
}
