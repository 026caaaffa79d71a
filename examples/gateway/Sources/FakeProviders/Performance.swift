import NIOCore

/// An answer being given, with its fault.
struct Performance {
  let call: Call
  let fault: Fault
  let provider: Provider
  let wire: Wire

  /// How a connection goes on after an answer.
  enum Ending { case keep, close, reset }

  private var answer: Answer {
    // A text that was begun elsewhere is continued behind its last word, or as the fault has it.
    let begun = call.begun.map { $0.split(separator: " ").count } ?? 0
    let from =
      switch fault.kind {
      case .again: max(0, begun - (fault.number ?? 4))
      case .whole: 0
      case .anew: min(begun, 4)
      default: begun  // what has nothing to do with it
      }
    return Answer(
      model: call.model, tokens: call.directive.tokens ?? 10, from: from,
      promptTokens: call.promptTokens, pad: call.directive.pad)
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
      let body = errorBody(
        "fault \(fault.text)", type: errorType(of: fault.status),
        code: fault.status == 401 ? "invalid_api_key" : nil)
      try await wire.reply(fault.status, body, headers: headers)
      return .keep
    case .words:
      let text = "Rate limit reached. Please try again in \(fault.number ?? 1)s."
      try await wire.reply(
        429, errorBody(text, type: "rate_limit_error", code: "rate_limit_exceeded"))
      return .keep
    case .context:
      try await refuse(
        "This model's maximum context length is \(provider.context) tokens.",
        "context_length_exceeded")
      return .keep
    case .filter:
      try await refuse("The prompt was filtered by the content policy.", "content_filter")
      return .keep
    case .param:
      guard let name = call.special else { return nil }
      let text = "Unknown parameter: '\(name)' is not supported by \(call.model)."
      let type = "invalid_request_error"
      try await wire.reply(
        400, errorBody(text, type: type, code: "unknown_parameter", param: name))
      return .keep
    case .quota:
      let text = "You exceeded your current quota."
      let body = errorBody(text, type: "insufficient_quota", code: "insufficient_quota")
      try await wire.reply(429, body)
      return .keep
    case .noprefill where call.way == "prefill":
      let text = "This model does not support assistant message prefill."
      let body = errorBody(text, type: "invalid_request_error", code: nil)
      try await wire.reply(400, body)
      return .keep
    case .inject:
      // What a hostile provider might send back: headers that are not its own to set, and the key.
      try await wire.reply(
        200, answer.completion,
        headers: [
          "set-cookie: session=stolen", "x-echo-key: \(call.key)", "location: http://evil.example",
          "x-folded: a\r\n injected: yes", "access-control-allow-origin: *",
        ])
      return .keep
    case .echo:
      let mark = "KEY"
      let text = "Incorrect request by key \(fault.number == nil ? call.key : mark)"
      let body = errorBody(text, type: "invalid_request_error", code: nil)
      try await wire.reply(400, leak.put(into: body, at: mark))
      return .keep
    case .hints:
      for _ in 0..<(fault.number ?? 1) {
        try await wire.send("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n")
      }
      return nil
    case .errcode: try await refuseInBand(fault.number ?? 500)
    case .errtext: try await refuseInBand("rate_limit_exceeded")
    case .errbare: try await refuseInBand(nil)
    case .ok, .status, .late, .cut, .stall, .garbage, .badjson, .error, .coded, .failed, .nofinish,
      .nodone, .nousage, .slow, .drip, .flood, .nochoices, .empty, .tool, .bom, .cr, .lines, .leak,
      .leakcut, .almost, .second, .noprefill, .again, .whole, .anew, .cannot, .sure:
      return nil
    }
    return .keep
  }

  /// An error in a 200, or as the first event of a stream.
  private func refuseInBand(_ code: Any?) async throws {
    let body = inBand("fault \(fault.text)", code: code)
    guard call.isStream else { return try await wire.reply(200, body) }
    try await wire.streamHead()
    try await wire.chunk(asEvent(body))
    try await wire.streamEnd()
  }

  private func refuse(_ message: String, _ code: String) async throws {
    try await wire.reply(400, errorBody(message, type: "invalid_request_error", code: code))
  }

  /// An answer in one piece.
  private func whole() async throws -> Ending {
    let body = answer.completion
    switch fault.kind {
    case .cut, .nofinish:
      try await wire.reply(200, Array(body.prefix(body.count / 2)), length: body.count)
      return .close
    case .stall:
      try await wire.reply(200, Array(body.prefix(body.count / 2)), length: body.count)
      try await forever()
    case .garbage, .badjson:
      try await wire.reply(200, Array(body.prefix(body.count / 2)))
    case .error:
      try await wire.reply(200, errorBody("overloaded", type: "overloaded_error", code: nil))
    case .coded: try await wire.reply(200, inBand("fault \(fault.text)", code: 502, finish: true))
    case .failed:
      let message = ["role": "assistant", "content": answer.text]
      try await wire.reply(200, answer.completion(message, "error"))
    case .nochoices: try await wire.reply(200, answer.completion([]))
    case .empty:
      let message = ["role": "assistant", "content": ""]
      try await wire.reply(200, answer.completion(message, "stop"))
    case .tool: try await wire.reply(200, answer.completion(Answer.call, "tool_calls"))
    case .drip:
      try await wire.reply(200, [], length: body.count)
      for byte in body {
        try await wire.send([byte])
        try await Task.sleep(for: .seconds(1))
      }
    case .flood:
      try await wire.reply(200, Array("{\"x\":\"".utf8), length: 1 << 30)
      let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)
      for _ in 0..<(1 << 14) { try await wire.send(piece) }
      return .close
    case .slow:
      try await Task.sleep(for: .milliseconds(fault.number ?? 100))
      try await wire.reply(200, body)
    case .ok, .status, .words, .context, .filter, .quota, .param, .reset, .close, .silent, .late,
      .nodone, .nousage, .inject, .echo, .errcode, .errtext, .errbare, .bom, .cr, .lines, .hints,
      .second, .noprefill, .again, .whole, .anew, .cannot, .sure:
      try await wire.reply(200, body)
    case .leak, .leakcut, .almost:
      let message = ["role": "assistant", "content": "KEY\(answer.text)", "KEY": "x"]
      try await wire.reply(200, leak.put(into: answer.completion(message, "stop"), at: "KEY"))
    }
    return .keep
  }

  /// An answer in events.
  private func stream() async throws -> Ending {
    let answer = answer
    try await wire.streamHead()
    if fault.kind == .bom { try await wire.chunk([0xEF, 0xBB, 0xBF]) }
    if fault.kind != .nochoices { try await send(answer.beginning) }
    if fault.kind == .flood { return try await flood() }
    if fault.kind == .tool { for piece in answer.calls { try await send(piece) } }
    for piece in leaks + introduction { try await send(answer.event(saying: piece)) }
    if fault.kind == .leak {
      for piece in leaks { try await send(answer.event(calling: piece)) }
    }
    if fault.kind == .second { try await send(answer.second("null")) }
    for index in answer.from..<(isWordless ? answer.from : max(answer.from, answer.tokens)) {
      if isCutting, index - answer.from == fault.number ?? 3 {
        if let ending = try await interrupt() { return ending }
      }
      if fault.kind == .drip {
        for byte in answer.event(of: index) {
          try await wire.chunk([byte])
          try await Task.sleep(for: .seconds(1))
        }
      } else {
        try await send(answer.event(of: index))
      }
      // Others have their first token before this one has its thousandth.
      if index % 4 == 3 { await Task.yield() }
      if fault.kind == .slow { try await Task.sleep(for: .milliseconds(fault.number ?? 100)) }
    }
    if fault.kind != .nofinish {
      if fault.kind != .nochoices {
        try await send(answer.finish(fault.kind == .tool ? "tool_calls" : "stop"))
      }
      if fault.kind == .second, fault.number != nil { try await send(answer.second("\"stop\"")) }
      if call.wantsUsage, fault.kind != .nousage { try await send(answer.usageEvent) }
      if fault.kind == .nodone { try await forever() }
      try await send(Answer.done)
    }
    try await wire.streamEnd()
    return .keep
  }

  /// What a model says that goes on with a text, before it does or in the place of that.
  private var introduction: [String] {
    guard call.begun != nil else { return [] }
    return switch fault.kind {
    case .sure: ["Sure", "! Here is the", " continuation:\\n\\n"]
    case .cannot: ["I'm sorry, ", "but I can't continue that message."]
    case .anew: [answer.said(0..<4), " and so on, or rather"]
    default: []  // what has nothing to do with it
    }
  }

  private var leak: Leak { Leak(key: call.key, fault: fault) }
  private var leaks: [String] {
    [.leak, .leakcut, .almost].contains(fault.kind) ? leak.pieces : []
  }

  /// Sends an event; its lines end as the fault has it.
  private func send(_ event: [UInt8]) async throws {
    if fault.kind == .lines {
      // Each member on a line of its own.
      let text = String(decoding: event, as: UTF8.self).replacing(",\"", with: ",\ndata: \"")
      return try await wire.chunk(Array(text.utf8))
    }
    let cr = UInt8(ascii: "\r")
    try await wire.chunk(
      fault.kind == .cr ? event.map { $0 == UInt8(ascii: "\n") ? cr : $0 } : event)
  }

  /// Whether the stream has no word in it.
  private var isWordless: Bool {
    switch fault.kind {
    case .nochoices, .empty, .tool: true
    case .cannot: call.begun != nil
    default: false  // what has words
    }
  }

  /// Whether the fault is one of the middle.
  private var isCutting: Bool {
    switch fault.kind {
    case .cut, .stall, .garbage, .badjson, .error, .coded, .failed, .leakcut: true
    case .ok, .status, .words, .context, .filter, .quota, .param, .echo, .reset, .close, .silent,
      .late, .nofinish, .nodone, .nousage, .slow, .drip, .flood, .inject, .errcode, .errtext,
      .errbare, .nochoices, .empty, .tool, .bom, .cr, .lines, .hints, .leak, .almost, .second,
      .noprefill, .again, .whole, .anew, .cannot, .sure:
      false
    }
  }

  /// What happens in the middle of a stream; nil if it goes on.
  private func interrupt() async throws -> Ending? {
    // So that what came before has been read by then, whoever reads it.
    try await Task.sleep(for: .milliseconds(250))
    switch fault.kind {
    case .cut, .leakcut: return .close
    case .stall: try await forever()
    case .garbage: try await wire.chunk(Array("data: {\"choices\": [{\"del\n\n".utf8))
    case .badjson:
      try await wire.chunk(Array("data: <html>bad gateway</html>\n\n".utf8))
      return .close
    case .error:
      try await wire.chunk(asEvent(errorBody("overloaded", type: "overloaded_error", code: nil)))
      return .close
    case .coded:
      try await wire.chunk(asEvent(inBand("fault \(fault.text)", code: 502, finish: true)))
      return .close
    case .failed:
      // It ends as if all were well.
      try await wire.chunk(answer.finish("error"))
      try await wire.chunk(Answer.done)
      try await wire.streamEnd()
      return .keep
    case .ok, .status, .words, .context, .filter, .quota, .param, .reset, .close, .silent, .late,
      .nofinish, .nodone, .nousage, .slow, .drip, .flood, .inject, .echo, .errcode, .errtext,
      .errbare, .nochoices, .empty, .tool, .bom, .cr, .lines, .hints, .leak, .almost, .second,
      .noprefill, .again, .whole, .anew, .cannot, .sure:
      break
    }
    return nil
  }

  /// A gigabyte of one event that never ends.
  private func flood() async throws -> Ending {
    try await wire.chunk(Array("data: {\"choices\":[{\"delta\":{\"content\":\"".utf8))
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)
    for _ in 0..<(1 << 14) { try await wire.chunk(piece) }
    return .close
  }
}
