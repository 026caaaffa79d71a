package import PolicyLanguage

/// A line and a column in UTF-16 units, both from 0, as the protocol counts them.
package struct Position: Equatable, Sendable {
  package var line: Int
  package var character: Int

  package init(line: Int, character: Int) {
    self.line = line
    self.character = character
  }
}

/// The text of a file as the editor sees it, and where its lines begin.
package struct Document: Sendable {
  package let uri: String
  package private(set) var version: Int?
  package private(set) var file: SourceFile
  private var lines: LineMap

  package init(uri: String, version: Int?, bytes: [UInt8]) {
    self.uri = uri
    self.version = version
    file = SourceFile(name: uri, bytes: bytes)
    lines = LineMap(file)
  }

  /// The position of byte `offset`; past the end, the end's.
  package func position(_ offset: Int) -> Position {
    let end = min(max(0, offset), file.bytes.count)
    let line = lines.line(at: end)
    let start = Int(lines.range(ofLine: line, in: file).start)
    let units = file.bytes[start..<max(start, end)].reduce(0) { $0 + Document.units($1) }
    return Position(line: line - 1, character: units)
  }

  /// The byte at a position; behind a line's end or the file's, that end.
  package func offset(_ position: Position) -> Int {
    if position.line < 0 { return 0 }
    if position.line >= lines.lineCount { return file.bytes.count }
    let range = lines.range(ofLine: position.line + 1, in: file)
    var left = position.character
    var at = Int(range.start)
    while at < Int(range.end), left > 0 {
      left -= Document.units(file.bytes[at])
      at += 1
      while at < Int(range.end), file.bytes[at] & 0xC0 == 0x80 { at += 1 }
    }
    return at
  }

  /// Takes an edit of the editor; without a range, `text` is the whole file.
  mutating func change(_ range: (from: Position, to: Position)?, _ text: String, version: Int?) {
    var bytes = file.bytes
    if let range {
      let from = offset(range.from)
      bytes.replaceSubrange(from..<max(from, offset(range.to)), with: text.utf8)
    } else {
      bytes = Array(text.utf8)
    }
    self = Document(uri: uri, version: version ?? self.version, bytes: bytes)
  }

  /// How many UTF-16 units a character has, counted at its first byte.
  private static func units(_ byte: UInt8) -> Int {
    byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
  }
}
