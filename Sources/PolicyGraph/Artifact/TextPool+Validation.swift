extension TextPool {
  /// The first text whose end is out of order, or that is not UTF-8 or stands there twice.
  func firstProblem() -> (Int, TextProblem)? {
    var start = 0
    for index in ends.indices {
      let end = Int(truncatingIfNeeded: ends[index])
      guard end >= start, end <= storage.count else { return (index, .ends) }
      start = end
    }
    guard start == storage.count else { return (ends.count - 1, .ends) }
    if !storage.isASCII, let problem = firstNotUTF8() { return problem }
    return firstDouble().map { ($0, .doubled) }
  }

  private func firstNotUTF8() -> (Int, TextProblem)? {
    for index in ends.indices where !UTF8Check.isValid(bytes(Name(index))) {
      return (index, .notUTF8)
    }
    return nil
  }
}

extension [UInt8] {
  /// Whether every byte is ASCII.
  fileprivate var isASCII: Bool {
    var all: UInt8 = 0
    for byte in self { all |= byte }
    return all < 0x80
  }
}

/// Well-formed UTF-8 by table 3-7 of the Unicode Standard, version 15.
enum UTF8Check {
  static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let length = length(of: bytes[at])
      guard length > 0, bytes.endIndex - at >= length else { return false }
      if length > 1 {
        guard second(after: bytes[at]).contains(bytes[at + 1]) else { return false }
        for i in 2..<max(2, length) where bytes[at + i] & 0xc0 != 0x80 { return false }
      }
      at += length
    }
    return true
  }

  /// How many bytes a character has that begins with `lead`; 0 if none does.
  private static func length(of lead: UInt8) -> Int {
    switch lead {
    case 0x00...0x7f: 1
    case 0xc2...0xdf: 2
    case 0xe0...0xef: 3
    case 0xf0...0xf4: 4
    case _: 0
    }
  }

  /// What may follow `lead`: overlong forms, surrogates and what lies past U+10FFFF are left out.
  private static func second(after lead: UInt8) -> ClosedRange<UInt8> {
    switch lead {
    case 0xe0: 0xa0...0xbf
    case 0xed: 0x80...0x9f
    case 0xf0: 0x90...0xbf
    case 0xf4: 0x80...0x8f
    case _: 0x80...0xbf
    }
  }
}
