/// A table with a heading line; on narrow pages it is scrolled sideways.
struct Table {
  private var head = Markup()
  private var rows = Markup()
  private let caption: String

  /// A table called `caption`; columns whose names begin with `#` hold numbers.
  init(_ caption: String, columns: [String]) {
    self.caption = caption
    for column in columns {
      let isNumber = column.hasPrefix("#")
      head += "<th scope=\"col\"\(if: isNumber, " class=\"n\"")>"
      head += "\(isNumber ? String(column.dropFirst()) : column)</th>"
    }
  }

  /// What stands in a cell.
  enum Cell {
    /// The name of the line.
    case name(Markup)
    /// Words.
    case words(Markup)
    /// A number, at the right.
    case number(String)
    /// Markup at the right.
    case figure(Markup)
  }

  /// Adds a line.
  mutating func add(_ cells: [Cell], mark: Markup = "") {
    rows += mark.isEmpty ? "<tr>" : "<tr class=\"\(mark)\">"
    for cell in cells {
      switch cell {
      case .name(let name): rows += "<th scope=\"row\">\(name)</th>"
      case .words(let words): rows += "<td>\(words)</td>"
      case .number(let number): rows += "<td class=\"n\">\(number)</td>"
      case .figure(let figure): rows += "<td class=\"n\">\(figure)</td>"
      }
    }
    rows += "</tr>\n"
  }

  /// The table.
  var markup: Markup {
    """
    <div class="scroll" tabindex="0" role="group" aria-label="\(caption)"><table>\
    <caption>\(caption)</caption><thead><tr>\(head)</tr></thead>
    <tbody>
    \(rows)</tbody></table></div>

    """
  }
}
