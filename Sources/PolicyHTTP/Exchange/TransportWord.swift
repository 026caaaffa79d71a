#if HTTPClient
  internal import AsyncHTTPClient
  internal import Glibc
  internal import NIOCore
  internal import NIOHTTP1
  internal import NIOHTTP2
  internal import NIOPosix
  internal import NIOSSL
  internal import PolicyGraph

  /// The word of the policy's `transport:` for an error of the client.
  ///
  /// What it does not know counts as a cut: the request may have been carried out.
  enum TransportWord {
    /// How far the exchange had come.
    enum Stage {
      case beforeAnswer, amidAnswer
    }

    static func of(_ error: any Error, _ stage: Stage) -> Transport {
      switch error {
      case let error as NIOConnectionError: of(error)
      case let error as IOError: of(error, stage)
      case let error as ChannelError: of(error, stage)
      case let error as HTTPClientError: of(error, stage)
      case let error as NIOSSLError: of(error)
      case is NIOSSLExtraError: .certificate
      case is BoringSSLError: .tls
      case let error as HTTPParserError: of(error, stage)
      case is InformationalLimit.Exceeded: .unreadable
      case let error as NIOHTTP2Errors.StreamClosed:
        error.errorCode == .refusedStream ? .refusedStream : stage == .beforeAnswer ? .reset : .cut
      default: .cut  // whatever a client may throw
      }
    }

    /// No connection: no address was found, or none of them answered.
    private static func of(_ error: NIOConnectionError) -> Transport {
      guard let last = error.connectionErrors.last?.error else { return .dns }
      if let last = last as? IOError {
        return last.errnoCode == ECONNREFUSED ? .refused : .unreachable
      }
      if case .connectTimeout? = last as? ChannelError { return .connectTimeout }
      return .unreachable
    }

    private static func of(_ error: IOError, _ stage: Stage) -> Transport {
      switch error.errnoCode {
      case ECONNREFUSED: .refused
      case EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL: .unreachable
      case ECONNRESET, EPIPE: stage == .beforeAnswer ? .reset : .cut
      default: .cut  // any other number of the system's
      }
    }

    private static func of(_ error: ChannelError, _ stage: Stage) -> Transport {
      if case .connectTimeout = error { return .connectTimeout }
      return stage == .beforeAnswer ? .closed : .cut
    }

    private static func of(_ error: HTTPClientError, _ stage: Stage) -> Transport {
      switch error {
      case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
        .socksHandshakeTimeout, .httpProxyHandshakeTimeout:
        .connectTimeout
      case .invalidURL, .emptyHost, .emptyScheme, .missingSocketPath: .dns
      case .alreadyShutdown, .proxyAuthenticationRequired, .invalidProxyResponse: .unreachable
      case .remoteConnectionClosed: stage == .beforeAnswer ? .closed : .cut
      case .readTimeout: stage == .beforeAnswer ? .timeout : .idleTimeout
      case .deadlineExceeded: .timeout
      case .cancelled: .cancelled
      // A credential that no header can hold; the error itself would show it.
      case _ where error.shortDescription.hasPrefix("Invalid header"): .unreachable
      default: .cut  // they are no enumeration, and more of them come with every version
      }
    }

    private static func of(_ error: NIOSSLError) -> Transport {
      switch error {
      case .handshakeFailed(let reason):
        "\(reason)".contains("CERTIFICATE_VERIFY_FAILED") ? .certificate : .tls
      case .noCertificateToValidate, .unableToValidateCertificate, .cannotMatchULabel:
        .certificate
      case .uncleanShutdown: .cut
      default: .tls  // everything else of theirs
      }
    }

    private static func of(_ error: HTTPParserError, _ stage: Stage) -> Transport {
      switch error {
      case .invalidEOFState, .closedConnection: stage == .beforeAnswer ? .closed : .cut
      default: .unreadable  // everything else of theirs
      }
    }
  }
#endif
