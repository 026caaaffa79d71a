import PolicyGraph

/// Lines for a terminal, wrapped at 80 columns.
package struct Page {
  /// Columns of a line.
  package static let width = 80

  /// What has been written, each line ended.
  package private(set) var text = ""

  /// A page that is empty.
  package init() {}

  /// A line as it is.
  package mutating func line(_ line: String = "") { text += line + "\n" }

  /// Prose behind `indent` blanks, wrapped between words.
  package mutating func prose(_ prose: String, indent: Int = 0) {
    let margin = String(repeating: " ", count: indent)
    var row = margin
    for word in prose.split(separator: " ") {
      if row.count > indent, row.count + 1 + word.count > Page.width {
        line(row)
        row = margin
      }
      row += (row.count > indent ? " " : "") + word
    }
    line(row)
  }

  /// A term, and behind it, from column `column` on, what it means.
  package mutating func entry(_ term: String, _ meaning: String, column: Int) {
    var lines = Page()
    lines.prose(meaning, indent: column)
    if term.count + 2 > column {
      line(term)
      text += lines.text
    } else {
      text += term + String(lines.text.dropFirst(term.count))
    }
  }

  /// Lines of a policy, indented; what cannot be seen is escaped.
  package mutating func code(_ code: String, indent: Int) {
    for row in code.split(separator: "\n") {
      var bytes: [UInt8] = []
      SafeText.append(String(row), to: &bytes)
      line(String(repeating: " ", count: indent) + String(decoding: bytes, as: UTF8.self))
    }
  }
}
