import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import PolicyHTTP
import PolicyService

/// `/v1/chat/completions`.
struct Chat: Sendable {
  let engine: PolicyEngine
  let client: HTTPClient
  let hangUps: HangUps
  let tokens: TokenCounters

  /// Where the policy's routes and, unless an endpoint says otherwise, the providers have it.
  static let path = "/v1/chat/completions"
  /// A request of more bytes than this is refused.
  static let bodyBytesMax = 8 << 20
  /// So much of a stream is remembered for somebody to go on with.
  static let receivedBytesMax = 4 << 20

  func respond(to request: Hummingbird.Request, on channel: any Channel) async throws -> Response {
    let body = try await request.body.collect(upTo: Chat.bodyBytesMax)
    let held = request.headers[.streamHold]?.lowercased() == "true"
    do {
      let chat = try ChatRequest(Array(body.readableBytesView), held: held)
      guard
        let route = engine.route(
          method: "POST", path: Chat.path, headers: [("model", chat.model)])
      else { throw Reply.unknownModel(chat.model) }
      return try await run(chat, route, channel)
    } catch let reply as Reply {
      return reply.response
    }
  }

  private func run(_ chat: ChatRequest, _ route: PolicyRoute, _ channel: any Channel) async throws
    -> Response
  {
    let findings = Findings()
    let client = client
    let task = Task {
      try await client.execute(
        message(chat, findings), route: route, options: options(chat, findings))
    }
    // Nobody generates what nobody reads.
    hangUps.watch(channel) { task.cancel() }
    let response: PolicyHTTPResponse
    do {
      response = try await task.value
    } catch {
      finish(findings, route, channel)
      throw Failure(route: route.name, model: chat.model, findings: findings).reply(to: error)
    }
    if let substitute = response.substitute {
      finish(findings, route, channel)
      throw Failure(route: route.name, model: chat.model, findings: findings).stand(
        in: substitute, retryAfter: response.retryAfter)
    }
    hangUps.watch(channel) { response.giveUp() }
    switch chat.mode {
    case .whole: return try await whole(response, chat, route, channel, findings)
    case .stream, .held: return stream(response, chat, route, channel, findings)
    }
  }

  /// A request is over, however it ended.
  private func finish(_ findings: Findings, _ route: PolicyRoute, _ channel: any Channel) {
    hangUps.forget(channel)
    tokens.add(findings.uses, route: route.name)
  }

  /// The request as it goes to whichever provider: nothing of the client's but the body.
  private func message(_ chat: ChatRequest, _ findings: Findings) -> PolicyHTTPRequest {
    let accept = chat.mode == .whole ? "application/json" : "text/event-stream"
    return PolicyHTTPRequest(
      path: Chat.path,
      headers: [
        "content-type": "application/json", "accept": accept, "user-agent": "policyc-gateway",
      ],
      body: .each { sending in
        let attempt = sending.attempt
        var text: [UInt8]?
        if attempt.isResume {
          text = chat.text(of: sending.received)
          // Nobody is to blame if the text cannot be handed over.
          guard let text else { throw CancellationError() }
          findings.handOver(text)
        }
        return ByteBuffer(bytes: chat.body(for: attempt, continuing: text))
      },
      facts: chat.facts)
  }

  private func options(_ chat: ChatRequest, _ findings: Findings) -> PolicyHTTPOptions {
    var options = PolicyHTTPOptions()
    options.onFailure = { findings.note($1) }
    options.heldBytesMax = WholeReader.bytesMax
    switch chat.mode {
    case .whole:
      // No first byte comes before the last token is there.
      options.awaitsFirstByte = false
      options.reader = { attempt, head in
        findings.begin(attempt, promptTokens: chat.promptTokens)
        return WholeReader(attempt, head, findings)
      }
    case .stream, .held:
      if chat.mode == .stream { options.receivedBytesMax = Chat.receivedBytesMax }
      options.reader = { attempt, head in
        findings.begin(attempt, promptTokens: chat.promptTokens)
        return ChatReader(attempt, head, chat, findings)
      }
    }
    return options
  }

  private func whole(
    _ response: PolicyHTTPResponse, _ chat: ChatRequest, _ route: PolicyRoute,
    _ channel: any Channel, _ findings: Findings
  ) async throws -> Response {
    defer { finish(findings, route, channel) }
    do {
      guard let body = try await response.body.collected(upTo: WholeReader.bytesMax) else {
        throw Reply(502, "The answer is too long.", type: "server_error", code: nil)
      }
      var headers = headers(response, chat, route)
      headers[.contentType] = "application/json"
      return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    } catch let error as PolicyHTTPError {
      throw Failure(route: route.name, model: chat.model, findings: findings).reply(to: error)
    }
  }

  private func stream(
    _ response: PolicyHTTPResponse, _ chat: ChatRequest, _ route: PolicyRoute,
    _ channel: any Channel, _ findings: Findings
  ) -> Response {
    var headers = headers(response, chat, route)
    headers[.contentType] = "text/event-stream; charset=utf-8"
    headers[.cacheControl] = "no-cache"
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody { writer in
        defer { finish(findings, route, channel) }
        do {
          for try await piece in response.body { try await writer.write(piece) }
        } catch let error as PolicyHTTPError {
          // Never shown as if it were whole.
          try await writer.write(ByteBuffer(bytes: Failure.event(for: error)))
        }
        try await writer.finish(nil)
      })
  }

  /// Who answered, for those who want to know.
  private func headers(
    _ response: PolicyHTTPResponse, _ chat: ChatRequest, _ route: PolicyRoute
  ) -> HTTPFields {
    var headers = HTTPFields()
    headers[.policyRoute] = route.name
    headers[.policyEndpoint] = response.endpoint ?? ""
    headers[.policyModel] = response.destination?.name(of: "model", in: chat.facts) ?? ""
    headers[.policyAttempts] = "\(response.attempts)"
    return headers
  }
}
