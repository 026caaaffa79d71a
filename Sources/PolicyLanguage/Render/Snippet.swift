import PolicyGraph

/// A part of one file, shown with marks under the bytes that matter.
struct Snippet {
  /// A range that is underlined.
  struct Mark {
    var range: Range<Int>
    var lines: ClosedRange<Int>
    var label: String
    var isPrimary: Bool

    var spansLines: Bool { lines.lowerBound < lines.upperBound }
  }

  let file: SourceFile
  let map: LineMap
  /// Marks within one line.
  private(set) var marks: [Mark] = []
  /// At most one mark over several lines, which is drawn in the margin.
  private(set) var spanning: Mark?
  /// The mark whose place stands above the snippet.
  let first: Mark

  init(_ file: SourceFile, _ map: LineMap, first: Mark) {
    self.file = file
    self.map = map
    self.first = first
    _ = add(first)
  }

  /// Takes a mark up; false if it spans lines and there is such a mark already.
  mutating func add(_ mark: Mark) -> Bool {
    if !mark.spansLines {
      marks.append(mark)
      return true
    }
    guard spanning == nil else { return false }
    spanning = mark
    return true
  }

  /// The mark for a range: the line break at the end of a range is not drawn.
  static func mark(
    _ range: SourceRange, label: String, isPrimary: Bool, in file: SourceFile, _ map: LineMap
  ) -> Mark {
    let start = min(Int(range.start), file.bytes.count)
    var end = min(max(Int(range.end), start), file.bytes.count)
    let startLine = map.line(at: start)
    let startLineEnd = Int(map.range(ofLine: startLine, in: file).end)
    while end > max(start, startLineEnd), isLineBreak(file.bytes[end - 1]) { end -= 1 }
    let endLine = end > start ? map.line(at: end - 1) : startLine
    return Mark(
      range: start..<end, lines: startLine...max(startLine, endLine), label: label,
      isPrimary: isPrimary)
  }

  private static func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// The lines to show, ascending; one between two shown ones is shown rather than skipped.
  func shownLines() -> [Int] {
    var lines: [Int] = []
    for mark in marks {
      lines.append(mark.lines.lowerBound)
      // A mark in an empty line, as at the end of the file, says little without the line before.
      if mark.lines.lowerBound > 1, isBlank(mark.lines.lowerBound) {
        lines.append(mark.lines.lowerBound - 1)
      }
    }
    if let spanning {
      let (start, end) = (spanning.lines.lowerBound, spanning.lines.upperBound)
      lines += end - start <= 4 ? Array(start...end) : [start, start + 1, end]
    }
    lines.sort()
    return lines.reduce(into: []) { shown, line in
      guard let last = shown.last else { return shown.append(line) }
      if line == last + 2 { shown.append(last + 1) }
      if line > last { shown.append(line) }
    }
  }

  /// The bytes of a line.
  func range(ofLine line: Int) -> Range<Int> {
    let range = map.range(ofLine: line, in: file)
    return Int(range.start)..<Int(range.end)
  }

  private func isBlank(_ line: Int) -> Bool {
    file.bytes[range(ofLine: line)].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }
}
