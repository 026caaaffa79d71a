/// The box of a chart over time: the grid, what is written on both axes, and where faults begin and
/// end.
///
/// Whatever must not be stretched (letters, lines) stands in percent of the width; the data are in
/// an inner picture that is stretched to it. So a chart is as wide as the page, and its letters are
/// of one size on a telephone and on a wall.
struct Plot {
  /// The scenario.
  let report: ScenarioReport
  /// The time.
  let time: TimeScale
  /// The height of the data in pixels.
  let height: Int
  /// What the chart shows, for those who do not see it.
  let label: String

  /// A chart: `data` in an inner picture of one column a bin and one row a pixel, with `behind`
  /// behind it; without a clock it has no axis of time.
  func svg(
    _ data: Markup, scale: Scale?, written: (Double) -> String, hasClock: Bool = true,
    behind: Markup = ""
  ) -> Markup {
    let foot = hasClock ? 22 : 2
    var out: Markup = """
      <svg class="plot" role="img" aria-label="\(label)" width="100%" \
      height="\(height + foot)" xmlns="http://www.w3.org/2000/svg">
      """
    out += behind
    if let scale { out += grid(scale, written) }
    for (instant, isMinor) in time.ticks where hasClock {
      let x = Figure.coordinate(time.percent(instant))
      out += "<line class=\"tick\" x1=\"\(x)%\" x2=\"\(x)%\" y1=\"\(height)\" "
      out += "y2=\"\(height + 4)\"/><text class=\"x\(isMinor ? " wide" : "")\" x=\"\(x)%\" "
      out += "y=\"\(height + 17)\">\(Figure.clock(instant))</text>"
    }
    out += stretched(data)
    out += edges
    if hasClock { out += "<line class=\"base\" x2=\"100%\" y1=\"\(height)\" y2=\"\(height)\"/>" }
    return out + "</svg>\n"
  }

  /// The inner picture: as wide as the bins last.
  private func stretched(_ data: Markup) -> Markup {
    guard let timeline = report.timeline, !timeline.bins.isEmpty, !data.isEmpty else { return "" }
    let width = Figure.coordinate(time.percent(timeline.span))
    return """
      <svg width="\(width)%" height="\(height)" preserveAspectRatio="none" \
      viewBox="0 0 \(timeline.bins.count) \(height)">\(data)</svg>
      """
  }

  private func grid(_ scale: Scale, _ written: (Double) -> String) -> Markup {
    var out = Markup()
    for tick in scale.ticks {
      let y = scale.row(tick, height: height)
      if y != height { out += "<line class=\"grid\" x2=\"100%\" y1=\"\(y)\" y2=\"\(y)\"/>" }
      out += "<text class=\"y\" x=\"-6\" y=\"\(y + 4)\">\(written(tick))</text>"
    }
    return out
  }

  /// Where faults begin and end, each instant once.
  private var edges: Markup {
    var instants: [Double] = []
    for fault in report.faults {
      for instant in [fault.from, fault.to ?? time.span] where instant > 0 && instant < time.span {
        if !instants.contains(instant), instants.count < 64 { instants.append(instant) }
      }
    }
    var out = Markup()
    for instant in instants.sorted() {
      let x = Figure.coordinate(time.percent(instant))
      out += "<line class=\"edge\" x1=\"\(x)%\" x2=\"\(x)%\" y2=\"\(height)\"/>"
    }
    return out
  }
}
