/// Text from policies, file names and arguments, made safe to show to a person.
///
/// A terminal obeys control characters, and people are misled by characters that reorder or hide
/// text; both are shown as `\u{1B}` instead. Bytes that are not UTF-8 are shown as `\x{FF}`.
package enum SafeText {
  /// Appends `text` to `out`, line breaks included among what is escaped.
  package static func append(_ text: String, to out: inout [UInt8]) {
    append(text.utf8, to: &out)
  }

  /// Appends bytes that should be UTF-8 to `out`.
  package static func append(_ bytes: some Collection<UInt8>, to out: inout [UInt8]) {
    var i = bytes.startIndex
    while i < bytes.endIndex {
      if bytes[i].isPlain {
        out.append(bytes[i])
        bytes.formIndex(after: &i)
        continue
      }
      let unit = DecodedUnit(bytes, at: i)
      append(unit, to: &out)
      bytes.formIndex(&i, offsetBy: unit.length)
    }
  }

  /// `bytes` as text in which ill-formed UTF-8 stands as `\x{FF}`, and nothing else is changed.
  package static func named(_ bytes: some Collection<UInt8>) -> String {
    var out: [UInt8] = []
    var i = bytes.startIndex
    while i < bytes.endIndex {
      let unit = DecodedUnit(bytes, at: i)
      if let scalar = unit.scalar { out.append(scalar) } else { append(unit, to: &out) }
      bytes.formIndex(&i, offsetBy: unit.length)
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// True for a scalar that is shown escaped: controls, format characters such as the bidirectional
  /// and zero-width ones, line and paragraph separators, and noncharacters.
  package static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0x7F { return value < 0x20 }
    if value < 0xAD { return value < 0xA0 }
    if value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value) { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false  // every other category can be seen
    }
  }

  package static func append(_ unit: DecodedUnit, to out: inout [UInt8]) {
    if let scalar = unit.scalar, !isEscaped(scalar) {
      out.append(scalar)
    } else {
      out.append(unit.scalar == nil ? "\\x{" : "\\u{")
      out.appendHex(unit.scalar?.value ?? UInt32(unit.first))
      out.append("}")
    }
  }
}

extension UInt8 {
  /// A character of ASCII that shows itself in one column, as nearly all do.
  package var isPlain: Bool { self &- 0x20 < 0x5F }
}

/// One scalar of a byte string, or one byte that begins none.
package struct DecodedUnit {
  /// The scalar; nil where the bytes are ill-formed.
  package let scalar: Unicode.Scalar?
  /// The first byte.
  package let first: UInt8
  /// How many bytes it takes; 1 where they are ill-formed.
  package let length: Int

  /// Decodes the bytes that begin at `start`, which must lie before the end.
  package init<Bytes: Collection<UInt8>>(_ bytes: Bytes, at start: Bytes.Index) {
    let first = bytes[start]
    self.first = first
    let count =
      switch first {
      case 0..<0x80: 1
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 0
      }
    var value = count <= 1 ? UInt32(first) : UInt32(first) & (0x7F >> UInt32(count))
    var taken = count == 0 ? 0 : 1
    var i = bytes.index(after: start)
    while taken > 0, taken < count, i < bytes.endIndex, bytes[i] & 0xC0 == 0x80 {
      value = value << 6 | UInt32(bytes[i] & 0x3F)
      taken += 1
      bytes.formIndex(after: &i)
    }
    // Overlong forms of two bytes begin with C0 or C1 and are excluded above.
    let least: UInt32 = count == 3 ? 0x800 : count == 4 ? 0x10000 : 0
    let whole = taken == count && count > 0 && value >= least
    scalar = whole ? Unicode.Scalar(value) : nil
    length = scalar == nil ? 1 : count
  }
}
