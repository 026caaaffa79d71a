extension EndpointURL {
  /// A URL with a path and its query joined to it; the queries of both are kept.
  package static func joined(
    _ base: some Collection<UInt8>, _ path: some Collection<UInt8>
  ) -> [UInt8] {
    let isPath = { (byte: UInt8) in byte != UInt8(ascii: "?") }
    var joined = Array(base.prefix(while: isPath))
    if joined.last == UInt8(ascii: "/") { joined.removeLast() }
    joined += path.prefix(while: isPath)
    let queries = [Array(base.drop(while: isPath)), Array(path.drop(while: isPath))]
    var mark = UInt8(ascii: "?")
    for query in queries where query.count > 1 {
      joined.append(mark)
      joined += query.dropFirst()
      mark = UInt8(ascii: "&")
    }
    return joined
  }

  /// A URL with the credential in its place, percent-encoded; as it is if it has none.
  package static func filled(
    _ url: ArraySlice<UInt8>, with secret: some Collection<UInt8>
  ) -> [UInt8] {
    guard let place = place(in: url) else { return Array(url) }
    var text = ByteText()
    text.append(url[..<place.lowerBound])
    text.append(percentEncoding: secret)
    text.append(url[place.upperBound...])
    return text.bytes
  }
}

extension ByteText {
  /// Appends bytes as they may stand in one segment of a path or one value of a query (RFC 3986,
  /// section 2.3): letters, digits and `-._~` as they are.
  ///
  /// - Parameter keepsSlashes: whether it is a whole path, whose segments `/` divides.
  package mutating func append(
    percentEncoding text: some Sequence<UInt8>, keepsSlashes: Bool = false
  ) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      case UInt8(ascii: "/") where keepsSlashes: bytes.append(byte)
      case _:
        bytes.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] {
          bytes.append(digit < 10 ? 0x30 + digit : 0x37 + digit)
        }
      }
    }
  }
}
