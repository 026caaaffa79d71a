import PolicyGraph

/// A table of a terminal: its first column is as wide as there is room, the others as they need,
/// all of them aligned to the right.
struct TextTable {
  /// One cell: a text, and a note behind it.
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

  private var head: [Cell] = []
  private var rows: [[Cell]] = []
  private static let indent = 2

  /// A table without rows; each column is headed by its cell of `head`.
  init(head: [Cell]) { self.head = head }

  /// A table whose columns are headed by titles.
  init(head: [String]) { self.head = head.map { Cell($0, .dim) } }

  /// Adds a row, which has as many cells as the head.
  mutating func add(_ cells: [Cell]) { rows.append(cells) }

  /// Draws the table; where there is little room, the columns stand closer.
  func draw(on page: inout TextPage) {
    let texts = head.indices.map { place in widest(place, \.text) }
    let notes = head.indices.map { place in widest(place, \.note) }
    var widths = head.indices.map { place in
      let both = texts[place] + (notes[place] > 0 ? notes[place] + 1 : 0)
      return max(Columns.count(head[place].text), both)
    }
    let others = widths.dropFirst().reduce(TextTable.indent, +)
    let wanted = min(widths[0], 24)
    let gap =
      (1...3).reversed().first { others + wanted + $0 * (head.count - 1) <= page.width } ?? 1
    widths[0] = max(8, min(widths[0], page.width - others - gap * (head.count - 1)))
    var ends: [Int] = []
    for width in widths { ends.append((ends.last.map { $0 + gap } ?? TextTable.indent) + width) }
    for (place, cell) in head.enumerated() {
      if place == 0 { start(cell, widths[0], &page) } else { page.put(cell, endingAt: ends[place]) }
    }
    page.end()
    for row in rows {
      start(row[0], widths[0], &page)
      for (place, cell) in row.enumerated().dropFirst() {
        let room = notes[place] > 0 ? notes[place] + 1 : 0
        page.put(cell.text, cell.style, endingAt: ends[place] - room)
        if !cell.note.isEmpty { page.put(cell.note, cell.noteStyle, endingAt: ends[place]) }
      }
      page.end()
    }
  }

  private func start(_ cell: Cell, _ width: Int, _ page: inout TextPage) {
    page.skip(to: TextTable.indent)
    page.put(Columns.cut(cell.text, to: width), cell.style)
  }

  private func widest(_ place: Int, _ part: (Cell) -> String) -> Int {
    rows.map { Columns.count(part($0[place])) }.max() ?? 0
  }
}

extension TextPage {
  /// A cell without its note.
  fileprivate mutating func put(_ cell: TextTable.Cell, endingAt end: Int) {
    put(cell.text, cell.style, endingAt: end)
  }
}
