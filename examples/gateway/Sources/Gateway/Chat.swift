import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import PolicyHTTP
import PolicyService

/// Requests for a model, in any form: `/v1/chat/completions` and those beside it.
struct Chat: Sendable {
  let engine: PolicyEngine
  let client: HTTPClient
  let hangUps: HangUps

  /// A request of more bytes than this is refused.
  static let bodyBytesMax = 8 << 20
  /// So much of a stream is remembered for somebody to go on with.
  static let receivedBytesMax = 4 << 20
  /// The version of Anthropic's interface that is spoken unless an endpoint says otherwise.
  static let anthropicVersion = "2023-06-01"

  /// A request on its way.
  private struct Passage: Sendable {
    let asked: any Asked
    let route: PolicyRoute
    let channel: any Channel
    let id: String
    let findings: Findings
    let record: Record

    var failure: Failure { Failure(route: route.name, model: asked.model, findings: findings) }
  }

  /// - Throws: `Reply`, or what reading the request throws.
  func respond(
    to request: Hummingbird.Request, as form: Form, _ context: GatewayContext
  ) async throws -> Response {
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: Chat.bodyBytesMax)
    } catch is NIOTooManyBytesError {
      throw Reply(
        413, "The request has more than \(Chat.bodyBytesMax >> 20) MiB.",
        type: "invalid_request_error", code: "request_too_large")
    }
    let held = request.headers[.streamHold]?.lowercased() == "true"
    let asked = try form.read(Array(body.readableBytesView), held: held)
    context.record.note(model: asked.model)
    guard
      let route = engine.route(method: "POST", path: form.path, headers: [("model", asked.model)])
    else { throw Reply.unknownModel(asked.model) }
    let findings = Findings()
    context.record.begin(route: route.name, findings)
    return try await run(
      Passage(
        asked: asked, route: route, channel: context.channel, id: context.requestID,
        findings: findings, record: context.record))
  }

  private func run(_ passage: Passage) async throws -> Response {
    let (client, channel, record) = (client, passage.channel, passage.record)
    let task = Task {
      try await client.execute(
        message(passage), route: passage.route, options: options(passage))
    }
    // Nobody generates what nobody reads.
    hangUps.watch(channel) {
      record.hangUp()
      task.cancel()
    }
    let response: PolicyHTTPResponse
    do {
      response = try await task.value
    } catch {
      hangUps.forget(channel)
      record.end(without: error)
      throw passage.failure.reply(to: error)
    }
    record.begin(response)
    if let substitute = response.substitute {
      hangUps.forget(channel)
      record.end(await response.ending())
      throw passage.failure.stand(in: substitute, retryAfter: response.retryAfter)
    }
    hangUps.watch(channel) {
      record.hangUp()
      response.giveUp()
    }
    switch passage.asked.mode {
    case .whole: return try await whole(response, passage)
    case .stream, .held: return stream(response, passage)
    }
  }

  /// The request as it goes to whichever provider: nothing of the client's but the body and its id.
  private func message(_ passage: Passage) -> PolicyHTTPRequest {
    let (asked, findings) = (passage.asked, passage.findings)
    let accept = asked.mode == .whole ? "application/json" : "text/event-stream"
    return PolicyHTTPRequest(
      path: asked.form.path,
      headers: [
        "content-type": "application/json", "accept": accept, "user-agent": "policyc-gateway",
        "x-request-id": passage.id,
      ],
      body: .each { ByteBuffer(bytes: try asked.body(for: $0, findings)) },
      facts: asked.facts)
  }

  private func options(_ passage: Passage) -> PolicyHTTPOptions {
    let (asked, findings) = (passage.asked, passage.findings)
    var options = PolicyHTTPOptions()
    options.onFailure = { findings.note($1, of: $0) }
    options.heldBytesMax = WholeReader.bytesMax
    options.receivedBytesMax = asked.receivedBytesMax
    options.path = { asked.form.path(at: $0) }
    if asked.form == .messages {
      options.prepare = { message, attempt in
        for name in ["anthropic-version", "anthropic-beta"] {
          let usual = name == "anthropic-version" ? Chat.anthropicVersion : nil
          guard let value = attempt.attributes[name] ?? usual else { continue }
          message.headers.replaceOrAdd(name: name, value: value)
        }
      }
    }
    switch asked.mode {
    case .whole:
      // No first byte comes before the last token is there.
      options.awaitsFirstByte = false
      options.reader = { attempt, head in
        findings.begin(attempt, promptTokens: asked.promptTokens)
        return WholeReader(attempt, head, asked, findings)
      }
    case .stream, .held:
      options.reader = { attempt, head in
        findings.begin(attempt, promptTokens: asked.promptTokens)
        return asked.reader(attempt, head, findings)
      }
    }
    return options
  }

  private func whole(_ response: PolicyHTTPResponse, _ passage: Passage) async throws -> Response {
    defer { hangUps.forget(passage.channel) }
    do {
      guard let body = try await response.body.collected(upTo: WholeReader.bytesMax) else {
        throw Reply(502, "The answer is too long.", type: "server_error", code: nil)
      }
      passage.record.end(await response.ending())
      var headers = headers(response, passage)
      headers[.contentType] = "application/json"
      return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    } catch let error as PolicyHTTPError {
      passage.record.end(await response.ending())
      throw passage.failure.reply(to: error)
    }
  }

  private func stream(_ response: PolicyHTTPResponse, _ passage: Passage) -> Response {
    var headers = headers(response, passage)
    headers[.contentType] = "text/event-stream; charset=utf-8"
    headers[.cacheControl] = "no-cache"
    let hangUps = hangUps
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody { writer in
        defer { hangUps.forget(passage.channel) }
        do {
          for try await piece in response.body {
            passage.record.noteToken()
            try await writer.write(piece)
          }
        } catch let error as PolicyHTTPError {
          // Never shown as if it were whole.
          let event = passage.failure.event(for: error, as: passage.asked.form)
          try await writer.write(ByteBuffer(bytes: event))
        }
        passage.record.end(await response.ending())
        try await writer.finish(nil)
      })
  }

  /// Who answered, for those who want to know.
  private func headers(_ response: PolicyHTTPResponse, _ passage: Passage) -> HTTPFields {
    var headers = HTTPFields()
    headers[.policyRoute] = passage.route.name
    headers[.policyEndpoint] = response.endpoint ?? ""
    headers[.policyModel] =
      response.destination?.name(of: "model", in: passage.asked.facts) ?? ""
    headers[.policyAttempts] = "\(response.attempts)"
    return headers
  }
}

extension Form {
  /// Where an attempt's endpoint has it: the `as:` of what it `serves`, of chats its attribute
  /// `path`, else the usual place.
  func path(at attempt: Attempt) -> String {
    if let own = attempt.name(of: "form"), own.hasPrefix("/") { return own }
    return self == .chat ? attempt.attributes["path"] ?? path : path
  }
}
