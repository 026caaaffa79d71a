import PolicyGraph

/// Draws snippets: line numbers, source, carets and labels.
struct SnippetPainter {
  var paint: Paint
  let severity: Diagnostic.Severity
  /// The digits of the largest line number shown.
  let digits: Int
  /// The columns there are for source text.
  let width: Int

  /// Draws one snippet under the place it begins with; `arrow` is `-->` for the place of the
  /// finding.
  mutating func draw(_ snippet: Snippet, arrow: String) {
    paint.put(" ", times: digits)
    paint.put("\(arrow) ", .frame)
    paint.put(untrusted: snippet.file.name)
    let position = snippet.map.position(at: snippet.first.range.lowerBound, in: snippet.file)
    paint.put(":\(position.line):\(position.column)")
    paint.endRow()
    gutter()
    paint.endRow()
    var last = 0
    for line in snippet.shownLines() {
      if last > 0, line > last + 1 { skip(after: last, in: snippet) }
      draw(line, of: snippet)
      last = line
    }
  }

  /// The left edge of a row without a line number.
  mutating func gutter() {
    paint.put(" ", times: digits + 1)
    paint.put("|", .frame)
  }

  private mutating func skip(after line: Int, in snippet: Snippet) {
    paint.put("...", .frame)
    if let spanning = snippet.spanning, spanning.lines.contains(line),
      line < spanning.lines.upperBound
    {
      paint.put(" ", times: digits)
      paint.put("|", style(spanning))
    }
    paint.endRow()
  }

  private mutating func draw(_ line: Int, of snippet: Snippet) {
    let range = snippet.range(ofLine: line)
    var pending = snippet.marks.filter { $0.lines.lowerBound == line }
    pending.sort {
      ($0.isPrimary ? 0 : 1, $0.range.lowerBound) < ($1.isPrimary ? 0 : 1, $1.range.lowerBound)
    }
    // A long line is shown again for each mark that lies outside what is shown of it.
    repeat {
      let focus = pending.first?.range.lowerBound ?? edge(line, of: snippet) ?? range.lowerBound
      let layout = LineLayout(snippet.file.bytes, line: range, focus: focus, width: width)
      source(line, layout, of: snippet)
      let visible = pending.filter { layout.shows($0.range.lowerBound) }
      pending.removeAll { layout.shows($0.range.lowerBound) }
      for layer in layers(visible, in: layout) { underline(layer, line, layout, of: snippet) }
    } while !pending.isEmpty
    guard let spanning = snippet.spanning, let focus = edge(line, of: snippet) else { return }
    let layout = LineLayout(snippet.file.bytes, line: range, focus: focus, width: width)
    if line == spanning.lines.lowerBound {
      if !beginsLine(spanning, in: snippet) { corner(spanning, layout, closing: false) }
    } else {
      corner(spanning, layout, closing: true)
    }
  }

  /// The byte at which a mark over several lines begins or ends in `line`.
  private func edge(_ line: Int, of snippet: Snippet) -> Int? {
    guard let spanning = snippet.spanning else { return nil }
    if line == spanning.lines.lowerBound { return spanning.range.lowerBound }
    return line == spanning.lines.upperBound ? spanning.range.upperBound - 1 : nil
  }

