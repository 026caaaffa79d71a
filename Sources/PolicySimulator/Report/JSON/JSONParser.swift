/// Reads JSON as RFC 8259 has it, and nothing beyond: no comments, no trailing commas, no key
/// twice, no half surrogate pairs, no ill-formed UTF-8, nothing behind the value.
package struct JSONParser {
  let bytes: [UInt8]
  var at = 0
  private var depth = 0

  /// Reads the whole of `bytes`.
  package static func parse(_ bytes: [UInt8]) throws(ReportError) -> JSONValue {
    guard bytes.count <= ReportLimits.bytesMax else {
      throw ReportError("the report is larger than \(ReportLimits.bytesMax >> 20) MiB")
    }
    var parser = JSONParser(bytes: bytes)
    let value = try parser.value()
    parser.skipBlanks()
    guard parser.at == bytes.count else {
      throw parser.error("there is more after the end of the JSON")
    }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// The byte that comes next; nil at the end.
  var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  /// Takes the next byte if it is `byte`.
  mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    at += 1
    return true
  }

  /// What is wrong at the next byte, or that the JSON ends too early.
  func error(_ message: String, at offset: Int? = nil) -> ReportError {
    let place = offset ?? at
    return place >= bytes.count
      ? ReportError("the JSON ends too early: it was cut off", at: bytes.count, in: bytes)
      : ReportError(message, at: place, in: bytes)
  }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  private mutating func value() throws(ReportError) -> JSONValue {
    skipBlanks()
    let start = at
    guard let byte = next else { throw error("") }
    let kind: JSONValue.Kind
    switch byte {
    case UInt8(ascii: "{"): kind = .object(try nested { (p) throws(ReportError) in try p.object() })
    case UInt8(ascii: "["): kind = .array(try nested { (p) throws(ReportError) in try p.array() })
    case UInt8(ascii: "\""): kind = .text(try text())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): kind = .number(try number())
    case UInt8(ascii: "t"): kind = try word("true", .flag(true))
    case UInt8(ascii: "f"): kind = try word("false", .flag(false))
    case UInt8(ascii: "n"): kind = try word("null", .null)
    default: throw error("JSON has no value that begins so")
    }
    return JSONValue(kind: kind, offset: start)
  }

  private mutating func nested<Result>(
    _ body: (inout JSONParser) throws(ReportError) -> Result
  ) throws(ReportError) -> Result {
    guard depth < ReportLimits.depthMax else {
      throw error("the JSON nests deeper than \(ReportLimits.depthMax) levels")
    }
    at += 1
    depth += 1
    let result = try body(&self)
    depth -= 1
    return result
  }

  private mutating func array() throws(ReportError) -> [JSONValue] {
    var values: [JSONValue] = []
    skipBlanks()
    if take("]") { return values }
    while true {
      values.append(try value())
      skipBlanks()
      if take("]") { return values }
      guard take(",") else { throw error("`,` or `]` is wanted here") }
    }
  }

  private mutating func object() throws(ReportError) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    var places: [Int] = []
    skipBlanks()
    if take("}") { return members }
    while true {
      skipBlanks()
      places.append(at)
      guard next == UInt8(ascii: "\"") else { throw error("a key in quotes is wanted here") }
      let key = try text()
      skipBlanks()
      guard take(":") else { throw error("`:` is wanted here") }
      members.append(JSONValue.Member(key: key, value: try value()))
      skipBlanks()
      if take("}") { break }
      guard take(",") else { throw error("`,` or `}` is wanted here") }
    }
    if let twice = JSONParser.repeated(members) {
      throw error("the key `\(members[twice].key)` is here twice", at: places[twice])
    }
    return members
  }

  /// The place of a key that was there before; keys are told apart by their bytes.
  private static func repeated(_ members: [JSONValue.Member]) -> Int? {
    func precedes(_ a: Int, _ b: Int) -> Bool {
      members[a].key.utf8.lexicographicallyPrecedes(members[b].key.utf8)
    }
    let order = members.indices.sorted { precedes($0, $1) || (!precedes($1, $0) && $0 < $1) }
    return zip(order, order.dropFirst()).filter { !precedes($0, $1) }.map(\.1).min()
  }

  private mutating func word(
    _ word: StaticString, _ kind: JSONValue.Kind
  ) throws(ReportError) -> JSONValue.Kind {
    for byte in word.description.utf8 {
      guard next == byte else { throw error("`\(word)` is wanted here") }
      at += 1
    }
    return kind
  }

  private mutating func number() throws(ReportError) -> Range<Int> {
    let start = at
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return start..<at
  }

  private mutating func digits() throws(ReportError) {
    let start = at
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { at += 1 }
    if at == start { throw error("a digit is wanted here") }
  }
}
