import PolicyGraph

import PolicyLanguage

/// Rows of a trace: indented, wrapped between words, coloured, and safe to show.
struct TracePage {
  /// What a part is, which decides its colour.
  enum Style: String {
    case plain = "0"
    case strong = "1"
    case dim = "2"
    case good = "1;32"
    case bad = "1;31"
    case code = "36"
  }

  private(set) var out: [UInt8] = []
  let color: Bool
  let width: Int

  /// A page without rows; `width` is how many columns there are.
  init(color: Bool, width: Int) {
    self.color = color
    self.width = min(max(width, 60), 120)
  }

  /// An empty row.
  mutating func blank() { out.append(UInt8(ascii: "\n")) }

  /// A row: what stands in the margin, `text` wrapped beside it, and a code in brackets at its end.
  mutating func row(_ margin: String, _ text: String, _ style: Style = .plain, code: String = "") {
    var column = margin.count
    put(margin, .dim)
    var isFirst = true
    func word(_ word: Substring, _ style: Style, _ page: inout TracePage) {
      if !isFirst, column + 1 + word.count > page.width {
        page.blank()
        page.put(String(repeating: " ", count: margin.count), .plain)
        column = margin.count
      } else if !isFirst {
        page.put(" ", .plain)
        column += 1
      }
      page.put(String(word), style)
      column += word.count
      isFirst = false
    }
    for piece in text.split(separator: " ") { word(piece, style, &self) }
    if !code.isEmpty { word("[\(code)]", .code, &self) }
    blank()
  }

  private mutating func put(_ text: String, _ style: Style) {
    let isPlain = !color || style == .plain || text.allSatisfy { $0 == " " }
    if !isPlain { out += "\u{1B}[\(style.rawValue)m".utf8 }
    SafeText.append(text, to: &out)
    if !isPlain { out += "\u{1B}[0m".utf8 }
  }
}
