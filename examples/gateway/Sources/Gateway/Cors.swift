import HTTPTypes
import Hummingbird

/// Lets pages of some origins use the gateway from a browser (fetch.spec.whatwg.org, "CORS
/// protocol"); no page does unless its origin is named.
///
/// Clients say who they are by a key and not by a cookie, so that credentials in the sense of CORS
/// are never allowed, whatever the origin.
struct Cors: RouterMiddleware {
  /// As browsers write them, or `*`.
  let origins: [String]

  /// What pages may send beside what they always may, and what they may read.
  private static let requestHeaders: Set<String> = [
    "authorization", "content-type", "accept", "user-agent", "x-api-key", "x-request-id",
    "x-stream-hold", "anthropic-version", "anthropic-beta",
    "anthropic-dangerous-direct-browser-access", "openai-organization", "openai-project",
  ]
  private static let responseHeaders =
    "x-request-id, request-id, retry-after, x-should-retry, x-policy-route, x-policy-endpoint, "
    + "x-policy-model, x-policy-attempts"
  /// Official clients tell of themselves in headers that begin like this.
  private static let clientPrefix = "x-stainless-"
  private static let secondsMax = 600

  func handle(
    _ request: Request, context: GatewayContext,
    next: (Request, GatewayContext) async throws -> Response
  ) async throws -> Response {
    guard let allowed = allowed(request.headers[.origin]) else {
      var response = try await next(request, context)
      Cors.vary(&response)
      return response
    }
    var response: Response
    if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
      response = Response(status: .noContent)
      response.headers[.accessControlAllowMethods] = "GET, POST"
      let asked = request.headers[.accessControlRequestHeaders] ?? ""
      response.headers[.accessControlAllowHeaders] = Cors.headers(asked)
      response.headers[.accessControlMaxAge] = "\(Cors.secondsMax)"
    } else {
      response = try await next(request, context)
      response.headers[.accessControlExposeHeaders] = Cors.responseHeaders
    }
    response.headers[.accessControlAllowOrigin] = allowed
    Cors.vary(&response)
    return response
  }

  /// What a page of an origin is told; nil if it may not.
  private func allowed(_ origin: String?) -> String? {
    guard let origin else { return nil }
    if origins.contains("*") { return "*" }
    return origins.contains(origin) ? origin : nil
  }

  /// The answer is another one for other origins: no cache may mix them up.
  private static func vary(_ response: inout Response) { response.headers[.vary] = "origin" }

  /// Those of the headers that are asked for which a page may send.
  private static func headers(_ asked: String) -> String {
    let names = asked.lowercased().split(separator: ",").map { $0.filter { $0 != " " } }
    let allowed = names.filter { name in
      requestHeaders.contains(name)
        || (name.hasPrefix(clientPrefix) && name.utf8.allSatisfy { isPlain($0) })
    }
    return allowed.prefix(32).joined(separator: ", ")
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
  }

  /// Whether a text is an origin as browsers write it: a scheme, a host in lower case, and a port
  /// unless it is the scheme's own.
  static func isOrigin(_ text: String) -> Bool {
    if text == "*" { return true }
    for (scheme, port) in [("https://", ":443"), ("http://", ":80")] where text.hasPrefix(scheme) {
      let host = text.dropFirst(scheme.count)
      return !host.isEmpty && !host.hasSuffix(port)
        && host.utf8.allSatisfy { byte in
          isPlain(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || ".:[]_".utf8.contains(byte)
        }
    }
    return false
  }
}
