internal import PolicyGraph

/// One entry of `Allowed.hosts`.
struct AllowedHost {
  /// Nil: every scheme.
  private let scheme: [UInt8]?
  /// In lower case.
  private let host: [UInt8]
  /// Whether `host` is what hosts end in, with its dot; all of them where it is empty.
  private let isSuffix: Bool
  /// Nil: every port.
  private let port: Int?

  /// Reads an entry; nil if it says nothing that can be meant.
  init?(_ text: String) {
    var rest = AllowedHost.lower(text.utf8)[...]
    if let colon = rest.firstIndex(of: UInt8(ascii: ":")), rest[colon...].starts(with: "://".utf8) {
      scheme = Array(rest[..<colon])
      rest = rest[(colon + 3)...]
    } else {
      scheme = nil
    }
    isSuffix = rest.first == UInt8(ascii: "*")
    if isSuffix {
      rest.removeFirst()
      guard rest.isEmpty || rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ":")
      else { return nil }
    }
    if isSuffix, rest.first != UInt8(ascii: ".") {
      // Any host: one stands in for it while the port is read.
      rest = [UInt8(ascii: "x")] + rest
      host = []
      guard let parts = try? EndpointURL.parts(of: rest) else { return nil }
      port = AllowedHost.number(parts.port)
    } else {
      guard let parts = try? EndpointURL.parts(of: rest) else { return nil }
      host = Array(parts.host)
      port = AllowedHost.number(parts.port)
    }
  }

  /// Whether requests to a URL are allowed.
  func covers(_ url: EndpointURL) -> Bool {
    if let scheme, !scheme.elementsEqual(url.scheme) { return false }
    if let port, port != AllowedHost.number(url.port) ?? AllowedHost.usualPort(url.scheme) {
      return false
    }
    let given = AllowedHost.lower(url.host)
    return isSuffix
      ? given.count > host.count && given.suffix(host.count) == host[...] : given == host
  }

  private static func lower(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    digits.isEmpty ? nil : digits.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
  }

  private static func usualPort(_ scheme: ArraySlice<UInt8>) -> Int {
    scheme.last == UInt8(ascii: "s") && !scheme.elementsEqual("ws".utf8) ? 443 : 80
  }
}
