#if HTTPClient
  internal import NIOHTTP1

  extension PolicyHTTPRequest {
    /// What is wrong with the request, whatever endpoint it goes to.
    var fault: PolicyHTTPError.Fault? {
      if let reason = RequestPath.fault(of: path) { return .path(reason: reason) }
      for (name, value) in headers where !HeaderText.isSafe(name: name, value: value) {
        return .header(name: HeaderText.shown(name))
      }
      return nil
    }
  }

  /// Paths that a caller may ask for below an endpoint's base URL.
  enum RequestPath {
    /// What is wrong with a path and its query: the end of a sentence.
    static func fault(of path: String) -> String? {
      guard path.utf8.first == UInt8(ascii: "/") else {
        return "does not begin with `/`: a request names no host"
      }
      // `//host/path` is a host to whoever reads it as a URL.
      if path.hasPrefix("//") { return "begins with `//`: a request names no host" }
      if path.utf8.count > 16 << 10 { return "is longer than 16 KiB" }
      for byte in path.utf8 where !isAllowed(byte) {
        return "holds a byte that no URL may hold: it must be percent-encoded"
      }
      let folders = path.prefix { $0 != "?" }.split(separator: "/")
      if folders.contains(where: isDots) { return "leaves its folder with `.` or `..`" }
      return nil
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "#"), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "<"),
        UInt8(ascii: ">"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"),
        UInt8(ascii: "|"), UInt8(ascii: "}"):
        false
      default: byte > 0x20 && byte < 0x7F  // any other byte that can be seen
      }
    }

    /// Whether a part of a path is `.` or `..`, encoded or not.
    private static func isDots(_ part: Substring) -> Bool {
      // Nearly all parts are known by their first byte.
      guard part.utf8.first == UInt8(ascii: ".") || part.utf8.first == UInt8(ascii: "%") else {
        return false
      }
      let plain = part.lowercased().replacing("%2e", with: ".")
      return plain == "." || plain == ".."
    }
  }
#endif
