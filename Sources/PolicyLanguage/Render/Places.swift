/// Turns byte ranges of a report's files into lines and columns; a file's lines are found once, and
/// only if something in it is shown.
struct Places {
  private let files: [SourceFile]
  private var maps: [LineMap?]

  /// The places of a report; `masking` hides what looks like a secret from whoever reads the files.
  init(_ report: Report, masking: Bool = false) {
    var files = report.files
    for masked in masking ? report.masked : [] where Int(masked.file.raw) < files.count {
      files[Int(masked.file.raw)].mask(masked.range)
    }
    self.files = files
    maps = Array(repeating: nil, count: files.count)
  }

  /// The start and the end of a range in one file.
  struct Span {
    var start: LineMap.Position
    var end: LineMap.Position
  }

  /// The file; an empty one without a name if the report does not hold it.
  func file(_ id: FileID) -> SourceFile {
    Int(id.raw) < files.count ? files[Int(id.raw)] : SourceFile(name: "", bytes: [])
  }

  /// The lines of a file.
  mutating func lines(_ id: FileID) -> LineMap {
    let index = Int(id.raw)
    guard index < files.count else { return LineMap(file(id)) }
    if let map = maps[index] { return map }
    let map = LineMap(files[index])
    maps[index] = map
    return map
  }

  /// Where a range of a file begins and ends.
  mutating func span(_ range: SourceRange, in id: FileID) -> Span {
    let map = lines(id)
    let file = file(id)
    return Span(
      start: map.position(at: Int(range.start), in: file),
      end: map.position(at: Int(range.end), in: file))
  }
}

extension SourceFile {
  /// Puts `*` for every character of a range, the bytes that follow keeping their places.
  fileprivate mutating func mask(_ range: SourceRange) {
    var bytes = bytes
    for i in min(Int(range.start), bytes.count)..<min(Int(range.end), bytes.count)
    where bytes[i] != 0x0A && bytes[i] != 0x0D {
      bytes[i] = UInt8(ascii: "*")
    }
    self = SourceFile(name: name, bytes: bytes)
  }
}