  private func beginsLine(_ mark: Snippet.Mark, in snippet: Snippet) -> Bool {
    let start = snippet.range(ofLine: mark.lines.lowerBound).lowerBound
    return snippet.file.bytes[start..<mark.range.lowerBound]
      .allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  private mutating func source(_ line: Int, _ layout: LineLayout, of snippet: Snippet) {
    let number = String(line)
    paint.put(" ", times: digits - number.utf8.count)
    paint.put("\(number) |", .frame)
    paint.put(" ")
    if let spanning = snippet.spanning {
      let isStart = line == spanning.lines.lowerBound
      if isStart, beginsLine(spanning, in: snippet) {
        paint.put("/", style(spanning))
      } else {
        paint.put(
          spanning.lines.contains(line) && !isStart ? "|" : " ", style(spanning))
      }
      paint.put(" ")
    }
    paint.put(safe: layout.text)
    paint.endRow()
  }

  /// Begins a row of underlines or labels below `line`.
  private mutating func margin(below line: Int, of snippet: Snippet) {
    gutter()
    paint.put(" ")
    guard let spanning = snippet.spanning else { return }
    let isInside =
      line < spanning.lines.upperBound
      && (line > spanning.lines.lowerBound
        || line == spanning.lines.lowerBound && beginsLine(spanning, in: snippet))
      || line == spanning.lines.upperBound
    paint.put(isInside ? "| " : "  ", style(spanning))
  }

  /// The row that leads from the margin to the first or the last character of a mark.
  private mutating func corner(_ mark: Snippet.Mark, _ layout: LineLayout, closing: Bool) {
    gutter()
    paint.put(" ")
    let offset = closing ? mark.range.upperBound - 1 : mark.range.lowerBound
    paint.put(closing ? "|" : " ", style(mark))
    paint.put("_", times: layout.column(at: offset) + 1, style(mark))
    paint.put(mark.isPrimary ? "^" : "-", style(mark))
    if closing, !mark.label.isEmpty {
      paint.put(" ")
      paint.put(untrusted: mark.label, style(mark))
    }
    paint.endRow()
  }

  private func style(_ mark: Snippet.Mark) -> Paint.Style {
    mark.isPrimary ? severity.style : .frame
  }

  private func columns(_ mark: Snippet.Mark, in layout: LineLayout) -> Range<Int> {
    let start = layout.column(at: mark.range.lowerBound)
    return start..<max(start + 1, layout.column(at: mark.range.upperBound))
  }

  /// The marks in rows in which none overlaps another, each row from left to right.
  private func layers(_ marks: [Snippet.Mark], in layout: LineLayout) -> [[Snippet.Mark]] {
    var layers: [[Snippet.Mark]] = []
    for mark in marks {
      let own = columns(mark, in: layout)
      let free = layers.firstIndex { layer in
        layer.allSatisfy { !columns($0, in: layout).overlaps(own) }
      }
      if let free { layers[free].append(mark) } else { layers.append([mark]) }
    }
    for index in layers.indices {
      layers[index].sort { $0.range.lowerBound < $1.range.lowerBound }
    }
    return layers
  }

  /// Draws the carets of one row, the label of the last beside it, the others hanging below.
  private mutating func underline(
    _ marks: [Snippet.Mark], _ line: Int, _ layout: LineLayout, of snippet: Snippet
  ) {
    margin(below: line, of: snippet)
    var column = 0
    for mark in marks {
      let own = columns(mark, in: layout)
      paint.put(" ", times: own.lowerBound - column)
      paint.put(mark.isPrimary ? "^" : "-", times: own.count, style(mark))
      column = own.upperBound
    }
    if let last = marks.last, !last.label.isEmpty {
      paint.put(" ")
      paint.put(untrusted: last.label, style(last))
    }
    paint.endRow()
    var hanging = Array(marks.dropLast().filter { !$0.label.isEmpty })
    guard !hanging.isEmpty else { return }
    stems(hanging, line, layout, of: snippet)
    paint.endRow()
    while let mark = hanging.popLast() {
      let reached = stems(hanging, line, layout, of: snippet)
      paint.put(" ", times: columns(mark, in: layout).lowerBound - reached)
      paint.put(untrusted: mark.label, style(mark))
      paint.endRow()
    }
  }

  /// Draws a `|` below the start of each mark; returns the column after the last.
  @discardableResult
  private mutating func stems(
    _ marks: [Snippet.Mark], _ line: Int, _ layout: LineLayout, of snippet: Snippet
  ) -> Int {
    margin(below: line, of: snippet)
    var column = 0
    for mark in marks {
      let start = columns(mark, in: layout).lowerBound
      paint.put(" ", times: start - column)
      paint.put("|", style(mark))
      column = start + 1
    }
    return column
  }
}
