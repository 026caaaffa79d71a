/// JSON under construction, indented by two spaces; every value is followed to its end.
struct JSONText {
  private(set) var text = ByteText()
  private var depth = 0
  private var isFirst = true

  /// A member's name; its value follows.
  mutating func key(_ name: StaticString) {
    next()
    text.append("\"")
    text.append(name)
    text.append("\": ")
  }

  /// Begins an element of an array; its value follows.
  mutating func element() { next() }

  mutating func object(_ write: (inout JSONText) -> Void) { nest("{", "}", write) }

  mutating func array(_ write: (inout JSONText) -> Void) { nest("[", "]", write) }

  mutating func null() { text.append("null") }

  mutating func bool(_ value: Bool) { text.append(value ? "true" : "false") }

  mutating func number(_ value: Int64) { text.append(value) }

  /// `units` ÷ 10^`places`, exact.
  mutating func decimal(_ units: Int64, places: Int) { text.append(decimal: units, places: places) }

  mutating func word(_ word: StaticString) {
    text.append("\"")
    text.append(word)
    text.append("\"")
  }

  /// A text; quotes, backslashes, controls and the separators that JavaScript takes for line ends
  /// are escaped, everything else is as it is.
  mutating func string(_ bytes: some Collection<UInt8>) {
    text.append("\"")
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""): text.append("\\\"")
      case UInt8(ascii: "\\"): text.append("\\\\")
      case 0x0a: text.append("\\n")
      case 0x09: text.append("\\t")
      case 0x0d: text.append("\\r")
      case 0x00...0x1f, 0x7f:
        text.append("\\u00")
        text.append(hex: byte)
      case _: text.bytes.append(byte)
      }
    }
    text.append("\"")
  }

  /// Bytes in hexadecimal.
  mutating func hex(_ bytes: some Collection<UInt8>) {
    text.append("\"")
    for byte in bytes { text.append(hex: byte) }
    text.append("\"")
  }

  private mutating func next() {
    if !isFirst { text.append(",") }
    isFirst = false
    line()
  }

  private mutating func line() {
    text.append("\n")
    for _ in 0..<depth { text.append("  ") }
  }

  private mutating func nest(
    _ open: StaticString, _ close: StaticString, _ write: (inout JSONText) -> Void
  ) {
    text.append(open)
    depth += 1
    isFirst = true
    write(&self)
    depth -= 1
    if !isFirst { line() }
    isFirst = false
    text.append(close)
  }
}

extension ByteText {
  /// A byte in two hexadecimal digits.
  mutating func append(hex byte: UInt8) {
    for digit in [byte >> 4, byte & 15] {
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
