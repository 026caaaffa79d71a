/// Texts as they may stand in one segment of a path or in one value of a query (RFC 3986,
/// section 2.3).
enum PercentEncoded {
  /// `text` with every byte encoded that is neither a letter, a digit nor one of `-._~`.
  static func text(_ text: String) -> String {
    var out: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in text.utf8 {
      let isPlain =
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x2E
        || byte == 0x5F || byte == 0x7E
      if isPlain {
        out.append(byte)
      } else {
        out += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
