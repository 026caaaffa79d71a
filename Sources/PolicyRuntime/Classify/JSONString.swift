/// A string of a JSON text: where it stands between its quotes, and its bytes with escapes
/// resolved.
///
/// It holds places and not bytes, so that it costs nothing to find one and to pass it on.
struct JSONString {
  /// The first byte behind the opening quote.
  let start: Int
  /// The closing quote.
  let end: Int
  /// Whether there is a backslash in it.
  var hasEscapes: Bool

  /// A string, or the text of a number, at a place.
  init(_ range: Range<Int>, hasEscapes: Bool = false) {
    start = range.lowerBound
    end = range.upperBound
    self.hasEscapes = hasEscapes
  }

  /// How many bytes it has when escapes are resolved.
  func count(in bytes: Span<UInt8>) -> Int {
    guard hasEscapes else { return end - start }
    var reader = JSONBytes(self)
    var count = 0
    while reader.next(bytes) != nil { count += 1 }
    return count
  }

  /// Whether it says `word`; the case counts.
  func equals(_ word: StaticString, in bytes: Span<UInt8>) -> Bool {
    var reader = JSONBytes(self)
    var i = 0
    while i < word.utf8CodeUnitCount {
      guard let byte = reader.next(bytes), byte == word.byte(i) else { return false }
      i += 1
    }
    return reader.next(bytes) == nil
  }

  /// Whether it says what stands in `text` at `range`; the case counts.
  func equals(_ text: Span<UInt8>, _ range: Range<Int>, in bytes: Span<UInt8>) -> Bool {
    var reader = JSONBytes(self)
    var i = range.lowerBound
    while i < range.upperBound {
      guard let byte = reader.next(bytes), byte == text[i] else { return false }
      i += 1
    }
    return reader.next(bytes) == nil
  }

  /// A hash of what it says.
  func hash(in bytes: Span<UInt8>) -> UInt32 {
    var hash = TextHash()
    var reader = JSONBytes(self)
    while let byte = reader.next(bytes) { hash.add(byte) }
    return hash.value
  }
}

/// FNV-1a of 32 bits (Fowler, Noll, Vo; RFC 9923): tells most unequal texts apart before their
/// bytes are compared.
struct TextHash {
  private(set) var value: UInt32 = 0x811C_9DC5

  mutating func add(_ byte: UInt8) { value = (value ^ UInt32(byte)) &* 0x0100_0193 }
}

/// The bytes of a JSON string, one after the other, with escapes resolved (RFC 8259, section 7).
///
/// What is no escape stands for itself, and half a surrogate pair for U+FFFD: a hostile body is
/// read like any other.
struct JSONBytes {
  private var at: Int
  private let end: Int
  /// Bytes of a scalar that are still to come, the next one lowest.
  private var pending: UInt32 = 0

  init(_ string: JSONString) {
    at = string.start
    end = string.end
  }

  /// The next byte; nil at the end.
  mutating func next(_ bytes: Span<UInt8>) -> UInt8? {
    if pending != 0 {
      defer { pending >>= 8 }
      return UInt8(truncatingIfNeeded: pending)
    }
    guard at < end else { return nil }
    let byte = bytes[at]
    at += 1
    guard byte == UInt8(ascii: "\\"), at < end else { return byte }
    let escape = bytes[at]
    at += 1
    switch escape {
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "u"): return scalar(bytes)
    default: return escape  // the quote, both slashes, and what is no escape
    }
  }

  /// Reads what follows `\u`: its first byte is given back, the others are kept.
  private mutating func scalar(_ bytes: Span<UInt8>) -> UInt8 {
    guard var value = unit(bytes, at) else { return UInt8(ascii: "u") }
    at += 4
    if value & 0xFC00 == 0xD800, at + 6 <= end, bytes[at] == UInt8(ascii: "\\"),
      bytes[at + 1] == UInt8(ascii: "u"), let low = unit(bytes, at + 2), low & 0xFC00 == 0xDC00
    {
      at += 6
      value = 0x1_0000 + (value & 0x3FF) << 10 + (low & 0x3FF)
    }
    if value & 0xFFFF_F800 == 0xD800 { value = 0xFFFD }
    if value < 0x80 { return UInt8(truncatingIfNeeded: value) }
    let last = 0x80 | value & 0x3F
    if value < 0x800 {
      pending = last
      return UInt8(truncatingIfNeeded: 0xC0 | value >> 6)
    }
    let third = 0x80 | value >> 6 & 0x3F
    if value < 0x1_0000 {
      pending = third | last << 8
      return UInt8(truncatingIfNeeded: 0xE0 | value >> 12)
    }
    pending = (0x80 | value >> 12 & 0x3F) | third << 8 | last << 16
    return UInt8(truncatingIfNeeded: 0xF0 | value >> 18)
  }

  /// Four hexadecimal digits.
  private func unit(_ bytes: Span<UInt8>, _ at: Int) -> UInt32? {
    guard at + 4 <= end else { return nil }
    var value: UInt32 = 0
    for i in at..<at + 4 {
      let byte = bytes[i]
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46, 0x61...0x66: value = value << 4 | UInt32((byte | 0x20) - 0x61 + 10)
      default: return nil  // no digit
      }
    }
    return value
  }
}
