#if HTTPClient
  public import NIOHTTP1

  /// The `Retry-After` header of an answer that is not full service, or of an error.
  public enum RetryAfter {
    /// A header's value for a wait: whole seconds (RFC 9110, section 10.2.3), rounded up, so that
    /// nobody comes too early; at least 1.
    public static func seconds(_ wait: Duration) -> Int {
      let (seconds, attoseconds) = wait.components
      return Int(clamping: max(1, seconds + (attoseconds > 0 ? 1 : 0)))
    }

    /// Adds the header for a wait, unless the headers have one already or the wait is not known.
    public static func add(_ wait: Duration?, to headers: inout HTTPHeaders) {
      guard let wait, !headers.contains(name: "retry-after") else { return }
      headers.add(name: "retry-after", value: "\(seconds(wait))")
    }
  }
#endif
