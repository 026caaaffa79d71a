#if HTTPClient
  internal import AsyncHTTPClient
  internal import NIOCore
  internal import NIOHTTP1
  internal import PolicyGraph
  internal import PolicyService

  extension Exchange {
    /// The request as it goes to this attempt's endpoint.
    func message(_ watch: Watch) throws -> HTTPClientRequest {
      let own = options.path(attempt)
      // Joined to the URL, it could name another host, and the credential would go there.
      if let own, RequestPath.fault(of: own) != nil { throw AttemptFailure.transport(.unreachable) }
      let path = own ?? request.path
      var message = HTTPClientRequest(url: JoinedURL.text(attempt.url, path))
      message.method = request.method
      message.headers = RequestHeaders.forwarded(request.headers, keeping: options.forwards)
      message.body = try body(watch)
      try options.prepare?(&message, attempt)
      RequestHeaders.sign(&message.headers, attempt, key: request.facts.key)
      return message
    }

    private func body(_ watch: Watch) throws -> HTTPClientRequest.Body? {
      switch request.body {
      case .none:
        if attempt.isResume { throw CancellationError() }
        return nil
      case .bytes(let bytes):
        // An answer that was cut is not continued by asking the same thing again: the caller would
        // read it from its beginning once more.
        if attempt.isResume { throw CancellationError() }
        return body(bytes, watch)
      case .each(let make): return body(try make(sending), watch)
      case .made(let make): return try make(sending)
      }
    }

    private var sending: PolicyHTTPRequest.Sending {
      PolicyHTTPRequest.Sending(
        attempt: attempt, received: attempt.isResume ? pipe.received : nil)
    }

    private func body(_ bytes: ByteBuffer, _ watch: Watch) -> HTTPClientRequest.Body {
      guard attempt.timeouts.connect != nil else { return .bytes(bytes) }
      // A body that is asked for tells that the connection stands; the client says it nowhere else.
      return .stream(
        AskedBody(bytes: bytes, watch: watch), length: .known(Int64(bytes.readableBytes)))
    }
  }

  /// A body in one piece, which tells when it is asked for.
  private struct AskedBody: AsyncSequence, Sendable {
    let bytes: ByteBuffer
    let watch: Watch

    struct AsyncIterator: AsyncIteratorProtocol {
      var bytes: ByteBuffer?
      let watch: Watch

      mutating func next() async -> ByteBuffer? {
        watch.connected()
        return bytes.take()
      }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(bytes: bytes, watch: watch) }
  }
#endif
