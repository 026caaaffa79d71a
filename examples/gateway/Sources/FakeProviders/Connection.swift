import Foundation
import NIOCore
import NIOHTTP1

/// One connection to a provider, from its first request to its end.
struct Connection {
  typealias Channel = NIOAsyncChannel<HTTPServerRequestPart, ByteBuffer>

  let provider: Provider
  let channel: Channel

  func serve() async {
    // Whatever ends a connection was meant to, or is the other side's business.
    try? await channel.executeThenClose { inbound, outbound in
      var parts = inbound.makeAsyncIterator()
      while let call = try await next(&parts) {
        switch try await answer(call, Wire(outbound: outbound)) {
        case .keep: continue
        case .close: return
        case .reset:
          // Closing without waiting for what was sent: the other side sees a reset.
          let provider = channel.channel as? any SocketOptionProvider
          try await provider?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
          return
        }
      }
    }
  }

  private func next(
    _ parts: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
  ) async throws -> Call? {
    var head: HTTPRequestHead?
    var body = ByteBuffer()
    while let part = try await parts.next() {
      switch part {
      case .head(let new): head = new
      case .body(var piece): body.writeBuffer(&piece)
      case .end: return head.map { Call($0, body) }
      }
    }
    return nil
  }

  private func answer(_ call: Call, _ wire: Wire) async throws -> Performance.Ending {
    if call.path.hasPrefix("/_") {
      try await operate(call, wire)
      return .keep
    }
    var call = call
    guard call.method == .POST, Form(path: call.path) != nil, call.read() else {
      let text = "unknown: \(call.method) \(call.path)"
      try await wire.reply(404, errorBody(text, type: "invalid_request_error", code: nil))
      return .keep
    }
    let id = call.directive.id ?? ""
    var (fault, number) = provider.next(of: id, among: call.faults(of: provider.name))
    if fault == .ok, call.promptTokens > provider.context, let long = Fault("context") {
      fault = long
    }
    let place = provider.began(
      Provider.Attempt(
        number: number, id: id, key: call.key, model: call.model, fault: fault.text,
        isStream: call.isStream, begun: call.begun, way: call.way, atMs: now(), path: call.path,
        requestID: call.requestID, version: call.version))
    do {
      let ending: Performance.Ending
      if provider.isRevoked(call.key) {
        let type = call.form == .messages ? "authentication_error" : "invalid_request_error"
        let body = call.form.error(
          "Incorrect API key provided: \(call.key)", type: type, code: "invalid_api_key")
        try await wire.reply(401, body)
        ending = .keep
      } else {
        ending =
          call.form == .chat
          ? try await Performance(call: call, fault: fault, provider: provider, wire: wire).play()
          : try await FormPerformance(call: call, fault: fault, provider: provider, wire: wire)
            .play()
      }
      provider.ended(place, ending == .keep ? "done" : "broken")
      return ending
    } catch {
      provider.ended(place, "aborted")
      throw error
    }
  }

  /// What whoever runs a test asks and says.
  private func operate(_ call: Call, _ wire: Wire) async throws {
    let text = String(decoding: call.body, as: UTF8.self)
    switch call.path {
    case "/_log":
      let id = call.query.flatMap { $0.hasPrefix("id=") ? String($0.dropFirst(3)) : nil }
      return try await wire.reply(200, provider.log(of: id))
    case "/_always": provider.always(text)
    case "/_revoke": provider.revoke(text)
    case "/_forget": provider.forget()
    default: return try await wire.reply(404, [])
    }
    try await wire.reply(200, Array("{}".utf8))
  }

  private func now() -> Int {
    Int(NIODeadline.now().uptimeNanoseconds / 1_000_000)
  }
}
