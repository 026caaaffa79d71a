extension JSONParser {
  /// Reads a text in quotes, of which the first comes next.
  mutating func text() throws(ReportError) -> String {
    at += 1
    var out: [UInt8] = []
    let start = at
    while true {
      // A run of bytes that stand for themselves is taken at once.
      let from = at
      while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
        at += 1
      }
      out += bytes[from..<at]
      if take("\"") { break }
      guard take("\\") else {
        throw error("a control character stands in a text: it must be written as an escape")
      }
      out += Array(String(try escaped()).utf8)
    }
    guard let text = String(validating: out, as: UTF8.self) else {
      throw error("a text is not UTF-8", at: start)
    }
    return text
  }

  /// Reads what follows a backslash.
  private mutating func escaped() throws(ReportError) -> Unicode.Scalar {
    let start = at - 1
    guard let byte = next else { throw error("") }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try scalar(from: start)
    default: throw error("JSON has no such escape", at: start)
    }
  }

  /// Reads the digits of `\u`, and of a second one if the first is half a pair.
  private mutating func scalar(from start: Int) throws(ReportError) -> Unicode.Scalar {
    let first = try unit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, take("\\"), take("u") {
      let second = try unit()
      let value = 0x10000 &+ (first & 0x3FF) << 10 &+ (second & 0x3FF)
      if second & 0xFC00 == 0xDC00, let scalar = Unicode.Scalar(value) { return scalar }
    }
    throw at >= bytes.count ? error("") : error("this is half a surrogate pair", at: start)
  }

  /// Reads four hexadecimal digits.
  private mutating func unit() throws(ReportError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("four hexadecimal digits are wanted here")
      }
      value = value << 4 | UInt32(digit)
      at += 1
    }
    return value
  }
}
