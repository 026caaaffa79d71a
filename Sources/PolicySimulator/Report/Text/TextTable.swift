/// A table of a terminal: its first column is as wide as there is room, the others as they need.
struct TextTable {
  /// One cell.
  struct Cell {
    var text: String
    var style = TextPage.Style.plain
    var note = ""
    var noteStyle = TextPage.Style.dim

    /// A cell with a text, and a note behind it.
    init(
      _ text: String, _ style: TextPage.Style = .plain, note: String = "",
      _ noteStyle: TextPage.Style = .dim
    ) {
      self.text = text
      self.style = style
      self.note = note
      self.noteStyle = noteStyle
    }
  }

  private var rows: [[Cell]] = []
  /// Whether all columns but the first are aligned to the right.
  var isRight = true
  /// Blanks in front of the table.
  var indent = 2
  /// Blanks between columns.
  var gap = 2

  /// Adds a row.
  mutating func add(_ cells: [Cell]) { rows.append(cells) }

  /// Adds a row of headings.
  mutating func head(_ titles: [String]) { rows.append(titles.map { Cell($0, .dim) }) }

  /// Draws the table.
  func draw(on page: inout TextPage) {
    let count = rows.map(\.count).max() ?? 0
    guard count > 0 else { return }
    var texts = [Int](repeating: 0, count: count)
    var notes = texts
    for row in rows {
      for (place, cell) in row.enumerated() {
        texts[place] = max(texts[place], Columns.count(cell.text))
        notes[place] = max(notes[place], Columns.count(cell.note))
      }
    }
    let widths = zip(texts, notes).map { $0 + ($1 > 0 ? $1 + 1 : 0) }
    let rest = widths.dropFirst().reduce(0) { $0 + $1 + gap }
    let first = min(widths[0], max(8, page.width - indent - rest))
    for row in rows {
      var at = indent
      for (place, cell) in row.enumerated() {
        page.skip(to: at)
        let width = place == 0 ? first : widths[place]
        if place == 0 || !isRight {
          page.put(Columns.cut(cell.text, to: place == 0 ? first : texts[place]), cell.style)
        } else {
          page.put(cell.text, cell.style, endingAt: at + texts[place])
        }
        if !cell.note.isEmpty {
          page.skip(to: at + texts[place] + 1)
          page.put(cell.note, cell.noteStyle)
        }
        at += width + gap
      }
      page.end()
    }
  }
}
