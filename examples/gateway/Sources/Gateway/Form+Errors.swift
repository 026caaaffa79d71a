/// What a client is told of an error, whatever the form.
struct ErrorWords: Sendable {
  var message: String
  var type: String
  var param: String?
  var code: String?
}

extension Form {
  /// The JSON of an error.
  func body(of error: ErrorWords, status: Int) -> [UInt8] {
    switch self {
    case .chat, .embeddings, .responses: Array("{\"error\":\(Form.object(error))}".utf8)
    case .messages: Array(Form.message(error, status).utf8)
    }
  }

  /// The event that ends a stream whose rest is missing.
  ///
  /// - Parameter number: the number of the last event that was sent, where events have one.
  func event(of error: ErrorWords, status: Int, after number: Int?) -> [UInt8] {
    let event =
      switch self {
      case .chat, .embeddings: "data: {\"error\":\(Form.object(error))}"
      case .messages: "event: error\ndata: \(Form.message(error, status))"
      case .responses:
        // The reference has its members beside `type`; what OpenAI sends, and what its clients
        // look for, is an `error` as elsewhere.
        "event: error\ndata: {\"type\":\"error\",\"sequence_number\":\((number ?? -1) + 1),"
          + "\(Form.members(error)),\"error\":\(Form.object(error))}"
      }
    return Array("\(event)\n\n".utf8)
  }

  /// OpenAI's: platform.openai.com/docs/guides/error-codes.
  private static func object(_ error: ErrorWords) -> String {
    "{\"type\":\(JSONText.quoted(error.type)),\(members(error))}"
  }

  private static func members(_ error: ErrorWords) -> String {
    "\"message\":\(JSONText.quoted(error.message)),"
      + "\"param\":\(error.param.map(JSONText.quoted) ?? "null"),"
      + "\"code\":\(error.code.map(JSONText.quoted) ?? "null")"
  }

  /// Anthropic's: docs.claude.com/en/api/errors.
  private static func message(_ error: ErrorWords, _ status: Int) -> String {
    let type =
      switch status {
      case 401: "authentication_error"
      case 403: "permission_error"
      case 404: "not_found_error"
      case 413: "request_too_large"
      case 429: "rate_limit_error"
      case 400...499: "invalid_request_error"
      case 503, 529: "overloaded_error"
      case 504: "timeout_error"
      default: "api_error"  // what went wrong here
      }
    return "{\"type\":\"error\",\"error\":{\"type\":\"\(type)\","
      + "\"message\":\(JSONText.quoted(error.message))}}"
  }
}
