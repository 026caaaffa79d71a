extension Spelling {
  /// Whether `bytes` are a token of HTTP (RFC 9110, section 5.6.2): the name of a header, or the
  /// scheme of a credential.
  package static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.isEmpty
      && bytes.allSatisfy { byte in
        switch byte {
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2E, 0x5E, 0x60, 0x7C, 0x7E: true
        case _: byte.isWordByte
        }
      }
  }

  /// Whether `bytes` name a header that frames a message or concerns one connection only (RFC 9110,
  /// section 7.6.1; RFC 9112, sections 3.2 and 6): the HTTP client alone writes these.
  package static func isReservedHeader(_ bytes: ArraySlice<UInt8>) -> Bool {
    let names: [StaticString] = [
      "connection", "content-length", "expect", "host", "http2-settings", "keep-alive", "te",
      "trailer", "transfer-encoding", "upgrade",
    ]
    let lowered = bytes.map { $0.isLetterByte ? $0 | 0x20 : $0 }
    return names.contains { lowered.spells($0) } || lowered.prefix(6).spells("proxy-")
  }

  /// Whether `bytes` name a header that a policy may set.
  package static func isHeaderName(_ bytes: ArraySlice<UInt8>) -> Bool {
    isToken(bytes) && !isReservedHeader(bytes)
  }

  /// Whether `bytes` are what follows the host in a request (RFC 9112, section 3.2.1): a path, and
  /// perhaps a query.
  ///
  /// `//` at the start would be a host to whoever reads it as a URL.
  package static func isRequestPath(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.first == UInt8(ascii: "/"), bytes.dropFirst().first != UInt8(ascii: "/") else {
      return false
    }
    for at in bytes.indices {
      let byte = bytes[at]
      guard byte == UInt8(ascii: "%") ? isEncoded(bytes[at...]) : isPathByte(byte) else {
        return false
      }
    }
    return true
  }

  /// Whether `bytes` begin with a `%` and two hexadecimal digits (RFC 3986, section 2.1).
  package static func isEncoded(_ bytes: ArraySlice<UInt8>) -> Bool {
    let digits = bytes.dropFirst().prefix(2)
    return bytes.first == UInt8(ascii: "%") && digits.count == 2
      && digits.allSatisfy { $0.isHexByte }
  }

  /// What a path and a query may hold as it is (RFC 3986, sections 3.3 and 3.4).
  private static func isPathByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x24, 0x26...0x29, 0x2A...0x2C, 0x2E, 0x2F, 0x3A, 0x3B, 0x3D, 0x3F, 0x40, 0x7E: true
    case _: byte.isWordByte
    }
  }
}

extension UInt8 {
  /// A hexadecimal digit.
  fileprivate var isHexByte: Bool { isDigitByte || (self | 0x20) &- 0x61 < 6 }
}
