import PolicyGraph

/// Rows for a terminal: aligned by what a terminal shows, never wider than it, safe to show.
struct TextPage {
  /// What a part is, which decides its colour.
  enum Style: String {
    case plain = "0"
    case strong = "1"
    case dim = "2"
    case good = "32"
    case bad = "31"
    case warning = "33"
    case accent = "36"
  }

  private(set) var bytes: [UInt8] = []
  /// How many columns there are.
  let width: Int
  let color: Bool
  /// The column that comes next, from 0.
  private(set) var column = 0
  private var blanks = 0

  /// A page without rows.
  init(width: Int, color: Bool) {
    self.width = min(max(width, 60), 200)
    self.color = color
  }

  /// Ends the row, without blanks at its end.
  mutating func end() {
    bytes.append(UInt8(ascii: "\n"))
    column = 0
    blanks = 0
  }

  /// Blanks up to a column.
  mutating func skip(to target: Int) {
    blanks += max(0, target - column)
    column = max(column, target)
  }

  /// Text that ends before `end`.
  mutating func put(_ text: String, _ style: Style = .plain, endingAt end: Int) {
    skip(to: end - Columns.count(text))
    put(text, style)
  }

  /// Text that is safe to show; what does not fit into the row is cut.
  mutating func put(_ text: String, _ style: Style = .plain) {
    let cut = Columns.cut(text, to: width - column)
    column += Columns.count(cut)
    // Blanks are written only when something stands behind them.
    let behind = cut.utf8.reversed().prefix { $0 == UInt8(ascii: " ") }.count
    let text = cut.utf8.dropLast(behind)
    guard !text.isEmpty else {
      blanks += behind
      return
    }
    bytes += repeatElement(UInt8(ascii: " "), count: blanks)
    blanks = behind
    let isColored = color && style != .plain
    if isColored { bytes += "\u{1B}[\(style.rawValue)m".utf8 }
    bytes += text
    if isColored { bytes += "\u{1B}[0m".utf8 }
  }

  /// Words that are safe to show, wrapped at the column where they begin.
  mutating func put(wrapped text: String, _ style: Style = .plain) {
    let margin = column
    var isFirst = true
    for word in text.split(separator: " ") {
      if !isFirst {
        if column + 1 + Columns.count(String(word)) > width {
          end()
          skip(to: margin)
        } else {
          skip(to: column + 1)
        }
      }
      put(String(word), style)
      isFirst = false
    }
  }

  /// A row of text, indented by so many columns.
  mutating func row(_ text: String, _ style: Style = .plain, indent: Int = 0) {
    skip(to: indent)
    put(text, style)
    end()
  }
}

/// How texts look in a terminal.
enum Columns {
  /// How many columns a text takes.
  static func count(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + $1.columns }
  }

  /// The text, ending in `…` if it takes more than so many columns.
  static func cut(_ text: String, to columns: Int) -> String {
    guard count(text) > columns else { return text }
    guard columns > 0 else { return "" }
    var kept = String.UnicodeScalarView()
    var taken = 0
    for scalar in text.unicodeScalars {
      taken += scalar.columns
      if taken > columns - 1 { break }
      kept.append(scalar)
    }
    return String(kept) + "…"
  }

  /// Text that others wrote, made safe to show in a row.
  static func safe(_ text: String) -> String {
    var out: [UInt8] = []
    SafeText.append(text, to: &out)
    return String(decoding: out, as: UTF8.self)
  }
}
