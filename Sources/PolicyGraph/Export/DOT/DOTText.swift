/// A Graphviz document under construction.
///
/// Names come from a policy and may hold anything: inside a quoted string a quote and a backslash
/// are escaped, inside a table `<`, `>` and `"` become entities, `&` cannot begin one, and what is
/// no visible character becomes U+FFFD. No attribute takes a URL, so a name can do nothing but be
/// read.
struct DOTText {
  private(set) var text = ByteText()
  private var depth = 1

  /// A line of the document.
  mutating func line(_ write: (inout DOTText) -> Void) {
    for _ in 0..<depth { text.append("  ") }
    write(&self)
    text.append("\n")
  }

  mutating func line(_ literal: StaticString) { line { $0.text.append(literal) } }

  mutating func open(_ write: (inout DOTText) -> Void) {
    line {
      write(&$0)
      $0.text.append(" {")
    }
    depth += 1
  }

  mutating func close() {
    depth -= 1
    line("}")
  }

  mutating func raw(_ literal: StaticString) { text.append(literal) }

  /// A node or cluster: a letter for its kind and its row.
  mutating func id(_ letter: StaticString, _ row: Int) { text.append(letter, row, "") }

  /// `label="…"`, line by line.
  mutating func label(_ lines: [ByteText], _ alignment: DOTAlignment = .centre) {
    text.append("label=\"")
    cell(lines, alignment)
    text.append("\"")
  }

  /// `, tooltip="…"`, if there is something to say.
  mutating func tooltip(_ lines: [ByteText]) {
    guard !lines.isEmpty else { return }
    text.append(", tooltip=\"")
    cell(lines, .centre)
    text.append("\"")
  }

  /// Lines within a quoted string.
  private mutating func cell(_ lines: [ByteText], _ alignment: DOTAlignment) {
    for (i, line) in lines.enumerated() {
      escape(line)
      switch alignment {
      case .left: text.append("\\l")
      case .centre: if i < lines.count - 1 { text.append("\\n") }
      }
    }
  }

  private mutating func escape(_ line: ByteText) {
    for byte in line.visible(max: 160) {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append("\\")
      case UInt8(ascii: "&"):
        text.append("&amp;")
        continue
      case _: break
      }
      text.bytes.append(byte)
    }
  }
}

// Tables are HTML-like labels: an arrow with a label that ends at a record beside it makes
// Graphviz fail.

extension DOTText {
  mutating func openTable() {
    text.append(" [shape=plain, fontsize=10, label=<<TABLE BORDER=\"0\" CELLBORDER=\"1\" ")
    text.append("CELLSPACING=\"0\" CELLPADDING=\"5\" COLOR=\"#b0b0b0\" BGCOLOR=\"#fbfbfb\">")
  }

  mutating func closeTable() { text.append("</TABLE>>]") }

  /// A row of cells, each with its lines.
  mutating func row(_ cells: [[ByteText]], span: Int = 1) {
    text.append("<TR>")
    for cell in cells {
      text.append("<TD ALIGN=\"LEFT\" BALIGN=\"LEFT\"")
      if span > 1 { text.append(" COLSPAN=\"", span, "\"") }
      text.append(">")
      for (i, line) in cell.enumerated() {
        if i > 0 { text.append("<BR/>") }
        escapeMarkup(line)
      }
      text.append("</TD>")
    }
    text.append("</TR>")
  }

  private mutating func escapeMarkup(_ line: ByteText) {
    for byte in line.visible(max: 160) {
      switch byte {
      case UInt8(ascii: "<"): text.append("&lt;")
      case UInt8(ascii: ">"): text.append("&gt;")
      case UInt8(ascii: "&"): text.append("&amp;")
      case UInt8(ascii: "\""): text.append("&quot;")
      case _: text.bytes.append(byte)
      }
    }
  }
}

/// How the lines of a label stand.
enum DOTAlignment {
  case centre, left
}
