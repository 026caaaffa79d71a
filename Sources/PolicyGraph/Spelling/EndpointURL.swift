/// The base URL of an endpoint, taken apart: the one reading of it for the checker, the decoder and
/// whoever allows hosts.
package struct EndpointURL {
  /// As in `https`.
  package let scheme: ArraySlice<UInt8>
  /// A name or an address; an IPv6 address with its brackets.
  package let host: ArraySlice<UInt8>
  /// Its digits; empty where the URL states none.
  package let port: ArraySlice<UInt8>
  /// Whether its path or its query has a place for the endpoint's credential.
  package let holdsCredential: Bool

  /// Why bytes cannot be the URL of an endpoint.
  package enum Problem: Error {
    case character, noScheme, scheme, slashes, credentials, bracket, noHost, host, portNumber
    case portRange, credentialInHost, credentialTwice
  }

  /// Takes a URL apart.
  package init(_ bytes: ArraySlice<UInt8>) throws(Problem) {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { throw .noScheme }
    scheme = bytes[..<colon]
    guard EndpointURL.isScheme(scheme) else { throw .scheme }
    var rest = bytes[(colon + 1)...]
    for _ in 0..<2 where rest.popFirst() != UInt8(ascii: "/") { throw .slashes }
    let authority = rest.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
    if authority.contains(UInt8(ascii: "@")) { throw .credentials }
    guard EndpointURL.place(in: authority) == nil else { throw .credentialInHost }
    let behind = rest[authority.endIndex...]
    let place = EndpointURL.place(in: behind)
    holdsCredential = place != nil
    if let place {
      let tail = behind[place.upperBound...]
      guard EndpointURL.place(in: tail) == nil else { throw .credentialTwice }
      guard behind[..<place.lowerBound].allSatisfy(EndpointURL.mayStand),
        tail.allSatisfy(EndpointURL.mayStand)
      else { throw .character }
    }
    guard (place == nil ? bytes : bytes[..<behind.startIndex]).allSatisfy(EndpointURL.mayStand)
    else { throw .character }
    (host, port) = try EndpointURL.parts(of: authority)
  }

  /// Where the credential goes in a part of a URL; nil if it does not.
  package static func place(in part: ArraySlice<UInt8>) -> Range<Int>? {
    let wanted: StaticString = "{credential}"
    guard part.count >= wanted.utf8CodeUnitCount else { return nil }
    for start in part.startIndex...(part.endIndex - wanted.utf8CodeUnitCount)
    where part[start] == UInt8(ascii: "{") {
      let end = start + wanted.utf8CodeUnitCount
      if part[start..<end].spells(wanted) { return start..<end }
    }
    return nil
  }

  /// Splits a host from its port.
  package static func parts(
    of authority: ArraySlice<UInt8>
  ) throws(Problem) -> (host: ArraySlice<UInt8>, port: ArraySlice<UInt8>) {
    var host = authority
    if authority.first == UInt8(ascii: "[") {
      guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else { throw .bracket }
      host = authority[...end]
      guard host.dropFirst().dropLast().allSatisfy(isAddressByte) else { throw .host }
    } else {
      if let colon = authority.firstIndex(of: UInt8(ascii: ":")) { host = authority[..<colon] }
      guard host.allSatisfy({ $0.isWordByte || $0 == UInt8(ascii: ".") }) else { throw .host }
    }
    if host.isEmpty { throw .noHost }
    var port = authority[host.endIndex...]
    guard !port.isEmpty else { return (host, port) }
    guard port.popFirst() == UInt8(ascii: ":"), !port.isEmpty, port.count <= 5,
      port.allSatisfy({ $0.isDigitByte })
    else { throw .portNumber }
    let number = port.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    guard (1...65_535).contains(number) else { throw .portRange }
    return (host, port)
  }

  /// Printable ASCII but for what RFC 3986 leaves out of every part of a URL, and readers disagree
  /// about: a backslash is a slash to some.
  private static func mayStand(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B, 0x7C, 0x7D: false
    case _: byte > 0x20 && byte < 0x7F
    }
  }

  private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.spells("https") || bytes.spells("http")
      || bytes.spells("wss") || bytes.spells("ws")
      || bytes.spells("grpcs") || bytes.spells("grpc")
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    byte.isDigitByte || (byte | 0x20) &- 0x61 < 6 || byte == 0x3A || byte == 0x2E
  }
}

extension EndpointURL.Problem {
  /// The end of a sentence that begins with the URL.
  package var words: StaticString {
    switch self {
    case .character: "holds a character that no URL may hold"
    case .noScheme: "has no scheme"
    case .scheme: "has none of the schemes http, https, ws, wss, grpc, grpcs"
    case .slashes: "lacks `//` after its scheme"
    case .credentials: "holds credentials"
    case .bracket: "has an address without its `]`"
    case .noHost: "has no host"
    case .host: "has a host with a character that no host may hold"
    case .portNumber: "has a port that is not a number"
    case .portRange: "has a port out of 1 to 65535"
    case .credentialInHost: "has `{credential}` in its host"
    case .credentialTwice: "has `{credential}` twice"
    }
  }
}
