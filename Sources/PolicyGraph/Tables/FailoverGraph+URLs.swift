extension FailoverGraph {
  /// The URL of an endpoint that is read from the environment: what stands in the variable, or the
  /// policy's own where that is empty.
  ///
  /// - Parameters:
  ///   - line: what the variable holds, up to its first line end; nil if it is not set.
  /// - Returns: why it cannot be used, as the end of a sentence; nil if it can.
  package mutating func readURL(
    of endpoint: ID<Endpoint>, from line: ArraySlice<UInt8>?
  ) -> StaticString? {
    let url = (line ?? []).prefix { $0 != 0x0A && $0 != 0x0D }
    if url.isEmpty {
      if !bytes(endpoints[endpoint].url).isEmpty { return nil }
      return line != nil ? "is set, but empty" : "is not set in the environment"
    }
    do throws(EndpointURL.Problem) {
      let parts = try EndpointURL(url)
      if parts.holdsCredential && endpoints[endpoint].credentials.isEmpty {
        return "has `{credential}`, and the endpoint has none"
      }
    } catch {
      return error.words
    }
    endpoints[endpoint].url = texts.append(url)
    return nil
  }
}
