import PolicyRuntime
import Testing

@testable import PolicyService

/// What a caller is told about coming back, and requests that wait for a candidate.
@Suite(.inTurn) struct RetryAfterTests {
  private static func policy(_ degrade: String, wait: String = "", before: String = "") -> String {
    """
    endpoint a { url "http://a.example.com"; timeout attempt: 5s }
    retry again { attempts 2; budget none; on rejected { fail }; otherwise { degrade } }
    \(before)
    route main { match path: "/main"; to a; effect idempotent; deadline 20s; retry again; \(wait) \(degrade); breaker none }
    """
  }

  private func refused(_ route: PolicyRoute) async throws -> Answer<Int> {
    try await route.run(Request()) { _ in
      throw AttemptFailure(status: 429, headers: [("retry-after", "7")])
    }
  }

  @Test func `a request that fails says when its endpoint is back`() async throws {
    let clock = TestClock()
    let engine = try engine(RetryAfterTests.policy("degrade none"), clock: clock)
    let main = try engine.route("main")
    let error = await #expect(throws: RequestFailed.self) { _ = try await self.refused(main) }
    #expect(error?.retryAfter == .seconds(7))
    clock.advance(by: .seconds(3))
    // The next finds nobody: what is left of the pause.
    let next = await #expect(throws: RequestFailed.self) { _ = try await self.refused(main) }
    #expect(next?.attempts == 0)
    #expect(next?.retryAfter == .seconds(4))
  }

  @Test func `nothing is said while an endpoint is free`() async throws {
    let engine = try engine(RetryAfterTests.policy("degrade none"), clock: TestClock())
    let main = try engine.route("main")
    let error = await #expect(throws: RequestFailed.self) {
      _ = try await main.run(Request()) { _ -> Int in throw AttemptFailure(status: 503) }
    }
    #expect(error != nil)
    #expect(error?.retryAfter == nil)
  }

  @Test func `a text that is served says it too`() async throws {
    let engine = try engine(
      RetryAfterTests.policy(
        "degrade below", before: Policy.ladder(#"serve text: "later", status: 503"#)),
      clock: TestClock())
    let answer = try await refused(engine.route("main"))
    #expect(answer.result.isText)
    #expect(answer.retryAfter == .seconds(7))
  }

  @Test func `a full answer says nothing`() async throws {
    let engine = try engine(RetryAfterTests.policy("degrade none"))
    let answer = try await engine.route("main").run(Request()) { _ in 1 }
    #expect(answer.retryAfter == nil)
  }

  @Test func `a request waits for its candidate, is counted while it does, and is served`()
    async throws
  {
    let clock = TestClock()
    let engine = try engine(
      RetryAfterTests.policy("degrade none", wait: "wait within: 10s, at-most: 1;"), clock: clock)
    let main = try engine.route("main")
    _ = try? await refused(main)
    let waiting = Task { try await main.run(Request()) { _ in 1 } }
    await until { engine.snapshot().routes[0].waiting == 1 }
    // A second may not wait.
    let error = await #expect(throws: RequestFailed.self) { _ = try await self.refused(main) }
    #expect(error?.code == "no-candidate")
    clock.advance(by: .seconds(7))
    #expect(try await waiting.value.value == 1)
    let snapshot = engine.snapshot()
    #expect(snapshot.routes[0].waiting == 0)
    #expect(snapshot.routes[0].waits == 1)
    let text = engine.prometheusText()
    #expect(text.contains(#"policy_waiting{route="main"} 0"#))
    #expect(text.contains(#"policy_waits_total{route="main"} 1"#))
  }

  @Test func `a caller that gives up leaves its place`() async throws {
    let clock = TestClock()
    let engine = try engine(
      RetryAfterTests.policy("degrade none", wait: "wait within: 10s, at-most: 1;"), clock: clock)
    let main = try engine.route("main")
    _ = try? await refused(main)
    let waiting = Task { try await main.run(Request()) { _ in 1 } }
    await until { engine.snapshot().routes[0].waiting == 1 }
    waiting.cancel()
    let result = await waiting.result
    #expect(throws: RequestFailed.self) { try result.get() }
    #expect(engine.snapshot().routes[0].waiting == 0)
  }
}

extension Answer.Result {
  fileprivate var isText: Bool {
    if case .substitute(.text) = self { true } else { false }
  }
}
