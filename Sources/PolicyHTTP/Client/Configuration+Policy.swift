#if HTTPClient
  public import AsyncHTTPClient
  internal import NIOConcurrencyHelpers
  internal import NIOCore

  extension HTTPClient.Configuration {
    /// What a client for policies is made with.
    ///
    /// Redirects are not followed, a connection that cannot be made fails at once (the policy says
    /// what follows), answers are not unpacked, a host may have a thousand connections, and an
    /// endpoint that sends more than 16 informational answers (1xx) before its own is unreadable.
    public static var policy: HTTPClient.Configuration {
      var configuration = HTTPClient.Configuration(
        redirectConfiguration: .disallow, timeout: Timeout(connect: .seconds(10)))
      configuration.connectionPool.retryConnectionEstablishment = false
      configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
      configuration.decompression = .disabled
      configuration.http1_1ConnectionDebugInitializer = InformationalLimit.add(toConnection:)
      configuration.http2StreamChannelDebugInitializer = InformationalLimit.add(toStream:)
      return configuration
    }
  }

  extension HTTPClient {
    /// What is wrong with the client itself: that it follows redirects.
    ///
    /// A client does not tell, but its mirror does. Where a later version looks different, answers
    /// that came by a redirect are refused when they come (see `Exchange`).
    var redirectFault: PolicyHTTPError.Fault? {
      let isKnown = HTTPClient.known.withLockedValue { $0.client === self }
      if isKnown { return nil }
      var value: Any? = self
      for name in ["configuration", "redirectConfiguration", "mode"] {
        value = value.flatMap { value in
          Mirror(reflecting: value).children.first { $0.label == name }?.value
        }
      }
      if let value, "\(value)" != "disallow" { return .clientFollowsRedirects }
      HTTPClient.known.withLockedValue { $0.client = self }
      return nil
    }

    /// The client that was looked at last; most services have but one.
    private struct Known: Sendable {
      weak var client: HTTPClient?
    }

    private static let known = NIOLockedValueBox(Known())
  }
#endif
