/// Writes JSON as the calls come: the same calls give the same bytes, and every text is escaped.
///
/// Characters that a terminal obeys or that reorder text are written as `\u` escapes too, so that
/// a result may be shown as it is.
package struct JSONWriter {
  /// What has been written.
  package private(set) var bytes: [UInt8] = []
  private var depth = 0
  private var needsComma = false
  private var follows = false
  private var isInline = false

  /// A writer that has written nothing.
  package init() {}

  /// Ends the document with a line break and gives its bytes.
  package consuming func finish() -> [UInt8] {
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// A document: one object, whose fields are written by `body`.
  package static func document(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var json = JSONWriter()
    json.object(body)
    return json.finish()
  }

  /// Writes an object whose fields are written by `body`.
  package mutating func object(
    inline isOneLine: Bool = false, _ body: (inout JSONWriter) -> Void
  ) {
    if isOneLine { inline { $0.nest("{", "}", body) } } else { nest("{", "}", body) }
  }

  /// Writes what `body` writes on one line.
  package mutating func inline(_ body: (inout JSONWriter) -> Void) {
    let wasInline = isInline
    separate()
    follows = true
    isInline = true
    body(&self)
    isInline = wasInline
  }

  /// Writes an array whose elements are written by `body`.
  package mutating func array(_ body: (inout JSONWriter) -> Void) { nest("[", "]", body) }

  /// Writes the key of a field; its value is written next.
  package mutating func key(_ key: String) {
    separate()
    quote(key)
    bytes.append(": ")
    follows = true
  }

  /// Writes the key of a field, a word that needs no escape; its value is written next.
  package mutating func key(_ word: StaticString) {
    value(word)
    bytes.append(": ")
    follows = true
  }

  /// Writes text.
  package mutating func value(_ text: String) {
    separate()
    quote(text)
  }

  /// Writes a word that needs no escape.
  package mutating func value(_ word: StaticString) {
    separate()
    bytes +=
      ByteText {
        $0.append("\"")
        $0.append(word)
        $0.append("\"")
      }.bytes
  }

  /// Writes text that is given as UTF-8.
  package mutating func value(_ text: some Collection<UInt8>) {
    value(String(decoding: text, as: UTF8.self))
  }

  /// Writes bytes in hexadecimal, as text.
  package mutating func hex(_ bytes: some Collection<UInt8>) {
    separate()
    self.bytes +=
      ByteText {
        $0.append("\"")
        for byte in bytes { $0.append(hex: byte) }
        $0.append("\"")
      }.bytes
  }

  /// Writes a whole number.
  package mutating func value(_ number: Int) {
    separate()
    bytes.append(number)
  }

  /// Writes a whole number.
  package mutating func value(_ number: Int64) {
    separate()
    bytes += ByteText { $0.append(number) }.bytes
  }

  /// Writes `units` ÷ 10^`places`, exact.
  package mutating func decimal(_ units: Int64, places: Int) {
    separate()
    bytes += ByteText { $0.append(decimal: units, places: places) }.bytes
  }

  /// Writes `true` or `false`.
  package mutating func value(_ flag: Bool) {
    separate()
    bytes.append(flag ? "true" : "false")
  }

  /// Writes a number that is spelled already, as a duration in seconds: `0.25`.
  package mutating func number(_ spelling: String) {
    separate()
    bytes.append(spelling)
  }

  /// Writes `null`.
  package mutating func null() {
    separate()
    bytes.append("null")
  }

  private mutating func nest(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(open)
    needsComma = false
    depth += 1
    body(&self)
    depth -= 1
    if needsComma { breakLine() }
    bytes.append(close)
    needsComma = true
  }

  /// Puts what is due between the last value and the next.
  private mutating func separate() {
    if follows {
      follows = false
    } else {
      if needsComma { bytes.append(UInt8(ascii: ",")) }
      if isInline, needsComma { bytes.append(UInt8(ascii: " ")) }
      if depth > 0 { breakLine() }
    }
    needsComma = true
  }

  private mutating func breakLine() {
    if isInline { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(repeating: UInt8(ascii: " "), count: depth * 2)
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": bytes.append("\\\"")
      case "\\": bytes.append("\\\\")
      case "\n": bytes.append("\\n")
      case "\r": bytes.append("\\r")
      case "\t": bytes.append("\\t")
      case _ where SafeText.isEscaped(scalar):
        for unit in UTF16.encode(scalar).map({ Array($0) }) ?? [] {
          bytes.append("\\u")
          bytes.appendHex(UInt32(unit), digits: 4)
        }
      default: bytes.append(scalar)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
