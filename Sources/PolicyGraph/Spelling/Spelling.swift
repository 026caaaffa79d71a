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

  /// Whether `bytes` are what follows the host in a request: a `/`, and nothing that would end the
  /// path's line or belong to the host.
  package static func isRequestPath(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.first == UInt8(ascii: "/") && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }
  }

  /// Whether `bytes` are the name of a header: a token of RFC 9110, section 5.6.2.
  package static func isHeaderName(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.isEmpty
      && bytes.allSatisfy { byte in
        switch byte {
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2E, 0x5E, 0x60, 0x7C, 0x7E: true
        case _: byte.isWordByte
        }
      }
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
