import NIOCore

/// An answer that is no chat being given, with its fault.
struct FormPerformance {
  typealias Ending = Performance.Ending

  let call: Call
  let fault: Fault
  let provider: Provider
  let wire: Wire

  private var answer: FormAnswer {
    FormAnswer(
      form: call.form,
      answer: Answer(
        model: call.model, tokens: call.directive.tokens ?? 10, from: 0,
        promptTokens: call.promptTokens, pad: call.directive.pad),
      inputs: call.inputs)
  }

  func play() async throws -> Ending {
    if let ending = try await refuse() { return ending }
    if fault.kind == .late { try await Task.sleep(for: .milliseconds(fault.number ?? 1000)) }
    return call.isStream ? try await stream() : try await whole()
  }

  /// Faults before an answer; nil if there is to be one.
  private func refuse() async throws -> Ending? {
    switch fault.kind {
    case .reset: return .reset
    case .close: return .close
    case .silent: try await forever()
    case .status where fault.status >= 300:
      let headers = fault.number.map { ["retry-after: \($0)"] } ?? []
      try await reply(fault.status, "fault \(fault.text)", errorType(of: fault.status), headers)
    case .words:
      try await reply(429, "Please try again in \(fault.number ?? 1)s.", "rate_limit_error")
    case .context: try await reply(400, "prompt is too long: 9999 tokens", "invalid_request_error")
    case .filter:
      let text = "The prompt was filtered by the content policy."
      try await wire.reply(
        400, call.form.error(text, type: "invalid_request_error", code: "content_filter"))
    case .echo:
      let body = call.form.error(
        "Incorrect request by key KEY", type: "invalid_request_error", code: nil)
      try await wire.reply(400, leak.put(into: body, at: "KEY"))
    case .inject:
      try await wire.reply(
        200, answer.whole(answer.answer.text),
        headers: ["set-cookie: a=b", "x-echo-key: \(call.key)", "access-control-allow-origin: *"])
    case .errcode:
      let body = call.form.error(
        "fault \(fault.text)", type: "overloaded_error", code: "overloaded_error")
      if call.isStream {
        try await wire.streamHead()
        try await wire.chunk(asEvent(body))
        try await wire.streamEnd()
      } else {
        try await wire.reply(200, body)
      }
    default: return nil  // what becomes of an answer
    }
    return .keep
  }

  private func reply(
    _ status: Int, _ message: String, _ type: String, _ headers: [String] = []
  ) async throws {
    let code = status == 401 ? "invalid_api_key" : status == 429 ? "rate_limit_exceeded" : nil
    try await wire.reply(
      status, call.form.error(message, type: type, code: code), headers: headers)
  }

  private func whole() async throws -> Ending {
    let body = answer.whole(fault.kind == .empty ? "" : answer.answer.text)
    let half = Array(body.prefix(body.count / 2))
    switch fault.kind {
    case .cut, .nofinish:
      try await wire.reply(200, half, length: body.count)
      return .close
    case .stall:
      try await wire.reply(200, half, length: body.count)
      try await forever()
    case .garbage, .badjson: try await wire.reply(200, half)
    case .failed: try await wire.reply(200, answer.whole("", status: "failed"))
    case .nochoices: try await wire.reply(200, answer.answer.completion)  // a chat, to be sure
    case .second:
      // More vectors than were asked for.
      let answer = FormAnswer(form: call.form, answer: answer.answer, inputs: call.inputs + 1)
      try await wire.reply(200, answer.whole("x"))
    case .slow:
      try await Task.sleep(for: .milliseconds(fault.number ?? 100))
      try await wire.reply(200, body)
    case .flood:
      try await wire.reply(200, Array("{\"x\":\"".utf8), length: 1 << 30)
      let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)
      for _ in 0..<(1 << 14) { try await wire.send(piece) }
      return .close
    case .leak, .almost:
      try await wire.reply(200, leak.put(into: answer.whole("KEY\(answer.answer.text)"), at: "KEY"))
    default: try await wire.reply(200, body)  // a fault of streams, or none
    }
    return .keep
  }

  private func stream() async throws -> Ending {
    let answer = answer
    try await wire.streamHead()
    for event in answer.beginning { try await send(event) }
    if fault.kind == .flood { return try await flood() }
    var number = answer.beginning.count
    let texts =
      leaks + (fault.kind == .empty ? [] : (0..<answer.answer.tokens).map(answer.answer.token))
    for (index, text) in texts.enumerated() {
      if index == (leaks.isEmpty ? fault.number ?? 3 : leaks.count) {
        if let ending = try await interrupt(answer, number) { return ending }
      }
      try await send(answer.token(text, number))
      number += 1
      if fault.kind == .second {
        try await send(answer.token("x", number, of: 1))
        number += 1
      }
      if fault.kind == .slow { try await Task.sleep(for: .milliseconds(fault.number ?? 100)) }
    }
    if fault.kind != .nofinish {
      let events = answer.ending(
        number, text: fault.kind == .empty ? "" : answer.answer.text,
        hasLast: fault.kind != .nodone, hasUsage: fault.kind != .nousage)
      for event in events { try await send(event) }
      if fault.kind == .nodone { try await forever() }
    }
    try await wire.streamEnd()
    return .keep
  }

  /// What happens in the middle of a stream; nil if it goes on.
  private func interrupt(_ answer: FormAnswer, _ number: Int) async throws -> Ending? {
    switch fault.kind {
    case .cut, .leakcut, .stall, .garbage, .badjson, .error, .coded, .failed: break
    default: return nil  // what does not happen in the middle
    }
    // So that what came before has been read by then, whoever reads it.
    try await Task.sleep(for: .milliseconds(250))
    switch fault.kind {
    case .stall: try await forever()
    case .garbage: try await wire.chunk(Array("event: x\ndata: {\"type\": \"con\n\n".utf8))
    case .badjson: try await wire.chunk(Array("data: <html>bad gateway</html>\n\n".utf8))
    case .error, .coded:
      let error = call.form.error("overloaded", type: "overloaded_error", code: "overloaded_error")
      try await wire.chunk(answer.named("error", error))
    case .failed: try await wire.chunk(answer.failed(number))
    default: break  // the connection is closed, and that is all
    }
    return .close
  }

  private var leak: Leak { Leak(key: call.key, fault: fault) }
  private var leaks: [String] {
    [.leak, .leakcut, .almost, .second].contains(fault.kind) ? leak.pieces : []
  }

  private func send(_ event: [UInt8]) async throws {
    let cr = UInt8(ascii: "\r")
    try await wire.chunk(
      fault.kind == .cr ? event.map { $0 == UInt8(ascii: "\n") ? cr : $0 } : event)
  }

  private func flood() async throws -> Ending {
    try await wire.chunk(Array("data: {\"type\":\"x\",\"delta\":\"".utf8))
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)
    for _ in 0..<(1 << 14) { try await wire.chunk(piece) }
    return .close
  }
}
