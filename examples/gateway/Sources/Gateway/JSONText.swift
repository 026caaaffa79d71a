/// JSON as it came: bytes that were checked once, and ranges to look into them by.
///
/// Nothing is decoded but what is asked for, and what is sent on keeps its order, its numbers and
/// its spelling: the order of a tool's properties means something to a model.
struct JSONText: Sendable {
  let bytes: [UInt8]
  /// Where the value stands, without the blanks around it.
  let root: Range<Int>

  /// How deep values may lie in each other.
  static let depthMax = 96

  /// Nil unless the bytes are one JSON value, strictly, in UTF-8.
  init?(_ bytes: [UInt8]) {
    guard JSONText.isASCII(bytes) || String(validating: bytes, as: UTF8.self) != nil else {
      return nil
    }
    var scanner = JSONScanner(bytes)
    scanner.skipBlanks()
    let start = scanner.at
    guard scanner.skipValue(depth: JSONText.depthMax) else { return nil }
    root = start..<scanner.at
    scanner.skipBlanks()
    guard scanner.at == bytes.count else { return nil }
    self.bytes = bytes
  }

  private static func isASCII(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { $0 < 0x80 } }

  /// Bytes with U+FFFD in the place of what is no UTF-8.
  static func repaired(_ bytes: [UInt8]) -> [UInt8] {
    isASCII(bytes) ? bytes : Array(String(decoding: bytes, as: UTF8.self).utf8)
  }

  /// A value that was found to be JSON at `root`.
  init(_ bytes: [UInt8], root: Range<Int>) { (self.bytes, self.root) = (bytes, root) }

  /// The members of an object, in their order; nil if it is none.
  func members(_ range: Range<Int>) -> JSONMembers? {
    bytes[range.lowerBound] == UInt8(ascii: "{") ? JSONMembers(of: self, range) : nil
  }

  /// The elements of an array; nil if it is none.
  func elements(_ range: Range<Int>) -> [Range<Int>]? {
    guard bytes[range.lowerBound] == UInt8(ascii: "[") else { return nil }
    var scanner = JSONScanner(bytes, at: range.lowerBound + 1)
    var elements: [Range<Int>] = []
    while let element = scanner.nextItem() { elements.append(element) }
    return elements
  }

  /// A member of an object; nil if there is none of that name, or it is null.
  func member(_ key: StaticString, of range: Range<Int>) -> Range<Int>? {
    guard let members = members(range) else { return nil }
    var last: Range<Int>?
    for (name, value) in members where key ~= name { last = value }
    return last.flatMap { isNull($0) ? nil : $0 }
  }

  func isNull(_ range: Range<Int>) -> Bool { bytes[range.lowerBound] == UInt8(ascii: "n") }

  /// A text between its quotes, as it stands there; nil if it is none.
  func inner(_ range: Range<Int>) -> ArraySlice<UInt8>? {
    guard bytes[range.lowerBound] == UInt8(ascii: "\"") else { return nil }
    return bytes[range].dropFirst().dropLast()
  }

  /// A text; nil if it is none.
  func string(_ range: Range<Int>) -> String? {
    guard let inner = inner(range) else { return nil }
    guard inner.contains(UInt8(ascii: "\\")) else { return String(decoding: inner, as: UTF8.self) }
    return JSONText.unescaped(inner)
  }

  /// The bytes of a text that was checked, without its escapes.
  func decoded(_ range: Range<Int>) -> ArraySlice<UInt8> {
    JSONText.decoded(inner: bytes[range].dropFirst().dropLast())
  }

  /// The bytes of a text that stands between its quotes, without its escapes.
  static func decoded(inner: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard inner.contains(UInt8(ascii: "\\")) else { return inner }
    return Array(unescaped(inner).utf8)[...]
  }

  /// A whole number of up to nine digits; nil if it is none.
  func int(_ range: Range<Int>) -> Int? {
    guard range.count <= 10 else { return nil }
    let digits = bytes[range].first == UInt8(ascii: "-") ? bytes[range].dropFirst() : bytes[range]
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return digits.isEmpty ? nil : digits.count < range.count ? -value : value
  }

  func bool(_ range: Range<Int>) -> Bool? {
    switch bytes[range.lowerBound] {
    case UInt8(ascii: "t"): true
    case UInt8(ascii: "f"): false
    default: nil  // another kind of value
    }
  }
}

extension JSONText {
  private static func unescaped(_ inner: ArraySlice<UInt8>) -> String {
    var units: [UInt16] = []
    var out = ""
    var at = inner.startIndex
    var plain = at
    func flush(to end: Int, _ out: inout String) {
      out += String(decoding: inner[plain..<end], as: UTF8.self)
    }
    while at < inner.endIndex {
      guard inner[at] == UInt8(ascii: "\\") else {
        at += 1
        continue
      }
      flush(to: at, &out)
      // All escapes that stand together, so that halves of a pair meet.
      units.removeAll(keepingCapacity: true)
      while at + 1 < inner.endIndex, inner[at] == UInt8(ascii: "\\") {
        let letter = inner[at + 1]
        if letter == UInt8(ascii: "u"), at + 6 <= inner.endIndex {
          let digits = String(decoding: inner[(at + 2)..<(at + 6)], as: UTF8.self)
          units.append(UInt16(digits, radix: 16) ?? 0xFFFD)
          at += 6
        } else {
          units.append(UInt16(escapes[letter] ?? letter))
          at += 2
        }
      }
      out += String(decoding: units, as: UTF16.self)
      plain = at
    }
    flush(to: at, &out)
    return out
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13,
    UInt8(ascii: "t"): 9,
  ]

  /// A text as JSON.
  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      // Control characters, and what some take for the end of a line.
      case _
      where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || (0x2028...0x2029).contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)  // what needs no escape
      }
    }
    return out + "\""
  }
}
