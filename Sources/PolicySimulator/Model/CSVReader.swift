/// Records of comma-separated values (RFC 4180), read piece by piece; lines end in LF or CR LF.
struct CSVReader {
  /// What keeps a record from being read; reading goes on behind it.
  enum Mistake: Error, Equatable {
    /// It has more than `recordMax` bytes.
    case tooLong
    /// A quotation mark stands inside a field that has none around it.
    case quoteInside
    /// Something follows the closing quotation mark of a field.
    case afterQuote
    /// The last quotation mark is never closed.
    case unclosed
    /// The file gives nothing more, and has not ended.
    case unreadable
  }

  /// One field of the record, where it lies.
  struct Field {
    var start: Int
    var end: Int
    /// Whether it stands in quotation marks, which are not part of it.
    var isQuoted: Bool
  }

  /// How many bytes a record may have, without its end.
  static let recordMax = 65_536

  /// The line on which the last record began, from 1.
  private(set) var line = 0
  /// The fields of the last record.
  private(set) var fields: [Field] = []
  private var bytes: [UInt8] = []
  private var at = 0
  private var nextLine = 1
  private var isWhole = false
  private var hasBegun = false
  /// Whether the rest of a line is to be passed over, because of a mistake in it.
  private var skips = false

  /// Reads the next record that is not an empty line; false if there is none.
  ///
  /// `piece` gives what follows in the file: nothing at its end, nil if it cannot be read.
  mutating func next(_ piece: () -> [UInt8]?) throws(Mistake) -> Bool {
    if !hasBegun { try begin(piece) }
    while true {
      if skips { try skip(piece) }
      line = nextLine
      switch try scan() {
      case .record: return true
      case .empty: continue
      case .end: return false
      case .cut:
        if bytes.count - at > CSVReader.recordMax + 2 { throw fail(.tooLong) }
        try fill(piece)
      }
    }
  }

  /// The content of a field; the bytes are a copy.
  func content(_ field: Field) -> [UInt8] {
    let raw = bytes[field.start..<field.end]
    if !field.isQuoted { return Array(raw) }
    var out: [UInt8] = []
    var isSecond = false
    for byte in raw {
      isSecond = byte == CSVReader.quote && !isSecond
      if !isSecond { out.append(byte) }
    }
    return out
  }

  /// The byte at a place of the record.
  subscript(place: Int) -> UInt8 { bytes[place] }

  /// Whether a field holds just `other`.
  func holds(_ field: Field, _ other: [UInt8]) -> Bool {
    !field.isQuoted && bytes[field.start..<field.end] == other[...]
  }

  // MARK: pieces

  /// Passes over the mark that some programs put before UTF-8.
  private mutating func begin(_ piece: () -> [UInt8]?) throws(Mistake) {
    while bytes.count < 3, !isWhole { try fill(piece) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    hasBegun = true
  }

  private mutating func fill(_ piece: () -> [UInt8]?) throws(Mistake) {
    guard let more = piece() else {
      // Whoever asks again is not told again.
      (at, isWhole, skips) = (bytes.count, true, false)
      throw .unreadable
    }
    bytes.removeSubrange(..<at)
    at = 0
    bytes += more
    isWhole = more.isEmpty
  }

  private mutating func skip(_ piece: () -> [UInt8]?) throws(Mistake) {
    while skips {
      if let end = bytes[at...].firstIndex(of: CSVReader.lineFeed) {
        at = end + 1
        skips = false
      } else {
        at = bytes.count
        if isWhole { skips = false } else { try fill(piece) }
      }
    }
  }

  /// Goes on at the line below where the record began.
  private mutating func fail(_ mistake: Mistake) -> Mistake {
    skips = true
    nextLine = line + 1
    return mistake
  }

  // MARK: one record

  private enum Scan { case record, empty, end, cut }

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// Looks for the fields of the record that begins at `at`.
  private mutating func scan() throws(Mistake) -> Scan {
    fields.removeAll(keepingCapacity: true)
    if at == bytes.count { return isWhole ? .end : .cut }
    var breaks = 0
    var start = at
    var i = at
    while i < bytes.count {
      switch bytes[i] {
      case CSVReader.comma:
        fields.append(Field(start: start, end: i, isQuoted: false))
        start = i + 1
      case CSVReader.lineFeed:
        return try finish(start, i, breaks, next: i + 1)
      case CSVReader.quote:
        if i != start { throw fail(.quoteInside) }
        guard let close = closing(after: i, &breaks) else {
          if isWhole { throw fail(.unclosed) }
          return .cut
        }
        fields.append(Field(start: i + 1, end: close, isQuoted: true))
        i = close + 1
        if i < bytes.count, bytes[i] == CSVReader.carriageReturn { i += 1 }
        if i == bytes.count { return isWhole ? try finish(nil, i, breaks, next: i) : .cut }
        if bytes[i] == CSVReader.lineFeed { return try finish(nil, i, breaks, next: i + 1) }
        if bytes[i] != CSVReader.comma || i != close + 1 { throw fail(.afterQuote) }
        start = i + 1
      default: break  // a byte of the field
      }
      i += 1
    }
    return isWhole ? try finish(start, i, breaks, next: i) : .cut
  }

  /// The quotation mark that closes the one at `open`; nil if more must be read to know.
  private func closing(after open: Int, _ breaks: inout Int) -> Int? {
    var i = open + 1
    while i < bytes.count {
      if bytes[i] == CSVReader.quote {
        if i + 1 == bytes.count { return isWhole ? i : nil }
        if bytes[i + 1] != CSVReader.quote { return i }
        i += 1
      } else if bytes[i] == CSVReader.lineFeed {
        breaks += 1
      }
      i += 1
    }
    return nil
  }

  /// Ends the record at `end`; `start` is where its last field begins, nil if that one is known.
  private mutating func finish(
    _ start: Int?, _ end: Int, _ breaks: Int, next: Int
  ) throws(Mistake) -> Scan {
    let hasReturn = end > at && bytes[end - 1] == CSVReader.carriageReturn
    let trimmed = hasReturn ? end - 1 : end
    if trimmed - at > CSVReader.recordMax { throw fail(.tooLong) }
    let isEmpty = trimmed == at
    if let start { fields.append(Field(start: start, end: trimmed, isQuoted: false)) }
    nextLine = line + breaks + 1
    at = next
    return isEmpty ? .empty : .record
  }
}
