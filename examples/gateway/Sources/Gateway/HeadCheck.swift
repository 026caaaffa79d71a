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

/// Refuses requests whose end or host is in doubt; nothing is read behind one.
final class HeadCheck: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  private var hasRefused = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if hasRefused { return }
    if case .head(let head) = unwrapInboundIn(data), HeadCheck.isDoubtful(head) {
      hasRefused = true
      // The server answers it as it does what cannot be parsed: 400, and no more.
      context.fireErrorCaught(HTTPParserError.invalidHeaderToken)
      return
    }
    context.fireChannelRead(data)
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
