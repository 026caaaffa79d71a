/// What stands for raw bytes in a block marked `escaped`.
///
/// `\u{…}` a character, `\x80` a byte, `\r` and `\0` themselves; `\` at the end of a line joins it
/// to the next; `\*65<a { >` is `a { ` sixty-five times. Any other `\` is only itself.
enum CorpusEscapes {
  static func decode(_ text: String) -> [UInt8] {
    var out: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      rest = rest.dropFirst()
      guard byte == UInt8(ascii: "\\"), let (bytes, length) = escape(rest) else {
        out.append(byte)
        continue
      }
      out += bytes
      rest = rest.dropFirst(length)
    }
    return out
  }

  /// The bytes that an escape stands for, and how long it is behind its `\`.
  private static func escape(_ rest: ArraySlice<UInt8>) -> ([UInt8], Int)? {
    switch rest.first {
    case UInt8(ascii: "r"): return ([0x0D], 1)
    case UInt8(ascii: "0"): return ([0x00], 1)
    case UInt8(ascii: "\n"): return ([], 1)
    case UInt8(ascii: "x"):
      let digits = rest.dropFirst().prefix(2)
      return UInt8(text(digits), radix: 16).map { ([$0], 3) }
    case UInt8(ascii: "u"):
      guard rest.dropFirst().first == UInt8(ascii: "{"),
        let end = rest.firstIndex(of: UInt8(ascii: "}"))
      else { return nil }
      let digits = rest[(rest.startIndex + 2)..<end]
      guard let scalar = UInt32(text(digits), radix: 16).flatMap(Unicode.Scalar.init) else {
        return nil
      }
      return (Array(String(scalar).utf8), end - rest.startIndex + 1)
    case UInt8(ascii: "*"):
      guard let open = rest.firstIndex(of: UInt8(ascii: "<")),
        let end = rest.firstIndex(of: UInt8(ascii: ">")), open < end,
        let count = Int(text(rest[(rest.startIndex + 1)..<open]))
      else { return nil }
      let piece = decode(text(rest[(open + 1)..<end]))
      return (Array(repeatElement(piece, count: count).joined()), end - rest.startIndex + 1)
    default: return nil
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
