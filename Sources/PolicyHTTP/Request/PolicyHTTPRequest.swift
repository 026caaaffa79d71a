#if HTTPClient
  public import AsyncHTTPClient
  public import NIOCore
  public import NIOHTTP1
  public import PolicyService

  /// What is asked, before an endpoint is chosen: a request of HTTP without a host.
  public struct PolicyHTTPRequest: Sendable {
    /// The method.
    public var method: HTTPMethod
    /// The path and the query, from the first `/` on; they are joined to the endpoint's base URL.
    public var path: String
    /// Headers; those of the connection, and those that carry secrets, are not forwarded.
    public var headers: HTTPHeaders
    /// The body.
    public var body: Body
    /// What the policy may ask about the request, and the key that its handlers know it by.
    public var facts: Request

    /// A body that can be sent more than once.
    ///
    /// What its closures throw counts as `PolicyHTTPOptions.prepare` says.
    public enum Body: Sendable {
      /// No body.
      case none
      /// The same bytes for each attempt.
      case bytes(ByteBuffer)
      /// Bytes of its own for each attempt, which may want another model's name in them, or to be
      /// continued.
      case each(@Sendable (Sending) throws -> ByteBuffer)
      /// A stream made anew for each attempt.
      ///
      /// The policy's `connect` limit does not hold for it: the client's own does.
      case made(@Sendable (Sending) throws -> HTTPClientRequest.Body)
    }

    /// What a body is made for.
    public struct Sending: Sendable {
      /// The attempt.
      public let attempt: Attempt
      /// What the caller has received of the answer so far: for an attempt that continues it.
      ///
      /// Nil if it was not kept; see `PolicyHTTPOptions.receivedBytesMax`.
      public let received: ByteBuffer?
    }

    /// A request for a path.
    public init(
      method: HTTPMethod = .POST, path: String, headers: HTTPHeaders = [:], body: Body = .none,
      facts: Request = Request()
    ) {
      self.method = method
      self.path = path
      self.headers = headers
      self.body = body
      self.facts = facts
    }

    /// A request as AsyncHTTPClient has it, with a path in the place of its URL.
    ///
    /// - Parameters:
    ///   - request: the request; its body is read once, and kept for as many attempts as there are.
    ///   - bytesMax: the most bytes of a body that are kept.
    ///   - facts: what the policy may ask about it.
    /// - Throws: `PolicyHTTPError.Fault.bodyNotReplayable` for a longer one, or whatever reading it
    ///   throws.
    public init(
      _ request: HTTPClientRequest, keeping bytesMax: Int = 8 << 20, facts: Request = Request()
    ) async throws {
      var kept: ByteBuffer?
      if let body = request.body {
        var all = ByteBuffer()
        for try await var part in body {
          guard all.readableBytes + part.readableBytes <= bytesMax else {
            throw PolicyHTTPError.refused(.bodyNotReplayable(bytesMax: bytesMax))
          }
          all.writeBuffer(&part)
        }
        kept = all
      }
      self.init(
        method: request.method, path: request.url, headers: request.headers,
        body: kept.map { .bytes($0) } ?? .none, facts: facts)
    }
  }
#endif
