#if HTTPClient
  internal import NIOHTTP1

  /// What may stand in a header, and which headers end at the next hop.
  enum HeaderText {
    /// Headers of one connection: they mean nothing on the next.
    private static let hopByHop: Set<String> = [
      "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
      "te", "trailer", "transfer-encoding", "upgrade", "http2-settings",
    ]

    /// Whether a header is about one connection, by its own name or because `connection` says so.
    static func isHopByHop(_ name: String, named: Set<String>) -> Bool {
      hopByHop.contains(name) || named.contains(name)
    }

    /// The names in `connection` headers, in lower case.
    static func named(by headers: HTTPHeaders) -> Set<String> {
      guard headers.contains(name: "connection") else { return [] }
      return Set(headers[canonicalForm: "connection"].map { $0.lowercased() })
    }

    /// Whether a name is a token, and a value holds no control character but a tab.
    static func isSafe(name: String, value: String) -> Bool {
      !name.isEmpty && name.utf8.allSatisfy(isToken)
        && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    /// A name as it may be shown, whatever is in it.
    static func shown(_ name: String) -> String {
      String(
        decoding: name.utf8.prefix(64).map { isToken($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }

    private static func isToken(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"),
        UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "_"),
        UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
        true
      default: false  // any other byte
      }
    }
  }
#endif
