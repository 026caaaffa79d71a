/// One measure over several runs: a dot for each run, dots of one value on top of one another.
struct DotStrip {
  /// What is measured.
  let title: String
  /// The value of each run, and whether it is a good one.
  let values: [(value: Double?, isGood: Bool)]
  /// Writes a value.
  let written: (Double) -> String
  /// What a run without a value is said to have done: `did not recover`.
  let missing: String
  /// The bound of an expectation.
  var bound: Double?

  private static let height = 44
  private static let columns = 150
  /// How many dots are on top of one another at most.
  private static let levels = 10

  /// The strip, with its ends and its median in words.
  var markup: Markup {
    let spread = Spread(values.map(\.value))
    guard let median = spread.median, let least = spread.low, let most = spread.high else {
      return
        "<figure class=\"strip\"><figcaption>\(title) <b>\(Figure.none)</b></figcaption></figure>\n"
    }
    var out: Markup =
      "<figure class=\"strip\"><figcaption>\(title) <b>\(written(median))</b>"
    let missed = spread.runs - spread.values.count
    if missed > 0 { out += " <small>\(missed) × \(missing)</small>" }
    out += "</figcaption>\n"
    let low = min(least, bound ?? least)
    let high = max(most, bound ?? most)
    let label =
      "\(title) of \(values.count) runs: median \(written(median)), "
      + "from \(written(least)) to \(written(most))"
    out += """
      <svg class="dots" role="img" width="100%" height="\(DotStrip.height + 18)" \
      aria-label="\(label)" xmlns="http://www.w3.org/2000/svg">
      """
    let base = DotStrip.height
    out += "<line class=\"base\" x2=\"100%\" y1=\"\(base)\" y2=\"\(base)\"/>"
    out += mark(median, low, high, "median")
    if let bound { out += mark(bound, low, high, "bound") }
    out += dots(low, high)
    if low == high {
      out += "<text class=\"x\" x=\"50%\" y=\"\(base + 14)\">\(written(low))</text>"
    } else {
      out += "<text x=\"0\" y=\"\(base + 14)\">\(written(low))</text>"
      out += "<text class=\"y\" x=\"100%\" y=\"\(base + 14)\">\(written(high))</text>"
    }
    return out + "</svg></figure>\n"
  }

  private func column(_ value: Double, _ low: Double, _ high: Double) -> Int {
    guard high > low else { return DotStrip.columns / 2 }
    let room = Double(DotStrip.columns - 8)
    return 4 + Figure.whole(((value - low) / (high - low) * room).rounded())
  }

  private func mark(_ value: Double, _ low: Double, _ high: Double, _ name: Markup) -> Markup {
    let x = Figure.coordinate(
      Double(column(value, low, high)) / Double(DotStrip.columns) * 100)
    return "<line class=\"\(name)\" x1=\"\(x)%\" x2=\"\(x)%\" y2=\"\(DotStrip.height)\"/>"
  }

  /// The dots, those of one column on top of one another; where they would not find room, the
  /// height of a column still tells how many there are.
  private func dots(_ low: Double, _ high: Double) -> Markup {
    var heights = [Int](repeating: 0, count: DotStrip.columns + 1)
    for case (let value?, _) in values where value.isFinite {
      heights[column(value, low, high)] += 1
    }
    let most = max(1, heights.max() ?? 1)
    let levels = min(most, DotStrip.levels)
    var used = [Int](repeating: 0, count: heights.count)
    var shown = [Int](repeating: -1, count: heights.count)
    var good = Markup()
    var bad = Markup()
    for case (let value?, let isGood) in values where value.isFinite {
      let x = column(value, low, high)
      let level = used[x] * levels / most
      used[x] += 1
      // Dots that would cover one another are one; a bad one is drawn in front of the good.
      if isGood, level == shown[x] { continue }
      shown[x] = level
      let pitch = levels > 5 ? 4 : 8
      let at = Figure.coordinate(Double(x) / Double(DotStrip.columns) * 100)
      let dot: Markup =
        "<circle cx=\"\(at)%\" cy=\"\(DotStrip.height - 5 - level * pitch)\" r=\"3.5\"/>"
      if isGood { good += dot } else { bad += dot }
    }
    return "<g class=\"dot\">\(good)</g><g class=\"dot bad\">\(bad)</g>"
  }
}
