/// An answer in one piece: what was asked for, or an error as OpenAI's clients read it.
struct Reply: Error, Sendable {
  var status: Int
  var body: [UInt8]
  var headers: [(name: String, value: String)] = []

  init(status: Int, body: [UInt8], headers: [(name: String, value: String)] = []) {
    self.status = status
    self.body = body
    self.headers = headers
  }

  /// An error.
  init(
    _ status: Int, _ message: String, type: String, param: String? = nil, code: String?,
    headers: [(name: String, value: String)] = []
  ) {
    self.status = status
    self.headers = headers
    // The policy has repeated what was worth it: clients that repeat by themselves multiply it.
    if status >= 400 { self.headers.append(("x-should-retry", "false")) }
    body = Reply.error(message, type: type, param: param, code: code)
  }

  /// The JSON of an error.
  static func error(_ message: String, type: String, param: String? = nil, code: String?) -> [UInt8]
  {
    let fields = [
      "\"message\":" + JSONText.quoted(message), "\"type\":" + JSONText.quoted(type),
      "\"param\":" + (param.map(JSONText.quoted) ?? "null"),
      "\"code\":" + (code.map(JSONText.quoted) ?? "null"),
    ]
    return Array(("{\"error\":{" + fields.joined(separator: ",") + "}}").utf8)
  }

  /// A request that cannot be meant.
  static func invalid(_ message: String, param: String?) -> Reply {
    Reply(400, message, type: "invalid_request_error", param: param, code: nil)
  }

  static func unknownModel(_ model: String) -> Reply {
    let shown = String(model.unicodeScalars.prefix(64).map(Character.init))
    return Reply(
      404, "The model `\(shown)` does not exist.", type: "invalid_request_error", param: "model",
      code: "model_not_found")
  }
}
