import PolicyGraph

/// The text being made, and where in it the next byte goes.
struct Printer {
  private var bytes: [UInt8] = []
  /// Characters on the line so far.
  private(set) var column = 0
  /// The indentation of the line.
  private(set) var indent = 0
  private var line = 0
  private var comments: [TrailingComment] = []

  /// A comment behind code, whose column is settled at the end.
  private struct TrailingComment {
    let at: Int
    let line: Int
    let indent: Int
    let column: Int
    /// Whether it may be aligned: not behind a brace that stands for a whole block.
    let isAligned: Bool
  }

  init(expecting count: Int) { bytes.reserveCapacity(count) }

  /// Whether nothing has been printed yet.
  var isEmpty: Bool { bytes.isEmpty }

  /// Appends source text that is `width` characters wide.
  mutating func append(_ text: ArraySlice<UInt8>, width: Int) {
    bytes.append(contentsOf: text)
    column += width
  }

  /// Appends one character of ASCII.
  mutating func append(_ character: Unicode.Scalar) {
    bytes.append(UInt8(truncatingIfNeeded: character.value))
    column += 1
  }

  /// Appends so many spaces.
  mutating func space(_ count: Int = 1) {
    bytes.append(repeating: UInt8(ascii: " "), count: count)
    column += count
  }

  /// Begins a line, behind a blank one if `blank`; at the very start there is nothing to end.
  mutating func newLine(indent: Int, blank: Bool = false) {
    if !bytes.isEmpty {
      bytes.append(UInt8(ascii: "\n"))
      if blank { bytes.append(UInt8(ascii: "\n")) }
      line += blank ? 2 : 1
    }
    bytes.append(repeating: UInt8(ascii: " "), count: indent)
    column = indent
    self.indent = indent
  }

  /// Appends a comment behind the code of the line.
  mutating func trailing(_ comment: ArraySlice<UInt8>) {
    let isBrace = bytes.last == UInt8(ascii: "{") || column == indent + 1
    comments.append(
      TrailingComment(
        at: bytes.count, line: line, indent: indent, column: column,
        isAligned: !isBrace && column <= Layout.commentColumnMax))
    bytes.append(contentsOf: comment)
  }

  /// The whole text, its comments aligned and its last line ended.
  mutating func finish() -> [UInt8] {
    if !bytes.isEmpty { bytes.append(UInt8(ascii: "\n")) }
    if comments.isEmpty { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + comments.count * 8)
    var done = 0
    var start = 0
    while start < comments.count {
      let end = endOfRun(from: start)
      let column = comments[start..<end].reduce(0) { max($0, $1.column) } + 2
      for comment in comments[start..<end] {
        result.append(contentsOf: bytes[done..<comment.at])
        result.append(repeating: UInt8(ascii: " "), count: column - comment.column)
        done = comment.at
      }
      start = end
    }
    result.append(contentsOf: bytes[done...])
    return result
  }

  /// The end of the run of comments on neighbouring lines that `start` begins.
  private func endOfRun(from start: Int) -> Int {
    var end = start + 1
    guard comments[start].isAligned else { return end }
    while end < comments.count, comments[end].line == comments[end - 1].line + 1,
      comments[end].indent == comments[start].indent, comments[end].isAligned
    {
      end += 1
    }
    return end
  }
}
