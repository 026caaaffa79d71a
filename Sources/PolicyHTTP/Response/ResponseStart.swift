#if HTTPClient
  internal import NIOCore
  internal import NIOHTTP1
  internal import PolicyService

  /// What is known of an answer when it begins.
  struct ResponseStart: Sendable {
    var status: HTTPResponseStatus
    var headers: HTTPHeaders
    var level: PolicyHTTPResponse.Level
    var destination: Destination?
    var attempts: Int
    var substitute: Substitute?
    var isStreaming: Bool
    var retryAfter: Duration?
  }

  /// What an attempt made: nothing if its answer is with the caller already.
  enum Made: Sendable {
    case held(PolicyHTTPHead, ByteBuffer)
    case streamed
  }
#endif
