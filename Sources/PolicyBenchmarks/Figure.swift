/// One measured figure beside its limit and its bar.
struct Figure {
  /// What was measured.
  var name: String
  /// The value, in `unit`.
  var value: Double
  var unit: String
  /// What a minimal program that does only the unavoidable work reaches, measured in the same run.
  var limit: Double?
  /// What is to be reached.
  var bar: Double
  /// Whether more is better.
  var moreIsBetter = false

  /// Whether the bar is reached.
  var held: Bool { moreIsBetter ? value >= bar : value <= bar }
}

/// The table that a run prints.
struct Table {
  private var figures: [Figure] = []

  mutating func add(_ figure: Figure) { figures.append(figure) }

  /// One line a figure: value, limit, ratio, bar, and whether it is held.
  var text: String {
    var lines = [
      pad("figure", 46) + left("measured", 16) + left("limit", 16) + left("ratio", 8)
        + left("bar", 16) + "  held"
    ]
    for figure in figures {
      let ratio = figure.limit.map { shown(figure.value / $0) } ?? "–"
      let sign = figure.moreIsBetter ? "≥ " : "≤ "
      lines.append(
        pad(figure.name, 46) + left(shown(figure.value) + " " + figure.unit, 16)
          + left(figure.limit.map { shown($0) + " " + figure.unit } ?? "–", 16) + left(ratio, 8)
          + left(sign + shown(figure.bar) + " " + figure.unit, 16)
          + (figure.held ? "  yes" : "  NO"))
    }
    return lines.joined(separator: "\n")
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func left(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }

  /// Three significant digits.
  private func shown(_ value: Double) -> String {
    if value == .infinity { return "any" }
    if value >= 100 || value == value.rounded(.towardZero) { return String(Int(value + 0.5)) }
    let scale = value >= 10 ? 10.0 : value >= 1 ? 100.0 : 1000.0
    let whole = Int(value * scale + 0.5)
    let digits = String(whole % Int(scale) + Int(scale)).dropFirst()
    return "\(whole / Int(scale)).\(digits)"
  }
}
