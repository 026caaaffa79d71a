import PolicyGraph

/// The time below a timeline: a line with ticks, and what they mean.
struct TimeAxis {
  /// When it ends.
  let end: Double
  /// How many columns it has.
  let count: Int

  /// Distances that people like between ticks, in seconds.
  private static let steps: [Double] = [
    0.001, 0.005, 0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
    3600,
    7200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800,
  ]

  /// Where ticks stand, and when that is.
  var ticks: [(column: Int, t: Double)] {
    guard end > 0 else { return [(0, 0)] }
    // As many as have room for a text of 6 and two blanks.
    let least = end * 9 / Double(count)
    let step = TimeAxis.steps.first { $0 >= least } ?? (least / 604_800).rounded(.up) * 604_800
    return (0...Int(end / step + 1e-9)).map { place in
      let t = Double(place) * step
      return (TimelineChart.place(t, end: end, count: count), t)
    }
  }

  /// Draws two rows.
  func draw(on page: inout TextPage, at left: Int) {
    let ticks = ticks
    var line = [String](repeating: "─", count: count)
    for tick in ticks { line[tick.column] = "┴" }
    line[0] = "└"
    page.skip(to: left)
    page.put(line.joined(), .dim)
    page.end()
    for tick in ticks {
      let text = TimeAxis.name(tick.t)
      let middle = left + tick.column - (tick.t == 0 ? 0 : Columns.count(text) / 2)
      guard middle >= page.column, middle + Columns.count(text) <= page.width else { continue }
      page.skip(to: middle)
      page.put(text, .dim)
    }
    page.end()
  }

  /// An instant in the largest unit that divides it.
  private static func name(_ t: Double) -> String {
    if t == 0 { return "0" }
    for (name, unit) in [("h", 3600.0), ("m", 60.0)]
    where t >= unit && t.truncatingRemainder(dividingBy: unit) == 0 {
      return Figures.decimal(t / unit, 0) + name
    }
    return Figures.seconds(t)
  }
}
