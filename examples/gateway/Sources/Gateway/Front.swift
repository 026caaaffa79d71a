import HTTPTypes
import Hummingbird

/// What all requests pass first: their path is one, they have an id, and errors have the form of
/// the path that was asked, those of the server itself too.
struct Front: RouterMiddleware {
  func handle(
    _ request: Request, context: GatewayContext,
    next: (Request, GatewayContext) async throws -> Response
  ) async throws -> Response {
    let form = Form(path: request.uri.path)
    let id = Front.id(request.headers[.requestID])
    var context = context
    context.requestID = id
    context.record = Record(id: id, path: request.uri.path)
    var response: Response
    do {
      guard Front.isPlain(request.head.path ?? "") else { throw HTTPError(.notFound) }
      response = try await next(request, context)
    } catch {
      response = try Front.response(to: error, as: form)
    }
    response.headers[.requestID] = id
    if form == .messages { response.headers[.messageRequestID] = id }
    return response
  }

  /// How a client is told of an error.
  ///
  /// - Throws: what no client is told of.
  static func response(to error: any Error, as form: Form?) throws -> Response {
    if let reply = error as? Reply { return reply.response(as: form ?? .chat) }
    guard let error = error as? HTTPError else { throw error }
    let (status, text) = (Int(error.status.code), error.body ?? error.status.reasonPhrase)
    return Reply(status, text, type: "invalid_request_error", code: nil)
      .response(as: form ?? .chat)
  }

  /// Whether a target has one reading: the router takes `//metrics` and `/metrics/` for `/metrics`,
  /// and whoever stands in front of it may not.
  static func isPlain(_ target: String) -> Bool {
    var path = target.prefix { $0 != "?" && $0 != "#" }
    // A host may stand before it; nobody looks at that.
    if let host = path.firstRange(of: "://"), !path.hasPrefix("/") {
      path = path[host.upperBound...].drop { $0 != "/" }
    }
    if path == "/" { return true }
    guard path.hasPrefix("/") else { return false }
    let names = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    return names.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }

  /// The client's own id, if it is one, or a new one.
  private static func id(_ given: String?) -> String {
    if let given, (1...128).contains(given.utf8.count), given.utf8.allSatisfy(isPlain) {
      return given
    }
    let digits = String(UInt128.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: ":"):
      true
    default: false  // what would look like something else in a log
    }
  }
}
