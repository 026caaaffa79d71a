/// Answers by level and source over time, one layer on the other.
struct AnswerChart {
  let report: ScenarioReport
  let axes: ChartAxes
  let palette: Palette
  let series: [AnswerSeries]

  private static let height = 240

  init(_ report: ScenarioReport, axes: ChartAxes, palette: Palette) {
    self.report = report
    self.axes = axes
    self.palette = palette
    series = AnswerSeries.all(of: report)
  }

  /// The legend and the chart.
  var markup: Markup {
    var out: Markup = "<h4>Answers a second, by level and source</h4>\n"
    out += legend
    let plot = Plot(report: report, time: axes.time, height: AnswerChart.height, label: label)
    out += plot.svg(layers, scale: axes.answers, written: { Figure.rate($0) })
    return out
  }

  /// The class that colours a layer.
  func colour(_ layer: AnswerSeries) -> Markup {
    switch layer.level {
    case .full: layer.name.isEmpty ? "e" : palette.endpoint(layer.name)
    case .degraded: layer.name.isEmpty ? "s" : palette.step(layer.name)
    case .failed: "bad"
    }
  }

  /// What a layer is called.
  func title(_ layer: AnswerSeries) -> String {
    switch layer.level {
    case .full: layer.name.isEmpty ? "full, elsewhere" : layer.name
    case .degraded: layer.name.isEmpty ? "degraded, elsewhere" : layer.name
    case .failed: "failed"
    }
  }

  /// Every layer with its share; the counts of each bin ride along for the read-out.
  private var legend: Markup {
    let all = max(1, series.reduce(0) { $0 + $1.total })
    var out: Markup = "<ul class=\"legend\">"
    for layer in series where layer.total > 0 || layer.level == .failed {
      let share = Figure.percent(Double(layer.total) / Double(all))
      out += """
        <li class="\(colour(layer))" data-n="\(title(layer))" data-v="\(counts(layer))">\
        <i class="swatch"></i>\(Markup.name(title(layer))) <b>\(share)</b></li>
        """
    }
    return out + "</ul>\n"
  }

  private func counts(_ layer: AnswerSeries) -> Markup {
    var out = Markup()
    out.join(layer.counts.map { "\($0)" }, by: ",")
    return out
  }

  /// The layers, each between the rows of those below and its own.
  private var layers: Markup {
    guard let timeline = report.timeline else { return "" }
    let height = AnswerChart.height
    var sums = timeline.bins.map { _ in 0 }
    var bottom = timeline.bins.map { _ in height }
    var out = Markup()
    for layer in series {
      for i in sums.indices { sums[i] += layer.counts[i] }
      let top = sums.indices.map {
        let length = timeline.length(of: $0, until: report.duration)
        return axes.answers.row(Double(sums[$0]) / length, height: height)
      }
      let path = SVGPath.band(from: bottom, to: top)
      if !path.isEmpty { out += "<path class=\"area \(colour(layer))\" d=\"\(path)\"/>" }
      bottom = top
    }
    return out
  }

  private var label: String {
    let all = max(1, series.reduce(0) { $0 + $1.total })
    let parts = series.filter { $0.total > 0 }.map {
      "\(title($0)) \(Figure.percent(Double($0.total) / Double(all)))"
    }
    return "Answers over time, \(Figure.clock(0)) to \(Figure.clock(axes.time.span)): "
      + (parts.isEmpty ? "none" : parts.joined(separator: ", "))
  }
}
