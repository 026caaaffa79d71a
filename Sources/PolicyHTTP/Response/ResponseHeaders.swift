#if HTTPClient
  public import NIOHTTP1

  /// What of an endpoint's headers may go to a caller.
  public enum ResponseHeaders {
    /// Headers that are between us and the endpoint, or that speak for our own origin.
    private static let withheld: Set<String> = [
      "set-cookie", "set-cookie2", "www-authenticate", "authorization", "authentication-info",
      "content-length", "alt-svc", "strict-transport-security", "public-key-pins",
      "clear-site-data",
      "access-control-allow-origin", "access-control-allow-credentials", "location", "refresh",
      "server", "via", "x-powered-by", "nel", "report-to", "openai-organization", "openai-project",
    ]

    /// The headers that may be passed on: none of the connection's, none that sets cookies or
    /// speaks for our origin, none that would change the shape of our own answer.
    ///
    /// - Parameters:
    ///   - headers: an endpoint's headers.
    ///   - keeping: names that are passed on all the same, in lower case.
    ///   - bytesMax: what comes after so many bytes of names and values is dropped.
    /// - Returns: the safe ones, in their order. `content-length` is dropped: whoever passes on the
    ///   body knows how long it is.
    public static func safe(
      _ headers: HTTPHeaders, keeping: Set<String> = [], bytesMax: Int = 16 << 10
    ) -> HTTPHeaders {
      let named = HeaderText.named(by: headers)
      var safe = HTTPHeaders()
      var bytes = 0
      for (name, value) in headers {
        let lower = name.lowercased()
        if HeaderText.isHopByHop(lower, named: named) { continue }
        if withheld.contains(lower) && !keeping.contains(lower) { continue }
        guard HeaderText.isSafe(name: name, value: value) else { continue }
        bytes += name.utf8.count + value.utf8.count
        if bytes > bytesMax { break }
        safe.add(name: name, value: value)
      }
      return safe
    }
  }
#endif
