/// Rows for a person: safe to show, aligned and wrapped by what a terminal shows, in colours or
/// without.
package struct TextPage {
  /// What a part is, which decides its colour.
  package enum Style: String {
    case plain = "0"
    case strong = "1"
    case dim = "2"
    case good = "32"
    case bad = "31"
    case warning = "33"
    case accent = "36"
  }

  /// What has been written, each row ended.
  package private(set) var bytes: [UInt8] = []
  /// How many columns there are.
  package let width: Int
  private let color: Bool
  private let cuts: Bool
  /// The column that comes next, from 0.
  package private(set) var column = 0
  private var blanks = 0

  /// A page without rows, at least 60 columns wide; only if it `cuts` does it end a row with `…`
  /// where a text that is not wrapped goes beyond its width.
  package init(width: Int = .max, color: Bool = false, cuts: Bool = false) {
    self.width = max(width, 60)
    self.color = color
    self.cuts = cuts
  }

  /// What has been written.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Ends the row, without blanks at its end.
  package mutating func end() {
    bytes.append(UInt8(ascii: "\n"))
    column = 0
    blanks = 0
  }

  /// Blanks up to a column.
  package mutating func skip(to target: Int) {
    blanks += max(0, target - column)
    column = max(column, target)
  }

  /// Text that ends before `end`.
  package mutating func put(_ text: String, _ style: Style = .plain, endingAt end: Int) {
    skip(to: end - Columns.count(Columns.safe(text)))
    put(text, style)
  }

  /// Text, in which whatever a terminal would obey is escaped.
  package mutating func put(_ text: String, _ style: Style = .plain) {
    let safe = Columns.safe(text)
    let shown = cuts ? Columns.cut(safe, to: width - column) : safe
    column += Columns.count(shown)
    // Blanks are written only when something stands behind them.
    let behind = shown.utf8.reversed().prefix { $0 == UInt8(ascii: " ") }.count
    let visible = shown.utf8.dropLast(behind)
    guard !visible.isEmpty else {
      blanks += behind
      return
    }
    bytes.append(repeating: UInt8(ascii: " "), count: blanks)
    blanks = behind
    let isColored = color && style != .plain
    if isColored { bytes.append("\u{1B}[\(style.rawValue)m") }
    bytes += visible
    if isColored { bytes.append("\u{1B}[0m") }
  }

  /// Words, wrapped at `margin`: by itself the column where they begin.
  package mutating func put(
    wrapped text: String, _ style: Style = .plain, from margin: Int? = nil
  ) {
    let margin = margin ?? column
    var isFirst = column == margin
    for word in text.utf8.split(separator: UInt8(ascii: " ")) {
      let word = String(word) ?? ""
      if !isFirst {
        if column + 1 + Columns.count(Columns.safe(word)) > width {
          end()
          skip(to: margin)
        } else {
          skip(to: column + 1)
        }
      }
      put(word, style)
      isFirst = false
    }
  }

  /// A row of text, indented by so many columns.
  package mutating func row(_ text: String, _ style: Style = .plain, indent: Int = 0) {
    skip(to: indent)
    put(text, style)
    end()
  }

  /// A row with something in its margin, `text` wrapped beside it, and a code in brackets behind.
  package mutating func row(
    beside margin: String, _ text: String, _ style: Style = .plain, code: String = ""
  ) {
    put(margin, .dim)
    let column = column
    put(wrapped: text, style)
    if !code.isEmpty { put(wrapped: "[\(code)]", .accent, from: column) }
    end()
  }

  /// Prose behind `indent` blanks, wrapped between words.
  package mutating func prose(_ prose: String, indent: Int = 0) {
    skip(to: indent)
    put(wrapped: prose)
    end()
  }

  /// A term, and from column `column` on, wrapped, its meaning.
  package mutating func entry(_ term: String, _ meaning: String, column: Int) {
    put(term)
    if self.column + 2 > column { end() }
    prose(meaning, indent: column)
  }

  /// Rows of a text, each indented.
  package mutating func rows(of text: String, indent: Int) {
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      row(String(line) ?? "", indent: indent)
    }
  }

  /// The rows of another page, indented.
  package mutating func add(_ rows: [UInt8], indent: Int) {
    for line in rows.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast()
    {
      if !line.isEmpty { bytes.append(repeating: UInt8(ascii: " "), count: indent) }
      bytes += line
      end()
    }
  }
}

/// How texts look in a terminal.
package enum Columns {
  /// How many columns a text takes.
  package static func count(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + $1.columns }
  }

  /// The text, ending in `…` if it takes more than so many columns.
  package static func cut(_ text: String, to columns: Int) -> String {
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
  package static func safe(_ text: String) -> String {
    var out: [UInt8] = []
    SafeText.append(text, to: &out)
    return String(decoding: out, as: UTF8.self)
  }
}
