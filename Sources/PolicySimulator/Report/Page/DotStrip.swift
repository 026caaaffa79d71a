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

  /// The strip, with its ends and its median in words.
  var markup: Markup {
    guard let spread = PageSpread(values.map(\.value)) else {
      return
        "<figure class=\"strip\"><figcaption>\(title) <b>\(Figure.none)</b></figcaption></figure>\n"
    }
    var out: Markup =
      "<figure class=\"strip\"><figcaption>\(title) <b>\(written(spread.median))</b>"
    if spread.missing > 0 { out += " <small>\(spread.missing) × \(missing)</small>" }
    out += "</figcaption>\n"
    let low = min(spread.low, bound ?? spread.low)
    let high = max(spread.high, bound ?? spread.high)
    let label =
      "\(title) of \(values.count) runs: median \(written(spread.median)), "
      + "from \(written(spread.low)) to \(written(spread.high))"
    out += """
      <svg class="dots" role="img" width="100%" height="\(DotStrip.height + 18)" \
      aria-label="\(label)" xmlns="http://www.w3.org/2000/svg">
      """
    let base = DotStrip.height
    out += "<line class=\"base\" x2=\"100%\" y1=\"\(base)\" y2=\"\(base)\"/>"
    out += mark(spread.median, low, high, "median")
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

  /// Lines without length and with round ends: circles, however the picture is stretched.
  private func dots(_ low: Double, _ high: Double) -> Markup {
    var heights = [Int](repeating: 0, count: DotStrip.columns + 1)
    for case (let value?, _) in values where value.isFinite {
      heights[column(value, low, high)] += 1
    }
    let pitch = min(8, Double(DotStrip.height - 8) / Double(max(1, heights.max() ?? 1)))
    var used = [Int](repeating: 0, count: heights.count)
    var last = [Int](repeating: -1, count: heights.count)
    var good = Markup()
    var bad = Markup()
    for case (let value?, let isGood) in values where value.isFinite {
      let x = column(value, low, high)
      let y = DotStrip.height - 5 - Figure.whole((Double(used[x]) * pitch).rounded())
      used[x] += 1
      // Dots that would cover one another are one dot; a bad one is never covered.
      if isGood, y == last[x] { continue }
      last[x] = y
      if isGood { good += "M\(x) \(y)h0" } else { bad += "M\(x) \(y)h0" }
    }
    var out: Markup = """
      <svg width="100%" height="\(DotStrip.height)" preserveAspectRatio="none" \
      viewBox="0 0 \(DotStrip.columns) \(DotStrip.height)">
      """
    if !good.isEmpty { out += "<path class=\"dot\" d=\"\(good)\"/>" }
    if !bad.isEmpty { out += "<path class=\"dot bad\" d=\"\(bad)\"/>" }
    return out + "</svg>"
  }
}
