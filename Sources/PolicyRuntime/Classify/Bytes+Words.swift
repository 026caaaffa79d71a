// Bytes compared with words of ASCII, without making a text of either.

extension StaticString {
  /// The byte at `i`, which must be inside.
  @inline(__always)
  func byte(_ i: Int) -> UInt8 { unsafe utf8Start[i] }
}

extension UInt8 {
  /// The same letter in lower case; what is no ASCII letter stays.
  @inline(__always)
  var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
  /// Whether it is one of `0` to `9`.
  @inline(__always)
  var isDigit: Bool { self &- 0x30 < 10 }
  /// Whether it is an ASCII letter.
  @inline(__always)
  var isLetter: Bool { self | 0x20 &- 0x61 < 26 }
  /// Whether it is a blank, a tab or an end of a line.
  @inline(__always)
  var isBlank: Bool { self == 0x20 || self &- 0x09 < 5 }
}

extension Span<UInt8> {
  /// Whether `word`, which is in lower case, stands at `at` in any case.
  func holds(_ word: StaticString, at: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard at >= 0, at <= count - length else { return false }
    var i = 0
    while i < length {
      if self[at + i].lowercased != word.byte(i) { return false }
      i += 1
    }
    return true
  }

  /// Whether the bytes of `range` are `word`, which is in lower case, in any case.
  func holds(_ word: StaticString, in range: Range<Int>) -> Bool {
    range.count == word.utf8CodeUnitCount && holds(word, at: range.lowerBound)
  }

  /// Where `word`, which is in lower case, first stands in any case.
  func position(of word: StaticString) -> Int? {
    var at = 0
    while at <= count - word.utf8CodeUnitCount {
      if holds(word, at: at) { return at }
      at += 1
    }
    return nil
  }

  /// `range` without the blanks at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end && self[start].isBlank { start += 1 }
    while start < end && self[end - 1].isBlank { end -= 1 }
    return start..<end
  }
}
