/// One word, literal or sign of a file; the white space and comments before it are the gap to the
/// token before.
public struct Token: Sendable {
  /// What kind of token it is.
  public enum Kind: UInt8, Sendable {
    /// A letter, then letters, digits, `-` or `_`.
    case word
    /// Anything that begins with a digit: `3`, `250ms`, `99.95%`, `2M/min`, `500..599`.
    case number
    /// A percentile with a point: `p99.9`; `p95` is a word.
    case percentile
    /// A text, its quotes included.
    case text
    case comma, colon, semicolon
    case openBrace, closeBrace, openBracket, closeBracket, openParen, closeParen
    /// Bytes that begin no token.
    case unknown
    /// The end of the file, of length zero.
    case end
  }

  /// The first byte.
  public let start: UInt32
  /// Length in bits 6...31, flags in bits 4 and 5, kind in bits 0...3: a file may be one token.
  private let packed: UInt32
  /// The interned word; 0 for all other kinds.
  let word: WordID

  @inline(__always)
  init(_ kind: Kind, start: Int, end: Int, newline: Bool, doc: Bool, word: WordID = WordID(raw: 0))
  {
    self.start = UInt32(truncatingIfNeeded: start)
    packed =
      UInt32(truncatingIfNeeded: end - start) << 6 | (newline ? 0x10 : 0) | (doc ? 0x20 : 0)
      | UInt32(kind.rawValue)
    self.word = word
  }

  /// What kind of token it is.
  @inline(__always)
  public var kind: Kind {
    // INVARIANT: the initialiser has put a kind's raw value there.
    unsafe unsafeBitCast(UInt8(truncatingIfNeeded: packed & 0xF), to: Kind.self)
  }
  /// The length in bytes.
  @inline(__always)
  public var length: Int { Int(packed >> 6) }
  /// One past the last byte.
  @inline(__always)
  public var end: Int { Int(start) + length }
  /// Whether a line break stands in the gap before it.
  @inline(__always)
  public var followsNewline: Bool { packed & 0x10 != 0 }
  /// Whether a `///` comment stands in the gap before it.
  @inline(__always)
  public var followsDoc: Bool { packed & 0x20 != 0 }
  /// Its bytes.
  public var range: SourceRange { SourceRange(Int(start), end) }
}
