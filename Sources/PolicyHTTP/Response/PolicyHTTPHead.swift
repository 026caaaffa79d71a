#if HTTPClient
  public import NIOHTTP1

  /// The beginning of an endpoint's answer.
  public struct PolicyHTTPHead: Sendable {
    /// The status.
    public let status: HTTPResponseStatus
    /// All headers, as the endpoint sent them.
    public let headers: HTTPHeaders

    /// Whether the body is a stream of events, by its content type.
    public var isEventStream: Bool {
      let type = headers.first(name: "content-type")?.lowercased() ?? ""
      return type.hasPrefix("text/event-stream")
    }

    /// The headers as the error table wants them.
    var pairs: [(name: String, value: String)] { headers.map { ($0.name, $0.value) } }
  }
#endif
