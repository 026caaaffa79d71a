/// How texts are spelled that others read: one rule each for the lexer and checker, which refuse a
/// policy with better words, and for the decoder, which trusts no artifact.
package enum Spelling {
  /// Bytes of the longest word.
  package static let wordBytesMax = 128

  /// Whether `bytes` are a word of the language: a letter, then letters, digits, `-` and `_`.
  package static func isWord(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, first.isLetterByte, bytes.count <= wordBytesMax else {
      return false
    }
    // Every byte is looked at, whatever the one before it was: that takes several at a time.
    var isWord = true
    for byte in bytes { isWord = byte.isWordByte && isWord }
    return isWord
  }

  /// Whether `bytes` name an environment variable: letters, digits and `_`.
  package static func isVariable(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { $0.isWordByte && $0 != UInt8(ascii: "-") }
  }

  /// Whether `bytes` may be a path of the file system: no control characters.
  package static func isFilePath(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }
}

extension UInt8 {
  /// A decimal digit.
  @inlinable
  package var isDigitByte: Bool { self &- 0x30 < 10 }
  /// An ASCII letter.
  @inlinable
  package var isLetterByte: Bool { (self | 0x20) &- 0x61 < 26 }
  /// What a word may hold: letters, digits, `-` and `_`.
  @inlinable
  package var isWordByte: Bool { isLetterByte || isDigitByte || self == 0x2D || self == 0x5F }
}
