/// The content of a text literal: its escapes resolved, its quotes gone.
enum TextLiteral {
  /// A wrong escape: its place.
  struct BadEscape: Error {
    var range: SourceRange
  }

  /// Where the content of a text token stands, if it has no escapes.
  static func plain(_ source: SourceFile, _ token: Token) -> Range<Int>? {
    let bytes = source.bytes.span
    let start = Int(token.start) + 1
    var end = token.end
    if end > start, bytes[end - 1] == UInt8(ascii: "\"") { end -= 1 }
    for i in start..<end where bytes[i] == UInt8(ascii: "\\") { return nil }
    return start..<end
  }

  /// The bytes that a text token stands for.
  static func decode(_ source: SourceFile, _ token: Token) -> Result<[UInt8], BadEscape> {
    let bytes = source.bytes
    var end = token.end
    var i = Int(token.start) + 1
    if end > i, bytes[end - 1] == UInt8(ascii: "\"") { end -= 1 }
    var out: [UInt8] = []
    out.reserveCapacity(end - i)
    while i < end {
      guard bytes[i] == UInt8(ascii: "\\") else {
        out.append(bytes[i])
        i += 1
        continue
      }
      let start = i
      i += 2
      switch start + 1 < end ? bytes[start + 1] : 0 {
      case UInt8(ascii: "\""): out.append(UInt8(ascii: "\""))
      case UInt8(ascii: "\\"): out.append(UInt8(ascii: "\\"))
      case UInt8(ascii: "n"): out.append(0x0A)
      case UInt8(ascii: "t"): out.append(0x09)
      case UInt8(ascii: "u"):
        guard let (scalar, next) = unicode(bytes, i, end) else {
          // All of `\u{…}`, where it has its braces.
          var last = Swift.min(end, start + 2)
          if last < end, bytes[last] == UInt8(ascii: "{"),
            let close = bytes[last..<end].firstIndex(of: UInt8(ascii: "}"))
          {
            last = close + 1
          }
          return .failure(BadEscape(range: SourceRange(start, last)))
        }
        out.append(contentsOf: String(Character(scalar)).utf8)
        i = next
      default:
        return .failure(BadEscape(range: SourceRange(start, Swift.min(end, start + 2))))
      }
    }
    return .success(out)
  }

  private static func unicode(_ bytes: [UInt8], _ start: Int, _ end: Int) -> (Unicode.Scalar, Int)?
  {
    guard start < end, bytes[start] == UInt8(ascii: "{") else { return nil }
    var value: UInt32 = 0
    var i = start + 1
    while i < end, bytes[i] != UInt8(ascii: "}") {
      guard i - start <= 8, let digit = Character(Unicode.Scalar(bytes[i])).hexDigitValue else {
        return nil
      }
      value = value << 4 | UInt32(digit)
      i += 1
    }
    guard i < end, i > start + 1, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, i + 1)
  }
}
