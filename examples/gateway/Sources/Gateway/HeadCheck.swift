import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// A connection of HTTP/1 on which no request is read that two readers may read as two.
struct CheckedChannel: ServerChildChannel {
  let http: HTTP1Channel

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    http.setup(channel: channel, logger: logger).flatMapThrowing { value in
      let pipeline = channel.pipeline.syncOperations
      let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      try pipeline.addHandler(HeadCheck(), position: .after(decoder))
      return value
    }
  }

  func handle(value: HTTP1Channel.Value, logger: Logger) async {
    await http.handle(value: value, logger: logger)
  }
}

/// Refuses requests whose end or host is in doubt.
///
/// Behind one of these, and behind one that cannot be parsed, nothing is read, and the connection
/// is closed once it is answered.
final class HeadCheck: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private var hasRefused = false
  /// Requests that were passed on and are not answered.
  private var unanswered = 0

  /// How long a client has to read why it was refused.
  private static let lastWords = TimeAmount.seconds(1)

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if hasRefused { return }
    if case .head(let head) = unwrapInboundIn(data) {
      if HeadCheck.isDoubtful(head) {
        // The server answers it as it does what cannot be parsed: 400, and no more.
        return errorCaught(context: context, error: HTTPParserError.invalidHeaderToken)
      }
      unanswered += 1
    }
    context.fireChannelRead(data)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    hasRefused = true
    context.fireErrorCaught(error)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) {
      unanswered -= 1
      // Nobody reads any more, so nobody would see the client hang up.
      if hasRefused, unanswered <= 0 {
        let channel = context.channel
        context.eventLoop.scheduleTask(in: HeadCheck.lastWords) { channel.close(promise: nil) }
      }
    }
    context.write(data, promise: promise)
  }

  /// Whether a head is one that RFC 9112 (sections 3.2 and 6.3) has refused or warns of.
  static func isDoubtful(_ head: HTTPRequestHead) -> Bool {
    let isOld = head.version.minor == 0
    let hosts = head.headers["host"].count
    if isOld ? hosts > 1 : hosts != 1 { return true }
    let lengths = head.headers["content-length"].count
    let codings = head.headers["transfer-encoding"]
    if codings.isEmpty { return lengths > 1 }
    return isOld || lengths > 0 || codings.count > 1 || codings[0].lowercased() != "chunked"
  }
}
