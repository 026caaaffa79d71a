#if HTTPClient
  import NIOCore
  import NIOHTTP2
  import NIOPosix
  import NIOSSL

  /// A server on 127.0.0.1 that speaks TLS under a certificate which nobody has signed, and refuses
  /// every stream of HTTP/2.
  final class SecureProvider: Sendable {
    let port: Int
    private let channel: any Channel

    /// The base URL.
    var url: String { "https://127.0.0.1:\(port)" }

    init() async throws {
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(Identity.certificate.utf8))
          .map { .certificate($0) },
        privateKey: .privateKey(
          try NIOSSLPrivateKey(bytes: Array(Identity.key.utf8), format: .pem)))
      configuration.applicationProtocols = NIOHTTP2SupportedALPNProtocols
      let tls = try NIOSSLContext(configuration: configuration)
      channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
            _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
              mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
            ) { stream in
              stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandler(Refusal())
              }
            }
          }
        }.bind(host: "127.0.0.1", port: 0).get()
      port = channel.localAddress?.port ?? 0
    }

    deinit { channel.close(promise: nil) }
  }

  /// Refuses a stream as soon as something is asked.
  private final class Refusal: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard case .headers = unwrapInboundIn(data) else { return }
      context.writeAndFlush(wrapOutboundOut(.rstStream(.refusedStream)), promise: nil)
    }
  }

  /// A key and a certificate made for these tests: they protect nothing.
  private enum Identity {
    static let key = """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgkInmBjOn1WisOFMB
      SBXmKg+MmyZerALGuyHzj/oLFZShRANCAASFEZUYmk0QGFxi5ryF0VsHEph/4MZV
      cw3z9k4viig2ieEU/jjmS1nXHUrEZEb6557u0rpOl8PBwF1MZ7cQXaMK
      -----END PRIVATE KEY-----
      """
    static let certificate = """
      -----BEGIN CERTIFICATE-----
      MIIBnDCCAUGgAwIBAgIUJXhtSljP+3LTrUGbAFmTEiZv/NIwCgYIKoZIzj0EAwIw
      FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyODA4MDMzN1oYDzIxMjYxMTA0
      MDgwMzM3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
      PQMBBwNCAASFEZUYmk0QGFxi5ryF0VsHEph/4MZVcw3z9k4viig2ieEU/jjmS1nX
      HUrEZEb6557u0rpOl8PBwF1MZ7cQXaMKo28wbTAdBgNVHQ4EFgQUbV5OUdPO6aqi
      AKsQYcwvytwHP6AwHwYDVR0jBBgwFoAUbV5OUdPO6aqiAKsQYcwvytwHP6AwDwYD
      VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
      zj0EAwIDSQAwRgIhALBi1VyzVbMd4/sdPvnTp27JLXZaXvBT7fIvAg6hGCQ2AiEA
      /yWmd/LzpXBUITio6hBgmsIrp57v6DtZ1ZkG7JhO3Y4=
      -----END CERTIFICATE-----
      """
  }
#endif
