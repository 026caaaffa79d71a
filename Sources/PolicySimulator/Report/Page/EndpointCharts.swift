/// What each endpoint was asked over time, and what its breaker thought of it: one small chart
/// each, all on one scale.
struct EndpointCharts {
  let report: ScenarioReport
  let axes: ChartAxes
  let palette: Palette

  private static let height = 40
  private static let strip = 10

  /// The charts, one below another.
  var markup: Markup {
    guard let bins = report.timeline?.bins, !report.endpoints.isEmpty else { return "" }
    var out: Markup = "<h3>Attempts a second and breaker of each endpoint</h3>\n"
    out += EndpointCharts.legend
    for (place, endpoint) in report.endpoints.enumerated() {
      let mine = bins.map {
        place < $0.endpoints.count ? $0.endpoints[place] : Timeline.EndpointBin()
      }
      out += row(place, endpoint, mine, isLast: place == report.endpoints.count - 1)
    }
    return out
  }

  private static let legend: Markup = """
    <ul class="legend"><li><i class="swatch tall"></i>attempts</li><li class="bad">\
    <i class="swatch"></i>of them failed</li><li class="closed"><i class="swatch thin"></i>closed\
    </li><li class="half"><i class="swatch mid"></i>half-open</li><li class="open">\
    <i class="swatch"></i>open</li><li class="down"><i class="swatch"></i>down by its probes</li>\
    </ul>

    """

  private func row(
    _ place: Int, _ endpoint: EndpointInfo, _ bins: [Timeline.EndpointBin], isLast: Bool
  ) -> Markup {
    let rates = bins.indices.map { rate(bins[$0].attempts, $0) }
    let failures = bins.indices.map {
      rate(
        min(AnswerSeries.bounded(bins[$0].failures), AnswerSeries.bounded(bins[$0].attempts)), $0)
    }
    let colour = palette.endpoint(endpoint.name)
    let height = EndpointCharts.height
    let base = bins.map { _ in height }
    let attempted = rates.map { axes.attempts.row($0, height: height) }
    let failed = failures.map { axes.attempts.row($0, height: height) }
    var data = path("area \(colour)", SVGPath.band(from: base, to: attempted))
    data += path("area bad", SVGPath.band(from: base, to: failed))
    data += breaker(bins)
    let peak = Figure.rate(rates.max() ?? 0)
    let plot = Plot(
      report: report, time: axes.time, height: height + 4 + EndpointCharts.strip,
      label: label(endpoint, bins, peak: peak))
    var out: Markup = "<div class=\"endpoint\"><p class=\"\(colour)\"><i class=\"swatch\"></i>"
    out += "\(Markup.name(endpoint.name)) <small>\(endpoint.domains.joined(separator: ", "))"
    out += "\(endpoint.domains.isEmpty ? "" : " · ")peak \(peak)</small></p>\n"
    out += plot.svg(
      data, scale: nil, written: { _ in "" }, hasClock: isLast, behind: behind(place))
    return out + "</div>\n"
  }

  /// The spans of the faults that affect the endpoint, and the axis.
  private func behind(_ place: Int) -> Markup {
    let height = EndpointCharts.height
    var out = Markup()
    for fault in report.faults where fault.endpoints.contains(place) {
      let from = axes.time.percent(fault.from)
      let to = fault.to.map(axes.time.percent) ?? 100
      out += "<rect class=\"struck\" x=\"\(Figure.coordinate(from))%\" "
      out += "width=\"\(Figure.coordinate(max(to - from, 0)))%\" height=\"\(height)\"/>"
    }
    out += "<line class=\"base\" x2=\"100%\" y1=\"\(height)\" y2=\"\(height)\"/>"
    out += "<line class=\"grid\" x2=\"100%\" y1=\"0\" y2=\"0\"/><text class=\"y\" x=\"-6\" y=\"8\">"
    out += "\(Figure.rate(axes.attempts.high))</text><text class=\"y\" x=\"-6\" y=\"\(height)\">0"
    return out + "</text>"
  }

  private func rate(_ count: Int, _ i: Int) -> Double {
    let length = report.timeline?.length(of: i, until: report.duration) ?? 1
    return Double(AnswerSeries.bounded(count)) / length
  }

  private func path(_ name: Markup, _ data: Markup) -> Markup {
    data.isEmpty ? "" : "<path class=\"\(name)\" d=\"\(data)\"/>"
  }

  /// The breaker as a band whose height tells as much as its colour: the higher, the worse.
  private func breaker(_ bins: [Timeline.EndpointBin]) -> Markup {
    let foot = EndpointCharts.height + 4 + EndpointCharts.strip
    var out = Markup()
    for state in Timeline.BreakerBand.allCases {
      guard let (name, height) = state.look else { continue }
      let top = bins.map { $0.breaker == state ? foot - height : foot }
      out += path("area \(name)", SVGPath.band(from: bins.map { _ in foot }, to: top))
    }
    return out
  }

  private func label(
    _ endpoint: EndpointInfo, _ bins: [Timeline.EndpointBin], peak: String
  ) -> String {
    var words = "\(endpoint.name): attempts over time, peak \(peak)"
    let step = report.timeline?.step ?? 1
    var start = 0
    var spans: [String] = []
    for i in 1..<max(bins.count + 1, 1)
    where i == bins.count || bins[i].breaker != bins[start].breaker {
      let state = bins[start].breaker
      if state != .none, state != .closed {
        let from = Figure.clock(Double(start) * step)
        spans.append("\(state.rawValue) \(from)–\(Figure.clock(Double(i) * step))")
      }
      start = i
    }
    if !spans.isEmpty {
      words += "; breaker " + spans.prefix(12).joined(separator: ", ")
      if spans.count > 12 { words += ", and \(spans.count - 12) more spans" }
    }
    return words
  }
}

extension Timeline.BreakerBand {
  /// The class and the height of its band; nil where there is no breaker.
  fileprivate var look: (name: Markup, height: Int)? {
    switch self {
    case .none: nil
    case .closed: ("closed", 2)
    case .halfOpen: ("half", 6)
    case .open: ("open", 10)
    case .down: ("down", 10)
    }
  }
}
