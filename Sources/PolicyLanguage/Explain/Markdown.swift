/// Writes Markdown as GitHub reads it.
struct Markdown {
  /// What has been written, each line ended.
  private(set) var text = ""

  /// A line, or a paragraph of several.
  mutating func line(_ line: String = "") { text += line + "\n" }

  /// A table; a `|` in a cell is escaped, since it would end the cell even within backticks.
  mutating func table(_ header: [String], _ rows: [[String]]) {
    // A column that is empty in every row says nothing.
    let columns = header.indices.filter { column in
      rows.contains { !$0[column].isEmpty }
    }
    row(columns.map { header[$0] })
    row(columns.map { _ in "---" })
    for cells in rows { row(columns.map { cells[$0] }) }
    line()
  }

  /// A block of code.
  mutating func fenced(_ code: String, as language: String) {
    line("```\(language)")
    line(code)
    line("```")
    line()
  }

  private mutating func row(_ cells: [String]) {
    line("| " + cells.map(escaped).joined(separator: " | ") + " |")
  }

  private func escaped(_ cell: String) -> String {
    cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
