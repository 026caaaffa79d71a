#if HTTPClient
  internal import NIOCore
  internal import NIOHTTP1
  internal import NIOHTTP2

  /// Ends a connection on which an endpoint sends one informational answer (1xx) after the other.
  ///
  /// The client skips them, however many come: an endpoint could keep it busy for as long as an
  /// attempt may take.
  final class InformationalLimit: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    /// There were more of them than may be.
    struct Exceeded: Error {}

    /// A 100, a 102 or two, and early hints.
    static let most = 16

    private var count = 0
    private var isOver = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      if isOver { return }
      if case .head(let head) = unwrapInboundIn(data) {
        let isFinal = head.status.code >= 200 || head.status == .switchingProtocols
        count = isFinal ? 0 : count + 1
      }
      guard count <= InformationalLimit.most else {
        isOver = true
        context.fireErrorCaught(Exceeded())
        context.close(promise: nil)
        return
      }
      context.fireChannelRead(data)
    }

    /// Adds one to a connection of HTTP/1.
    @Sendable static func add(toConnection channel: any Channel) -> EventLoopFuture<Void> {
      channel.eventLoop.submit {
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        try pipeline.addHandler(InformationalLimit(), position: .after(decoder))
      }
    }

    /// Adds one to a stream of HTTP/2.
    @Sendable static func add(toStream channel: any Channel) -> EventLoopFuture<Void> {
      channel.eventLoop.submit {
        let pipeline = channel.pipeline.syncOperations
        let codec = try pipeline.handler(type: HTTP2FramePayloadToHTTP1ClientCodec.self)
        try pipeline.addHandler(InformationalLimit(), position: .after(codec))
      }
    }
  }
#endif
