import PolicyHTTP
import PolicyService

/// Tells a client that there is no answer, in the words of whoever knows why.
struct Failure: Sendable {
  let route: String
  /// The model that the client named.
  let model: String
  let findings: Findings

  /// The classes that are about the request itself.
  private static let refusals = ["rejected", "content-filtered", "too-large"]

  /// What the policy gives in an answer's place.
  ///
  /// - Parameter wait: how long until the request might be answered; the client is told with any
  ///   status that means "later".
  func stand(in substitute: Substitute, retryAfter wait: Duration?) -> Reply {
    guard case .text(let text, let status) = substitute else {
      return Reply(500, "The policy serves what no chat is.", type: "server_error", code: nil)
    }
    let given = status ?? 503
    let headers =
      [(name: "x-policy-route", value: route)]
      + (given == 503 || given == 429 ? retryAfter(wait) : [])
    let code =
      switch given {
      case 404: "model_not_found"
      case 413: "context_length_exceeded"
      default: "no_provider"
      }
    let type = given < 500 ? "invalid_request_error" : "server_error"
    return Reply(
      given, text, type: type, param: given == 404 ? "model" : nil, code: code, headers: headers)
  }

  /// Why there is no answer.
  func reply(to error: any Error) -> Reply {
    guard let failure = (error as? PolicyHTTPError)?.failure else {
      return Reply(503, "The request was given up.", type: "server_error", code: nil)
    }
    if failure.code == "not-served" { return .unknownModel(model) }
    switch failure.errorClass {
    case let refused? where Failure.refusals.contains(refused):
      // A provider's own words: it is the request that it does not like.
      if let refusal = findings.refusal(refused), let reply = repeated(refusal) { return reply }
      return Reply(
        400, "The request was refused (\(refused)).", type: "invalid_request_error", code: refused)
    case "rate-limited":
      return Reply(
        429, "All providers are busy.", type: "rate_limit_error", code: failure.code,
        headers: retryAfter(failure.retryAfter))
    default:
      let isLate = failure.code == "deadline" || failure.errorClass == "timeout"
      return Reply(
        isLate ? 504 : 503, "No provider has answered (\(failure.code)).", type: "server_error",
        code: failure.code, headers: retryAfter(failure.retryAfter))
    }
  }

  /// The header that tells a client when to come back; none if nobody knows.
  private func retryAfter(_ wait: Duration?) -> [(name: String, value: String)] {
    wait.map { [("retry-after", "\(RetryAfter.seconds($0))")] } ?? []
  }

  /// The end of a stream whose rest is missing, in the form that was asked for.
  func event(for error: PolicyHTTPError, as form: Form) -> [UInt8] {
    // The request was not cancelled by its client, who would not be told: nobody could be given the
    // text so far to go on with.
    let failure = error.failure.flatMap { $0.errorClass == "cancelled" ? nil : $0 }
    let cause = failure?.errorClass.map { " (\($0))" } ?? ""
    let words = ErrorWords(
      message: "The answer broke off\(cause), and nobody could go on with it.",
      type: "stream_error", code: failure?.code ?? "truncated")
    return form.event(of: words, status: 502, after: findings.sequence)
  }

  /// A text of a provider as a client may see it.
  private func shown(_ text: String) -> String { String(findings.redacted(text).prefix(4096)) }

  /// A provider's refusal in words of its own, and nothing of it that is not words.
  private func repeated(_ refusal: (status: Int, body: [UInt8])) -> Reply? {
    // Some refuse in a 200; that is the one status that nobody may see then.
    let status = refusal.status == 200 ? 400 : refusal.status
    guard (400...499).contains(status), status != 401, status != 403,
      let json = JSONText(refusal.body),
      let error = json.member("error", of: json.root)
    else { return nil }
    func text(_ key: StaticString) -> String? {
      guard json.members(error) != nil else { return nil }
      return json.member(key, of: error).flatMap { json.string($0) }.map(shown)
    }
    guard let message = text("message") ?? json.string(error).map(shown) else { return nil }
    return Reply(
      status, message, type: text("type") ?? "invalid_request_error",
      param: text("param"), code: text("code"), headers: [("x-policy-route", route)])
  }
}
