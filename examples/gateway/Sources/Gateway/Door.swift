import HTTPTypes
import Hummingbird
import PolicyHTTP

/// Lets those in who have a key, and tells of each request when it is over.
struct Door: RouterMiddleware {
  let clients: Clients
  let ledger: Ledger

  func handle(
    _ request: Request, context: GatewayContext,
    next: (Request, GatewayContext) async throws -> Response
  ) async throws -> Response {
    let form = Form(path: request.uri.path)
    let record = context.record
    record.tell { [clients, ledger] facts in
      ledger.take(facts)
      clients.charge(facts.client, facts.tokens?.total ?? 0)
    }
    var response: Response
    do {
      try admit(request, isCounted: form != nil, record)
      response = try await next(request, context)
    } catch {
      record.note(reason: Door.reason(of: error))
      response = try Front.response(to: error, as: form)
    }
    record.note(status: Int(response.status.code))
    if response.body.contentLength != nil {
      record.end()
    } else {
      let body = response.body
      response.body = ResponseBody { writer in
        defer { record.end() }
        try await body.write(writer)
      }
    }
    return response
  }

  /// - Throws: why a client is not served.
  private func admit(_ request: Request, isCounted: Bool, _ record: Record) throws(Reply) {
    switch clients.admit(request.headers, isCounted: isCounted) {
    case .client(let name): record.note(client: name)
    case .unknown:
      record.note(reason: Clients.unauthorized)
      throw Reply(
        401, "Incorrect API key provided.", type: "invalid_request_error", code: "invalid_api_key")
    case .spent(let name, let reason, let wait):
      record.note(client: name)
      record.note(reason: reason)
      let what = reason == Clients.tooManyTokens ? "tokens" : "requests"
      throw Reply(
        429, "This key has used its \(what) of a minute.", type: "rate_limit_error",
        code: "rate_limit_exceeded",
        headers: [(name: "retry-after", value: "\(RetryAfter.seconds(wait))")])
    }
  }

  /// Why the gateway answers, where no policy was asked.
  private static func reason(of error: any Error) -> String {
    let status =
      (error as? Reply)?.status ?? (error as? HTTPError).map { Int($0.status.code) } ?? 500
    return switch status {
    case 404: "not-served"
    case 413: "too-large"
    case 400...499: "invalid"
    default: "failed"  // what went wrong here
    }
  }
}
