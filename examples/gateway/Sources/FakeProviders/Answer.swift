import Foundation

/// The bytes of answers.
///
/// All providers say the same, `0 1 2 …`, so that whoever looks at an answer sees whether it is
/// whole, whoever gave which part of it.
struct Answer {
  var model: String
  var tokens: Int
  /// The first token that is still to be said, if a text was begun elsewhere.
  var from: Int
  var promptTokens: Int
  let pad: Int
  private let padding: String
  private let modelText: String

  init(model: String, tokens: Int, from: Int, promptTokens: Int, pad: Int) {
    self.model = model
    self.tokens = tokens
    self.from = from
    self.promptTokens = promptTokens
    self.pad = pad
    padding = String(repeating: "x", count: pad)
    // A list of one, without its brackets.
    modelText = String(decoding: json([model]).dropFirst().dropLast(), as: UTF8.self)
  }

  private static let id = "chatcmpl-fake"

  func token(_ index: Int) -> String { index == 0 ? "0" : " \(index)" }
  func said(_ tokens: Range<Int>) -> String { tokens.map(token).joined() }

  var usage: [String: Any] {
    [
      "prompt_tokens": promptTokens, "completion_tokens": tokens - from,
      "total_tokens": promptTokens + tokens - from,
    ]
  }

  /// A whole answer.
  var completion: [UInt8] { completion(["role": "assistant", "content": text], "stop") }
  var text: String { (from..<max(from, tokens)).map(token).joined() }

  /// An answer of one message.
  func completion(_ message: [String: Any], _ finish: String) -> [UInt8] {
    completion([["index": 0, "message": message, "finish_reason": finish]])
  }

  func completion(_ choices: [[String: Any]]) -> [UInt8] {
    json([
      "id": Answer.id, "object": "chat.completion", "created": 1_700_000_000, "model": model,
      "choices": choices, "usage": usage,
    ])
  }

  /// A message that calls a tool and says nothing.
  static var call: [String: Any] {
    let call = ["name": "f", "arguments": "{\"z\":1}"]
    return [
      "role": "assistant", "content": NSNull(),
      "tool_calls": [["id": "call_1", "type": "function", "function": call] as [String: Any]],
    ]
  }

  /// All chunks but their ends are written by hand: a stream has many of them.
  private func chunk(_ delta: String, _ finish: String) -> [UInt8] {
    asEvent(
      Array(
        """
        {"id":"\(Answer.id)","object":"chat.completion.chunk","created":1700000000,\
        "model":\(modelText),"choices":[{"index":0,"delta":{\(delta)},"finish_reason":\(finish)}]}
        """.utf8))
  }

  var beginning: [UInt8] { chunk("\"role\":\"assistant\",\"content\":\"\"", "null") }
  func event(of index: Int) -> [UInt8] {
    chunk("\"content\":\"\(token(index))\(padding)\"", "null")
  }
  /// A text as it stands in JSON, as a piece of the answer or of a call's arguments.
  func event(saying text: String) -> [UInt8] { chunk("\"content\":\"\(text)\"", "null") }
  func event(calling text: String) -> [UInt8] {
    chunk("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\(text)\"}}]", "null")
  }
  /// A piece of another answer.
  func second(_ finish: String) -> [UInt8] {
    let text = String(decoding: chunk("\"content\":\"x\"", finish), as: UTF8.self)
    return Array(text.replacing("\"index\":0", with: "\"index\":1").utf8)
  }
  func finish(_ reason: String) -> [UInt8] { chunk("", "\"\(reason)\"") }
  /// A call of a tool, in two pieces.
  var calls: [[UInt8]] {
    [
      "{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}",
      "{\"index\":0,\"function\":{\"arguments\":\"{\\\"z\\\":1}\"}}",
    ].map { chunk("\"tool_calls\":[\($0)]", "null") }
  }
  var usageEvent: [UInt8] {
    asEvent(
      json([
        "id": Answer.id, "object": "chat.completion.chunk", "created": 1_700_000_000,
        "model": model, "choices": [Any](), "usage": usage,
      ]))
  }
  static let done = Array("data: [DONE]\n\n".utf8)
}

/// One event of a stream.
func asEvent(_ data: [UInt8]) -> [UInt8] { Array("data: ".utf8) + data + Array("\n\n".utf8) }

/// An error as providers spell it.
func errorBody(_ message: String, type: String, code: String?, param: String? = nil) -> [UInt8] {
  json([
    "error": [
      "message": message, "type": type, "param": param ?? NSNull(), "code": code ?? NSNull(),
    ] as [String: Any]
  ])
}

/// An error in a 200, which may have a code, and may call itself an end as OpenRouter's do.
func inBand(_ message: String, code: Any?, finish: Bool = false) -> [UInt8] {
  var error: [String: Any] = ["message": message]
  if let code { error["code"] = code }
  var value: [String: Any] = ["error": error]
  if finish {
    value["choices"] = [
      ["index": 0, "delta": ["content": ""], "finish_reason": "error"] as [String: Any]
    ]
  }
  return json(value)
}

/// What providers call an error of a status.
func errorType(of status: Int) -> String {
  switch status {
  case 429: "rate_limit_error"
  case 529: "overloaded_error"
  case 400...499: "invalid_request_error"
  default: "server_error"
  }
}
