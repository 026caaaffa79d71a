import HTTPTypes
import Hummingbird
import NIOCore

extension HTTPField.Name {
  static let streamHold = custom("x-stream-hold")
  static let policyRoute = custom("x-policy-route")
  static let policyEndpoint = custom("x-policy-endpoint")
  static let policyModel = custom("x-policy-model")
  static let requestID = custom("x-request-id")
  /// Where Anthropic's clients look for it.
  static let messageRequestID = custom("request-id")
  static let policyAttempts = custom("x-policy-attempts")
  static let apiKey = custom("x-api-key")

  /// A name of our own; all of them are tokens.
  private static func custom(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .server }
}

extension Reply {
  /// As the server sends it.
  var response: Response { response(as: .chat) }

  /// As the server sends it to who asked in a form.
  func response(as form: Form) -> Response {
    var fields: HTTPFields = [.contentType: "application/json"]
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    let body =
      switch content {
      case .body(let bytes): bytes
      case .error(let words): form.body(of: words, status: status)
      }
    return Response(
      status: HTTPResponse.Status(code: status), headers: fields,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}
