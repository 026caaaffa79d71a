import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// Answers that become the request's while they are still coming in.
@Suite(.inTurn) struct CommitTests {
  private static let resuming = """
    retry again {
      attempts 3
      budget   none
      on interrupted { resume; fail }
      on rejected { fail }
      otherwise { failover }
    }
    """

  private func streaming(_ retry: String = Policy.failover, more: String = "") throws
    -> (PolicyEngine, PolicyRoute)
  {
    let text = Policy.route(retry: retry, more: "commit first-byte\n" + more).replacing(
      "domain     provider: two", with: "supports [prefill]; domain provider: two")
    let engine = try engine(text)
    return (engine, try engine.route("main"))
  }

  @Test func `bytes may go to the caller from the commit on`() async throws {
    let (_, route) = try streaming()
    let answer = try await route.run { attempt in
      let goesOut = try attempt.commit()
      #expect(goesOut)
      return "whole"
    }
    #expect(answer.value == "whole")
  }

  @Test func `a cut after the commit is no answer, and is not begun again`() async throws {
    let (_, route) = try streaming()
    let sent = Recorder<String>()
    let failed = await #expect(throws: RequestFailed.self) {
      try await route.run { attempt -> Int in
        sent.add(attempt.endpoint)
        try attempt.commit()
        throw AttemptFailure.transport(.reset)
      }
    }
    #expect(failed?.cause == .policy(.truncated))
    #expect(sent.all == ["a"])
  }

  @Test func `a cut after the commit is resumed where that can be done`() async throws {
    let (_, route) = try streaming(CommitTests.resuming)
    let answer = try await route.run { attempt in
      #expect(attempt.isResume == (attempt.number == 2))
      if !attempt.isResume {
        try attempt.commit()
        throw AttemptFailure.transport(.cut)
      }
      return attempt.endpoint
    }
    #expect(answer.value == "b")
    #expect(answer.attempts == 2)
  }

  @Test func `an attempt that was overtaken may not commit`() async throws {
    let clock = TestClock()
    let engine = try engine(
      Policy.route(more: "commit first-byte; hedge after: 100ms"), clock: clock)
    let route = try engine.route("main")
    let refused = Recorder<String>()
    let gate = Gate()
    let running = Task {
      try await route.run { attempt in
        if attempt.endpoint == "a" {
          // Does not heed its cancellation, and comes too late.
          await gate.wait()
          do {
            try attempt.commit()
          } catch {
            refused.add(attempt.endpoint)
            throw error
          }
        } else {
          try attempt.commit()
          gate.open()
          try await clock.wait(.milliseconds(10))
        }
        return attempt.endpoint
      }
    }
    await clock.sleepers(1)
    clock.advance(by: .milliseconds(100))
    await until { !refused.all.isEmpty }
    await clock.sleepers(1)
    clock.advance(by: .milliseconds(10))
    let answer = try await running.value
    #expect(answer.value == "b")
    #expect(refused.all == ["a"])
  }

  @Test func `a kept attempt can do nothing once its request is over`() async throws {
    let (engine, route) = try streaming()
    let kept = Recorder<Attempt>()
    _ = try await route.run { attempt in
      kept.add(attempt)
      return 1
    }
    let attempt = try #require(kept.all.first)
    #expect(throws: CancellationError.self) { try attempt.commit() }
    attempt.report(usage: 1_000_000)
    #expect(attempt.endpoint == "a")
    #expect(engine.counters().endpoints["a"]?.attempts == 1)
  }

  @Test func `an event of a stream is held against the error table, and tells its usage`()
    async throws
  {
    let engine = try engine(
      Policy.route(more: "commit first-byte").replacing("errors   http", with: "errors   llm-http")
        .replacing("on rejected {", with: "on rejected, content-filtered {"))
    let answer = try await engine.route("main").run { attempt in
      try attempt.check(event: "data: {\"usage\": {\"total_tokens\": 7}}".utf8)
      if attempt.endpoint == "a" {
        try attempt.check(event: "data: {\"error\": {\"code\": \"overloaded_error\"}}".utf8)
      }
      return attempt.endpoint
    }
    #expect(answer.value == "b")
    #expect(engine.counters().endpoints["a"]?.failed == ["overloaded": 1])
  }

  @Test func `an attempt knows the step of the ladder that makes it`() async throws {
    let engine = try engine(
      Policy.route(
        degrade: "degrade below", more: "commit first-byte",
        before: """
          endpoint c { url "http://c.example.com"; timeout attempt: 2s }
          degrade below { step smaller { use c } }
          """))
    let steps = Recorder<String?>()
    let answer = try await engine.route("main").run { attempt in
      steps.add(attempt.step)
      if attempt.endpoint != "c" { throw AttemptFailure(status: 503) }
      return attempt.endpoint
    }
    #expect(answer.level == .degraded(step: "smaller"))
    #expect(steps.all == [nil, nil, "smaller"])
  }

  @Test(arguments: [Delivery.whole, .held])
  func `an answer that is not shown is no commit, and is asked for again when it is cut`(
    delivery: Delivery
  ) async throws {
    let (_, route) = try streaming()
    let answer = try await route.run(Request(delivery: delivery)) { attempt in
      let goesOut = try attempt.commit()
      #expect(!goesOut)
      if attempt.number == 1 { throw AttemptFailure.transport(.reset) }
      return attempt.endpoint
    }
    #expect(answer.value == "b")
  }

  @Test func `a stream is held if nobody could go on with it`() async throws {
    let text = Policy.route(retry: CommitTests.resuming, more: "commit first-byte, if: resumable")
      .replacing("domain     provider: two", with: "supports [prefill]; domain provider: two")
    let engine = try engine(text)
    let route = try engine.route("main")
    let shown = Recorder<Bool>()
    _ = try await route.run { attempt in shown.add(try attempt.commit()) }
    try engine.isolate("b")
    _ = try await route.run { attempt in shown.add(try attempt.commit()) }
    #expect(shown.all == [true, false])
  }
}
