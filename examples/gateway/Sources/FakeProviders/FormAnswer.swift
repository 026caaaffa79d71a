import Foundation

/// The bytes of answers that are no chats.
struct FormAnswer {
  let form: Form
  let answer: Answer
  /// Vectors that are asked for.
  let inputs: Int

  private static let response = "resp_fake"
  private static let message = "msg_fake"

  /// An answer in one piece, of a text as it is.
  func whole(_ text: String, status: String = "completed") -> [UInt8] {
    switch form {
    case .chat: answer.completion
    case .embeddings: json(vectors(text))
    case .responses: json(response(text, status))
    case .messages: json(message(text, "end_turn"))
    }
  }

  /// Each begins with its own number, so that an order is seen, and has `pad` numbers more.
  private func vectors(_ text: String) -> [String: Any] {
    let more = (0..<answer.pad).map { Double($0) / 1024 }
    let rows = (0..<inputs).map { index in
      ["object": "embedding", "index": index, "embedding": [Double(index), 0.5, -0.25] + more]
        as [String: Any]
    }
    let usage = ["prompt_tokens": answer.promptTokens, "total_tokens": answer.promptTokens]
    return [
      "object": "list", "model": answer.model, "data": text.isEmpty ? [] : rows, "usage": usage,
    ]
  }

  private func response(_ text: String, _ status: String) -> [String: Any] {
    let part = ["type": "output_text", "text": text, "annotations": [Any]()] as [String: Any]
    let item =
      [
        "id": "item_fake", "type": "message", "role": "assistant", "status": "completed",
        "content": [part],
      ] as [String: Any]
    return [
      "id": FormAnswer.response, "object": "response", "created_at": 1_700_000_000,
      "status": status, "error": NSNull(), "incomplete_details": NSNull(),
      "instructions": NSNull(), "metadata": [String: String](), "model": answer.model,
      "output": text.isEmpty ? [] : [item], "parallel_tool_calls": true, "temperature": 1,
      "tool_choice": "auto", "tools": [Any](), "top_p": 1, "usage": usage,
    ]
  }

  private func message(_ text: String, _ reason: String?) -> [String: Any] {
    [
      "id": FormAnswer.message, "type": "message", "role": "assistant", "model": answer.model,
      "content": text.isEmpty ? [] : [["type": "text", "text": text]],
      "stop_reason": reason ?? NSNull(), "stop_sequence": NSNull(), "usage": usage,
    ]
  }

  private var usage: [String: Any] {
    let (input, output) = (answer.promptTokens, answer.tokens)
    if form == .messages { return ["input_tokens": input, "output_tokens": output] }
    return [
      "input_tokens": input, "input_tokens_details": ["cached_tokens": 0],
      "output_tokens": output, "output_tokens_details": ["reasoning_tokens": 0],
      "total_tokens": input + output,
    ]
  }

  // Events --------------------------------------------------------------------------------------

  private func event(_ type: String, _ value: [String: Any], _ number: Int) -> [UInt8] {
    var value = value
    value["type"] = type
    if form == .responses { value["sequence_number"] = number }
    return named(type, json(value))
  }

  /// An event with its name.
  func named(_ name: String, _ data: [UInt8]) -> [UInt8] {
    Array("event: \(name)\ndata: ".utf8) + data + Array("\n\n".utf8)
  }

  /// What stands before the first token.
  var beginning: [[UInt8]] {
    if form == .messages {
      return [
        event("message_start", ["message": message("", nil)], 0), event("ping", [:], 0),
        event(
          "content_block_start", ["index": 0, "content_block": ["type": "text", "text": ""]], 0),
      ]
    }
    let item =
      ["id": "item_fake", "type": "message", "role": "assistant", "content": [Any]()]
      as [String: Any]
    return [
      event("response.created", ["response": response("", "in_progress")], 0),
      event("response.output_item.added", ["output_index": 0, "item": item], 1),
    ]
  }

  /// One token, as it stands in JSON, of one of several texts.
  func token(_ text: String, _ number: Int, of place: Int = 0) -> [UInt8] {
    let mark = "TOKEN"
    let value: [UInt8]
    if form == .messages {
      value = event(
        "content_block_delta", ["index": place, "delta": ["type": "text_delta", "text": mark]],
        number)
    } else {
      value = event(
        "response.output_text.delta",
        [
          "item_id": "item_fake", "output_index": place, "content_index": 0, "delta": mark,
          "logprobs": [Any](),
        ], number)
    }
    return Array(String(decoding: value, as: UTF8.self).replacing(mark, with: text).utf8)
  }

  /// Why it ends, and with `hasLast` its last event.
  func ending(_ number: Int, text: String, hasLast: Bool, hasUsage: Bool) -> [[UInt8]] {
    if form == .messages {
      var delta =
        ["delta": ["stop_reason": "end_turn", "stop_sequence": NSNull()]] as [String: Any]
      if hasUsage { delta["usage"] = ["output_tokens": answer.tokens] }
      let events = [
        event("content_block_stop", ["index": 0], number), event("message_delta", delta, number),
      ]
      return hasLast ? events + [event("message_stop", [:], number)] : events
    }
    var whole = response(text, "completed")
    if !hasUsage { whole["usage"] = NSNull() }
    return hasLast ? [event("response.completed", ["response": whole], number)] : []
  }

  /// The failure of an answer that has begun.
  func failed(_ number: Int) -> [UInt8] {
    if form == .messages {
      let error = ["type": "overloaded_error", "message": "overloaded"]
      return event("error", ["error": error], number)
    }
    var value = response("", "failed")
    value["error"] = ["code": "server_error", "message": "the model failed"]
    return event("response.failed", ["response": value], number)
  }
}
