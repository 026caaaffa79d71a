import PolicyGraph

/// JSON as the calls come, on one line; without `String`, which would bring its tables along.
struct StateJSON {
  private var text = ByteText()
  private var needsComma = false

  var bytes: [UInt8] { text.bytes }

  /// An object, or an array between `[` and `]`.
  mutating func nest(
    _ open: StaticString = "{", _ close: StaticString = "}", _ body: (inout StateJSON) -> Void
  ) {
    separate()
    text.append(open)
    needsComma = false
    body(&self)
    text.append(close)
    needsComma = true
  }

  /// The name of the member whose value comes next.
  mutating func key(_ name: StaticString) {
    separate()
    text.append("\"")
    text.append(name)
    text.append("\": ")
    needsComma = false
  }

  mutating func value(_ word: StaticString) {
    separate()
    text.append("\"")
    text.append(word)
    text.append("\"")
  }

  mutating func value(_ number: Int64?) {
    separate()
    if let number { text.append(number) } else { text.append("null") }
  }

  /// A time in seconds, to the millisecond.
  mutating func value(seconds: Tick?) {
    separate()
    if let seconds {
      text.append(decimal: seconds.ns / 1_000_000, places: 3)
    } else {
      text.append("null")
    }
  }

  /// A text in UTF-8; null for none.
  mutating func value(_ bytes: ArraySlice<UInt8>?) {
    separate()
    guard let bytes else { return text.append("null") }
    text.append("\"")
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""): text.append("\\\"")
      case UInt8(ascii: "\\"): text.append("\\\\")
      case 0..<0x20, 0x7F:
        text.append("\\u00")
        text.append(hex: byte)
      default: text.bytes.append(byte)  // every other byte stands for itself
      }
    }
    text.append("\"")
  }

  private mutating func separate() {
    if needsComma { text.append(", ") }
    needsComma = true
  }
}
