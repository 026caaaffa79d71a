/// One character of a file that may be one a reviewer cannot see, or one that turns the direction
/// of reading; only what is not printable ASCII is ever decoded.
struct HiddenCharacter {
  /// The code point; U+FFFD for an ill-formed byte.
  let scalar: UInt32
  /// Bytes it takes; 1 for an ill-formed byte.
  let length: Int
  /// Bytes it takes if it is well-formed, else 0.
  let wellFormedLength: Int

  init(_ bytes: Span<UInt8>, at i: Int) {
    let first = bytes[i]
    let size =
      first < 0x80
      ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
    var value = size == 1 ? UInt32(first) : size == 0 ? 0 : UInt32(first) & (0x7F >> UInt32(size))
    var whole = size > 0 && i + size <= bytes.count
    if whole {
      for k in 1..<Swift.max(size, 1) {
        let byte = bytes[i + k]
        if byte & 0xC0 != 0x80 { whole = false }
        value = value << 6 | UInt32(byte & 0x3F)
      }
    }
    if whole, size == 3, value < 0x800 || (0xD800...0xDFFF).contains(value) { whole = false }
    if whole, size == 4, !(0x10000...0x10FFFF).contains(value) { whole = false }
    scalar = whole ? value : 0xFFFD
    length = whole ? size : 1
    wellFormedLength = whole ? size : 0
  }

  /// Where such a character may stand.
  enum Place {
    case text, comment
    /// Between or within words.
    case code
  }

  /// Whether it is a control, a zero-width or a direction character.
  var isHidden: Bool { HiddenCharacter.isHidden(scalar) }

  /// Whether it looks like a space, and is none.
  var isForeignSpace: Bool {
    switch scalar {
    case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// Whether `scalar` is a control, a zero-width or a direction character.
  static func isHidden(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E,
      0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: false
    }
  }
}
