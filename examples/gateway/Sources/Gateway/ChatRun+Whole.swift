import AsyncHTTPClient
import NIOCore
import PolicyService

/// One client's request at work on a route.
struct ChatRun: Sendable {
  let request: ChatRequest
  let route: PolicyRoute
  let upstream: Upstream
  let findings = Findings()

  /// What the policy is told of it.
  var asked: Request { Request(size: request.promptTokens) }

  /// Runs a request whose answer comes in one piece.
  func whole() async -> Reply {
    do {
      let answer = try await route.run(asked) { attempt in
        findings.begin(attempt)
        do {
          return try await watched(attempt, streams: false) { watch in
            try await readWhole(attempt, watch)
          }
        } catch {
          findings.note(error)
          throw error
        }
      }
      switch answer.result {
      case .value(let body):
        let model = answer.destination?.attributes["model"] ?? request.model
        return Reply(
          status: 200, body: findings.redacted(body),
          headers: headers(answer.endpoint ?? "", model, attempts: answer.attempts))
      case .substitute(let substitute): return stand(in: substitute)
      }
    } catch {
      return reply(to: error)
    }
  }

  /// One attempt at an answer in one piece.
  private func readWhole(_ attempt: Attempt, _ watch: Watch) async throws -> [UInt8] {
    let response = try await upstream.send(attempt, request, continuing: nil)
    watch.progress(.answer, isCommitted: false)
    var body: [UInt8] = []
    do {
      for try await piece in response.body {
        body += piece.readableBytesView
        guard body.count <= Upstream.bodyBytesMax else {
          throw AttemptFailure.transport(.unreadable)
        }
        watch.progress(.answer, isCommitted: false)
      }
    } catch {
      throw Upstream.failure(error)
    }
    guard let json = JSONText(body) else { throw AttemptFailure.transport(.unreadable) }
    try attempt.check(
      status: Int(response.status.code),
      headers: response.headers.map { (name: $0.name, value: $0.value) }, body: body)
    guard let choices = json.member("choices", of: json.root), let list = json.elements(choices),
      !list.isEmpty
    else { throw AttemptFailure.transport(.unreadable) }
    if let usage = json.member("usage", of: json.root),
      let total = json.member("total_tokens", of: usage).flatMap({ json.int($0) })
    {
      attempt.report(usage: total)
    }
    try attempt.commit()
    return body
  }

  /// Who answered, for those who want to know.
  func headers(_ endpoint: String, _ model: String, attempts: Int) -> [(
    name: String, value: String
  )] {
    [
      ("x-policy-route", route.name), ("x-policy-endpoint", endpoint), ("x-policy-model", model),
      ("x-policy-attempts", "\(attempts)"),
    ]
  }
}
