extension Page {
  /// The first run over time: faults, answers and latency.
  mutating func timeline(_ report: ScenarioReport, _ axes: ChartAxes) {
    guard let timeline = report.timeline, !timeline.bins.isEmpty else {
      if !report.runs.isEmpty {
        out += "<p class=\"note\">No timeline is kept here: it is with the first run.</p>\n"
      }
      return
    }
    let chart = AnswerChart(report, axes: axes, palette: palette)
    let share = Figure.coordinate(axes.time.percent(timeline.span))
    out += "<figure class=\"times\" data-w=\"\(share)\">\n"
    if report.runs.count > 1 { out += "<figcaption>The first run over time</figcaption>\n" }
    out += "<span hidden=\"hidden\" data-n=\"at\" data-v=\"\(Page.instants(timeline))\"></span>\n"
    if !report.faults.isEmpty {
      out += "<h4>Faults</h4>\n\(FaultLanes(report: report, time: axes.time).markup)"
    }
    out += chart.markup
    out += LatencyChart(report: report, axes: axes).markup
    out += "</figure>\n"
  }

  /// When each bin begins and ends, for the read-out.
  private static func instants(_ timeline: Timeline) -> Markup {
    var out = Markup()
    out.join(
      timeline.bins.indices.map { i in
        let from = Double(i) * timeline.step
        return "\(Figure.clock(from))–\(Figure.clock(from + timeline.step))"
      }, by: ",")
    return out
  }

  /// Everything else about a scenario.
  mutating func details(_ report: ScenarioReport, _ axes: ChartAxes) {
    out += EndpointCharts(report: report, axes: axes, palette: palette).markup
    expectations(report)
    runs(report)
    routes(report)
    endpoints(report)
    faults(report)
    let topology = TopologyDrawing(report, palette: palette).markup
    if !topology.isEmpty { out += "<h3>Topology</h3>\n\(topology)" }
    bins(report)
  }
}
