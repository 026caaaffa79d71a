/// Where each line of a file begins; built only when a position must be shown.
public struct LineMap: Sendable {
  private let starts: [Int]
  private let count: Int

  /// A line and a column, both counted from 1.
  public struct Position: Equatable, Sendable {
    /// The line.
    public var line: Int
    /// The column, in characters (Unicode scalars) from the line's start.
    public var column: Int
    /// The byte offset in the file.
    public var offset: Int
  }

  /// Reads the lines of `file`; a line ends at LF, CRLF or a lone CR.
  public init(_ file: SourceFile) {
    var starts = [0]
    let bytes = file.bytes
    var i = 0
    while i < bytes.count {
      let byte = bytes[i]
      i += 1
      if byte == 0x0A || (byte == 0x0D && (i >= bytes.count || bytes[i] != 0x0A)) {
        starts.append(i)
      }
    }
    self.starts = starts
    self.count = bytes.count
  }

  /// The number of lines.
  public var lineCount: Int { starts.count }

  /// The line that holds byte `offset`, from 1.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The position of byte `offset`; past the end, the end's.
  public func position(at offset: Int, in file: SourceFile) -> Position {
    let offset = Swift.min(Swift.max(0, offset), count)
    let line = line(at: offset)
    var column = 1
    for i in starts[line - 1]..<offset where file.bytes[i] & 0xC0 != 0x80 { column += 1 }
    return Position(line: line, column: column, offset: offset)
  }

  /// The bytes of line `line` (from 1), its line break left out.
  public func range(ofLine line: Int, in file: SourceFile) -> SourceRange {
    guard line >= 1, line <= starts.count else { return SourceRange(count, count) }
    let start = starts[line - 1]
    var end = line < starts.count ? starts[line] : count
    while end > start, file.bytes[end - 1] == 0x0A || file.bytes[end - 1] == 0x0D { end -= 1 }
    return SourceRange(start, end)
  }
}
