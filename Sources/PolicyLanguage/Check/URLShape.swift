/// What a URL must look like to be an endpoint's.
enum URLShape {
  /// What is wrong with a URL.
  struct Objection {
    var text: String
    var isSecret = false
    /// What to write instead.
    var note: String?
  }

  private static let schemes = ["http", "https", "ws", "wss", "grpc", "grpcs"]

  /// What is wrong with `bytes` as a URL; nil if nothing is.
  static func objection(_ bytes: ArraySlice<UInt8>) -> Objection? {
    for byte in bytes where byte <= 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x3C {
      return Objection(text: "holds a character that no URL may hold")
    }
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
      return Objection(text: "has no scheme")
    }
    let scheme = bytes[..<colon]
    guard schemes.contains(where: { $0.utf8.elementsEqual(scheme) }) else {
      return Objection(text: "has none of the schemes \(schemes.joined(separator: ", "))")
    }
    var rest = bytes[(colon + 1)...]
    guard rest.starts(with: "//".utf8) else {
      return Objection(text: "lacks `//` after its scheme")
    }
    rest = rest.dropFirst(2)
    let authority = rest.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
    if authority.contains(UInt8(ascii: "@")) {
      return Objection(text: "holds credentials", isSecret: true)
    }
    let path = rest[authority.endIndex...]
    if holdsKey(path) { return Objection(text: "holds a key", isSecret: true) }
    if let sign = PathShape.placeholder(in: rest) ?? PathShape.expression(in: path) {
      return Objection(
        text: "holds \(sign), and nothing is ever put in there",
        note:
          "write the URL out; what differs from place to place is a `let api: \"https://…\"`, as in `url api`, and is set by `--set api=…`"
      )
    }
    return host(authority)
  }

  /// Whether a path or a query holds a key.
  private static func holdsKey(_ rest: ArraySlice<UInt8>) -> Bool {
    let query = rest.drop { $0 != 0x3F }.dropFirst().prefix { $0 != 0x23 }
    let separators = "/?#&=;,".utf8
    return SecretShape.namesKey(inQuery: query)
      || rest.split { separators.contains($0) }.contains {
        SecretShape.looksLikeSecret($0) || SecretShape.isRandom($0)
      }
  }

  /// Whether `bytes` are a URL with a name or a password before its host, or a key behind it.
  static func holdsSecret(_ bytes: ArraySlice<UInt8>) -> Bool {
    holdsCredentials(bytes) || objection(bytes)?.isSecret ?? false
  }

  private static func holdsCredentials(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let rest = bytes[(colon + 1)...]
    guard rest.starts(with: "//".utf8) else { return false }
    return rest.dropFirst(2).prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
      .contains(UInt8(ascii: "@"))
  }

  private static func host(_ authority: ArraySlice<UInt8>) -> Objection? {
    var host = authority
    if authority.first == UInt8(ascii: "[") {
      guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else {
        return Objection(text: "has an address without its `]`")
      }
      host = authority[...end]
    } else if let colon = authority.firstIndex(of: UInt8(ascii: ":")) {
      host = authority[..<colon]
    }
    if host.isEmpty { return Objection(text: "has no host") }
    if host.contains(UInt8(ascii: "*")) {
      return Objection(text: "names no host: a `*` matches nothing here")
    }
    let port = authority[host.endIndex...]
    guard !port.isEmpty else { return nil }
    let digits = port.dropFirst()
    guard port.first == UInt8(ascii: ":"), !digits.isEmpty, digits.count <= 5,
      digits.allSatisfy(\.isDigit)
    else { return Objection(text: "has a port that is not a number") }
    let number = digits.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    return (1...65_535).contains(number) ? nil : Objection(text: "has a port out of 1 to 65535")
  }
}
