/// Takes a key out of the text that people keep it in: PEM as `openssl` writes it, or base64.
enum KeyFile {
  /// The DER in `text` between the PEM lines with `label`, or in bare base64 where that is allowed.
  static func der(_ text: [UInt8], label: String, bare: Bool) throws(KeyError) -> [UInt8] {
    guard text.count <= SigningKey.fileBytesMax else {
      throw .notAKey(reason: "it is too large for a key")
    }
    let lines = text.split { $0 == 0x0A || $0 == 0x0D }.map { line in
      String(decoding: line, as: UTF8.self)
    }
    guard let begin = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN ") }) else {
      guard bare, let bytes = Base64.decode(text) else {
        throw .notAKey(reason: "it is not PEM with `-----BEGIN \(label)-----`")
      }
      return bytes
    }
    guard lines[begin] == "-----BEGIN \(label)-----" else {
      throw .notAKey(reason: other(lines[begin], wanted: label))
    }
    let rest = lines[(begin + 1)...]
    guard let end = rest.firstIndex(of: "-----END \(label)-----"),
      let bytes = Base64.decode(Array(rest[..<end].joined().utf8))
    else { throw .notAKey(reason: "it is damaged PEM") }
    return bytes
  }

  /// Why PEM of another kind will not do; only known labels are named.
  private static func other(_ line: String, wanted label: String) -> String {
    switch line {
    case "-----BEGIN PRIVATE KEY-----":
      "it is a private key; `openssl pkey -in KEY -pubout` gives its public key"
    case "-----BEGIN PUBLIC KEY-----": "it is a public key, and the private key signs"
    case "-----BEGIN ENCRYPTED PRIVATE KEY-----":
      "it is encrypted; `openssl pkey -in KEY` gives the key in the clear"
    default: "it is not PEM with `-----BEGIN \(label)-----`"  // any other text
    }
  }
}

/// Base64 by RFC 4648, section 4.
enum Base64 {
  /// The bytes that `text` stands for, blanks and line ends left out; nil if it is not base64.
  static func decode(_ text: [UInt8]) -> [UInt8]? {
    var digits = text.filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    guard !digits.isEmpty, digits.count.isMultiple(of: 4) else { return nil }
    for _ in 0..<2 where digits.last == UInt8(ascii: "=") { digits.removeLast() }
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for digit in digits {
      guard let value = value(digit) else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        bits &= (1 << UInt32(count)) - 1
      }
    }
    // What is left over is zero, so that every key has one spelling.
    return bits == 0 ? bytes : nil
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil  // every other byte
    }
  }
}
