import NIOConcurrencyHelpers
import NIOCore

/// Tells requests that their client has hung up, so that nobody generates what nobody reads.
final class HangUps: Sendable {
  private let actions = NIOLockedValueBox([ObjectIdentifier: @Sendable () -> Void]())

  /// Runs `action` if the client hangs up, until another is set or `forget` is called.
  func watch(_ channel: any Channel, _ action: @escaping @Sendable () -> Void) {
    actions.withLockedValue { $0[ObjectIdentifier(channel)] = action }
    // It may have hung up before anybody watched.
    if !channel.isActive { fire(channel) }
  }

  /// The request on this connection is over.
  func forget(_ channel: any Channel) {
    actions.withLockedValue { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
  }

  fileprivate func fire(_ channel: any Channel) {
    let action = actions.withLockedValue { $0.removeValue(forKey: ObjectIdentifier(channel)) }
    action?()
  }

  /// The part of a connection's pipeline that sees it end.
  func makeHandler() -> Handler { Handler(hangUps: self) }

  final class Handler: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny

    private let hangUps: HangUps

    init(hangUps: HangUps) { self.hangUps = hangUps }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if let event = event as? ChannelEvent, event == .inputClosed {
        // A client that says no more listens no more: those who half-close are not among those who
        // use a chat, and one that is gone looks the same.
        hangUps.fire(context.channel)
      }
      context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
      hangUps.fire(context.channel)
      context.fireChannelInactive()
    }
  }
}
