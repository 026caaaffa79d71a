import PolicyGraph

/// What a URL must look like to be an endpoint's.
enum URLShape {
  /// What is wrong with a URL.
  struct Problem {
    var text: String
    var isSecret = false
    /// Whether it is about the place of the credential.
    var isPlace = false
    /// What to write instead.
    var note: String?
  }

  /// What is wrong with `bytes` as a URL; nil if nothing is.
  ///
  /// `EndpointURL` takes it apart, as the decoder does; a policy is told more, and of more.
  static func objection(_ bytes: ArraySlice<UInt8>) -> Problem? {
    var wrong: EndpointURL.Problem?
    do throws(EndpointURL.Problem) {
      _ = try EndpointURL(bytes)
    } catch {
      wrong = error
    }
    let plain = wrong.map { Problem(text: "\($0.words)", isSecret: $0 == .credentials) }
    switch wrong {
    case .noScheme, .scheme, .slashes, .credentials: return plain
    case .credentialInHost, .credentialTwice:
      return Problem(
        text: "\(wrong?.words ?? "")", isPlace: true,
        note:
          "it stands once, in the path or in the query: `https://host.example.com/v2/{credential}`")
    case nil, .character, .bracket, .noHost, .host, .portNumber, .portRange: break
    }
    var written = Array(bytes)
    if let place = EndpointURL.place(in: bytes) {
      written.removeSubrange(
        place.lowerBound - bytes.startIndex..<place.upperBound - bytes.startIndex)
    }
    let rest = written.drop { $0 != 0x3A }.dropFirst(3)
    let authority = rest.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
    let path = rest[authority.endIndex...]
    if holdsKey(path) { return Problem(text: "holds a key", isSecret: true) }
    if let sign = PathShape.placeholder(in: rest) ?? PathShape.expression(in: path) {
      return Problem(
        text: "contains \(sign), but URLs have no placeholders",
        note:
          "write the URL out; for a part that differs between environments use `let api: \"https://…\"` with `url api`, and set it by `--set api=…`"
      )
    }
    if wrong == .host, authority.contains(UInt8(ascii: "*")) {
      return Problem(text: "names no host: `*` is no wildcard here")
    }
    return plain
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
}
