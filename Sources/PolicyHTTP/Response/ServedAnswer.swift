#if HTTPClient
  public import NIOCore
  public import NIOHTTP1
  public import PolicyService

  /// An answer that a cache or a fallback of the service's own gives.
  ///
  /// ```swift
  /// handlers.cache { lookup in
  ///   await cache.find(lookup.request.key).map { Served(ServedAnswer(body: $0)) }
  /// }
  /// ```
  public struct ServedAnswer: Sendable {
    /// The status.
    public var status: HTTPResponseStatus
    /// The headers.
    public var headers: HTTPHeaders
    /// The body.
    public var body: ByteBuffer

    /// An answer of a status, headers and a body.
    public init(
      status: HTTPResponseStatus = .ok, headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer()
    ) {
      self.status = status
      self.headers = headers
      self.body = body
    }

    /// What answers in the place of an endpoint; nil if it is of a type that is not known here.
    ///
    /// The policy's text has its status, or 503. What landed without an answer is a 204.
    public init?(_ substitute: Substitute) {
      switch substitute {
      case .text(let text, let status):
        self.init(text, status: HTTPResponseStatus(statusCode: status ?? 503))
      case .landed(nil): self.init(status: .noContent)
      case .cached(let served), .called(_, let served), .landed(let served?):
        if let answer = served.as(ServedAnswer.self) {
          self = answer
        } else if let text = served.as(String.self) {
          self.init(text, status: .ok)
        } else if let bytes = served.as(ByteBuffer.self) {
          self.init(body: bytes)
        } else {
          return nil
        }
      }
    }

    private init(_ text: String, status: HTTPResponseStatus) {
      self.init(
        status: status, headers: ["content-type": "text/plain; charset=utf-8"],
        body: ByteBuffer(string: text))
    }
  }
#endif
