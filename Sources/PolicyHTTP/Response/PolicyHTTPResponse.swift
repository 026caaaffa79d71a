#if HTTPClient
  public import NIOHTTP1
  public import PolicyService

  /// An answer, with what the policy did for it.
  public struct PolicyHTTPResponse: Sendable {
    /// How good an answer is.
    public enum Level: Hashable, Sendable {
      /// The main path answered.
      case full
      /// A step of the ladder answered; its name.
      case degraded(step: String)
    }

    /// The status.
    public let status: HTTPResponseStatus
    /// The headers as the endpoint sent them: pass on `ResponseHeaders.safe` of them.
    public let headers: HTTPHeaders
    /// The body; it can be read once.
    public let body: PolicyHTTPBody
    /// How good it is.
    public let level: Level
    /// The endpoint that answers; nil where none does.
    public let endpoint: String?
    /// Attempts that were sent until the answer began.
    public let attempts: Int
    /// Where the answer comes from; nil where no endpoint answers.
    public let destination: Destination?
    /// Facts about the endpoint, as in `attribute model: "gpt-large"`.
    public var attributes: [String: String] { destination?.attributes ?? [:] }
    /// What stands in for an endpoint's answer; nil if an endpoint answers.
    public let substitute: Substitute?
    /// Of a substitute: how long until the same request might be answered in full; nil if that is
    /// not known, or an endpoint is free already.
    ///
    /// A `serve text` of the policy has it as `Retry-After` in its headers.
    public let retryAfter: Duration?
    /// Whether the body is still coming in: the answer was committed at its first byte.
    public let isStreaming: Bool

    init(_ start: ResponseStart, _ token: ResponseToken) {
      status = start.status
      headers = start.headers
      level = start.level
      endpoint = start.destination?.endpoint
      attempts = start.attempts
      destination = start.destination
      substitute = start.substitute
      retryAfter = start.retryAfter
      isStreaming = start.isStreaming
      body = PolicyHTTPBody(token: token)
    }

    /// Gives the rest of the answer up, from whatever task.
    ///
    /// The connection to the endpoint is closed, and whoever reads the body is told that its
    /// request was cancelled.
    public func giveUp() { body.token.drop() }

    /// How the request ended: waits until the body is over, which somebody must read meanwhile.
    public func ending() async -> PolicyHTTPEnding { await body.token.pipe.ending() }
  }

  /// How a request ended, its body included.
  public struct PolicyHTTPEnding: Sendable {
    /// Attempts that were sent in all.
    public let attempts: Int
    /// The endpoint whose attempt came last; nil where none did.
    public let endpoint: String?
    /// The reason's code: `answered`, `served`, `truncated` and so on.
    public let reason: String
    /// What is wrong with the answer; nil if it is whole.
    public let error: PolicyHTTPError?
  }
#endif
