/// An answer in one piece: what was asked for, or an error, which is told in the form of the path
/// that was asked.
struct Reply: Error, Sendable {
  /// What it says.
  enum Content: Sendable {
    case body([UInt8])
    case error(ErrorWords)
  }

  var status: Int
  var content: Content
  var headers: [(name: String, value: String)] = []

  init(status: Int, body: [UInt8], headers: [(name: String, value: String)] = []) {
    self.status = status
    content = .body(body)
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
    content = .error(ErrorWords(message: message, type: type, param: param, code: code))
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
