/// The index of a file in its program.
public struct FileID: Hashable, Comparable, Sendable {
  /// The position in `Program.files`.
  public let raw: UInt16

  /// Names the file at `raw`.
  public init(_ raw: Int) { self.raw = UInt16(truncatingIfNeeded: raw) }

  public static func < (a: FileID, b: FileID) -> Bool { a.raw < b.raw }
}

/// A half-open range of bytes in one file.
public struct SourceRange: Hashable, Sendable {
  /// The first byte.
  public var start: UInt32
  /// One past the last byte; never below `start`.
  public var end: UInt32

  /// The bytes `start..<end`.
  public init(_ start: Int, _ end: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: Swift.max(start, end))
  }

  /// The number of bytes.
  public var count: Int { Int(end - start) }
}

/// The bytes of one policy file, and the name it is reported under.
public struct SourceFile: Sendable {
  /// The path relative to the program's root, with `/` between its parts.
  public let name: String
  /// The text as it was read, to the byte.
  public let bytes: [UInt8]

  /// A file whose text is `bytes`.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// A file whose text is `text`.
  public init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }

  /// The text of a range, with ill-formed UTF-8 replaced.
  public func text(_ range: SourceRange) -> String {
    let end = Swift.min(Int(range.end), bytes.count)
    let start = Swift.min(Int(range.start), end)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
