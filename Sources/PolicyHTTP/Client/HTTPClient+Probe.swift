#if HTTPClient
  public import AsyncHTTPClient
  internal import NIOCore
  internal import NIOHTTP1
  public import PolicyService

  extension HTTPClient {
    /// Asks after the health of an endpoint, with its credential: what `PolicyEngine.runProbes`
    /// wants.
    ///
    /// ```swift
    /// await engine.runProbes { try await client.status(of: $0) }
    /// ```
    /// - Returns: the status of the answer; nil if the probe names no path, so that any answer will
    ///   do.
    /// - Throws: what kept an answer from coming, or `PolicyHTTPError` for a client that follows
    ///   redirects.
    public func status(of probe: HealthProbe) async throws -> Int? {
      if let redirectFault { throw PolicyHTTPError.refused(redirectFault) }
      var message = HTTPClientRequest(url: probe.url)
      RequestHeaders.sign(&message.headers, probe.destination, probe.credential)
      // The engine waits no longer than the probe allows, and cancels this task.
      let answer = try await execute(message, deadline: .now() + .hours(1))
      // A body that was read leaves the connection for the next probe; a long one is cut.
      _ = try? await answer.body.collect(upTo: 64 << 10)
      return probe.path == nil ? nil : Int(answer.status.code)
    }
  }
#endif
