import Foundation
import PolicyGraph
import PolicyRuntime

@testable import PolicyService

extension World {
  /// Runs a request as an ordinary service does: one call, one document of JSON.
  func run(
    _ route: String, key: String = "", size: Int = 0, priority: Int = 5,
    tags: [Request.Tag] = []
  ) async throws -> Ending {
    let request = Request(size: size, priority: priority, tags: tags, key: key)
    let route = try engine.route(route)
    do throws(RequestFailed) {
      return Ending(
        try await route.run(request) { attempt in
          try await self.noting(attempt) { _ in
            let message = World.message(attempt, key: key, body: "{}")
            let reply = try await WebCall.send(message, attempt.timeouts) { _ in false }
            try attempt.check(status: reply.status, headers: reply.headers, body: reply.body)
            let document = try? JSONSerialization.jsonObject(
              with: Data(reply.body), options: .fragmentsAllowed)
            if document == nil { throw AttemptFailure.transport(.unreadable) }
            return reply.text
          }
        })
    } catch {
      return Ending(error)
    }
  }

  /// Runs an attempt and notes how it ended; `body` sets what it is given when the
  /// attempt commits.
  func noting(
    _ attempt: Attempt, _ body: (Kept<Bool>) async throws -> String
  ) async throws -> String {
    let isCommitted = Kept(false)
    var result = AttemptResult(
      request: attempt.request, number: attempt.number, endpoint: attempt.endpoint)
    defer {
      result.isCommitted = isCommitted.value
      results.add(result)
    }
    do {
      return try await body(isCommitted)
    } catch {
      result.evidence = (error as? AttemptFailure)?.evidence ?? Evidence(transport: .cancelled)
      throw error
    }
  }

  static func message(_ attempt: Attempt, key: String, body: String) -> WebCall.Message {
    var headers = ["x-key: \(key)"]
    if let credential = attempt.credential {
      headers.append("authorization: Bearer \(credential.secret)")
    }
    if let header = attempt.idempotencyKey { headers.append("\(header): \(key)") }
    return WebCall.Message(url: attempt.url + "/task", headers: headers, body: body)
  }

  /// Runs the engine's probes over HTTP until the task is cancelled.
  func probe() async {
    await engine.runProbes { probe in
      let message = WebCall.Message(
        method: "GET", url: probe.url,
        headers: ["x-purpose: probe"])
      let limits = Attempt.TimeLimits(attempt: probe.timeout)
      return try await WebCall.send(message, limits) { _ in false }.status
    }
  }
}
