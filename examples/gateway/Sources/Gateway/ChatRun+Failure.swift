import PolicyService

extension ChatRun {
  /// What the policy gives in an answer's place.
  func stand(in substitute: Substitute) -> Reply {
    switch substitute {
    case .text(let text, let status):
      let status = status ?? 503
      var headers = [(name: "x-policy-route", value: route.name)]
      if status == 503 || status == 429, let seconds = findings.retryAfter, seconds < 3600 {
        headers.append(("retry-after", "\(max(1, seconds))"))
      }
      let code = status == 413 ? "context_length_exceeded" : "no_provider"
      return Reply(
        status, text, type: status < 500 ? "invalid_request_error" : "server_error", code: code,
        headers: headers)
    case .cached, .called, .landed:
      return Reply(500, "The policy answers in a way of no use here.", type: "server_error", code: nil)
    }
  }

  /// Why there is no answer.
  func reply(to error: RequestFailed) -> Reply {
    switch error.errorClass {
    case "rejected", "content-filtered", "too-large":
      // The provider's own words: it is the request that it does not like.
      if let refusal = findings.refusal, let reply = repeated(refusal) { return reply }
      return Reply(
        error.status.flatMap { (400...499).contains($0) ? $0 : nil } ?? 400,
        "The request was refused (\(error.errorClass ?? "")).", type: "invalid_request_error",
        code: error.errorClass)
    case "rate-limited":
      return Reply(429, "All providers are busy.", type: "rate_limit_error", code: error.code)
    default:
      let isLate = error.code == "deadline" || error.errorClass == "timeout"
      return Reply(
        isLate ? 504 : 503, "No provider has answered (\(error.code)).", type: "server_error",
        code: error.code)
    }
  }

  /// A provider's refusal in words of its own, and nothing of it that is not words.
  private func repeated(_ refusal: (status: Int, body: [UInt8])) -> Reply? {
    guard (400...499).contains(refusal.status), refusal.status != 401, refusal.status != 403,
      let json = JSONText(findings.redacted(refusal.body)),
      let error = json.member("error", of: json.root)
    else { return nil }
    func text(_ key: String) -> String? {
      json.member(key, of: error).flatMap { json.string($0) }.map { String($0.prefix(4096)) }
    }
    guard let message = text("message") ?? json.string(error) else { return nil }
    return Reply(
      refusal.status, message, type: text("type") ?? "invalid_request_error",
      param: text("param"), code: text("code"), headers: [("x-policy-route", route.name)])
  }
}
