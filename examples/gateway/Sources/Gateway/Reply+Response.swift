import HTTPTypes
import Hummingbird
import NIOCore

extension HTTPField.Name {
  static let streamHold = custom("x-stream-hold")
  static let policyRoute = custom("x-policy-route")
  static let policyEndpoint = custom("x-policy-endpoint")
  static let policyModel = custom("x-policy-model")
  static let requestID = custom("x-request-id")
  static let policyAttempts = custom("x-policy-attempts")

  /// A name of our own; all of them are tokens.
  private static func custom(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .server }
}

extension Reply {
  /// As the server sends it.
  var response: Response {
    var fields: HTTPFields = [.contentType: "application/json"]
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return Response(
      status: HTTPResponse.Status(code: status), headers: fields,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}
