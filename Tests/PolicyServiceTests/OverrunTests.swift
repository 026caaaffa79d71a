import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// Closures that take longer than their attempt's time: under `run` they are waited for and told
/// of, under `run(enforcing:)` they are cut.
@Suite(.inTurn) struct OverrunTests {
  private let clock = TestClock()

  @Test func `a late answer is taken, and told as late`() async throws {
    let engine = try engine(Policy.route(), clock: clock)
    let told = Recorder<PolicyEvent>()
    engine.onEvent { told.add($0) }
    let answer = try await engine.route("main").run { attempt in
      clock.advance(by: .seconds(7))
      return attempt.endpoint
    }
    #expect(answer.value == "a")
    #expect(answer.overran == .seconds(2))
    let event = try #require(told.all.first { $0.reason == .attemptOverran })
    #expect(event.kind == .outcome)
    #expect(event.route == "main")
    #expect(event.endpoint == "a")
    #expect(event.attempt == 1)
    #expect(event.value == 2_000_000_000)
    #expect("\(event)".hasPrefix("outcome attempt-overran route=main request="))
    // What the answer came to is told after it.
    #expect(told.all.last?.reason == .answered)
    #expect(engine.counters().routes["main"]?.overran == ["a": 1])
    #expect(
      engine.prometheusText().contains(
        #"policy_attempts_overran_total{route="main",endpoint="a"} 1"# + "\n"))
  }

  @Test func `every late attempt counts, and their times add up`() async throws {
    let engine = try engine(Policy.route(), clock: clock)
    let failed = await #expect(throws: RequestFailed.self) {
      try await engine.route("main").run { attempt -> Int in
        clock.advance(by: attempt.endpoint == "a" ? .seconds(6) : .milliseconds(5500))
        throw AttemptFailure(status: 503)
      }
    }
    #expect(failed?.overran == .milliseconds(1500))
    #expect(
      "\(failed.map { "\($0)" } ?? "")".contains("attempts overran their times by 1.5 seconds"))
    #expect(engine.counters().routes["main"]?.overran == ["a": 1, "b": 1])
  }

  @Test(arguments: [Duration.seconds(5), .milliseconds(5010)])
  func `a client whose timer is a little late keeps the time`(took: Duration) async throws {
    let engine = try engine(Policy.route(), clock: clock)
    let answer = try await engine.route("main").run { attempt in
      if attempt.endpoint == "a" {
        clock.advance(by: took)
        throw AttemptFailure.transport(.timeout)
      }
      return attempt.endpoint
    }
    #expect(answer.overran == .zero)
    #expect(engine.counters().routes["main"]?.overran == [:])
  }

  @Test func `a caller that gives up a late attempt has it told as well`() async throws {
    let engine = try engine(Policy.route(), clock: clock)
    let route = try engine.route("main")
    let failed = await Task {
      await #expect(throws: RequestFailed.self) {
        try await route.run { _ -> Int in
          clock.advance(by: .seconds(8))
          withUnsafeCurrentTask { $0?.cancel() }
          throw CancellationError()
        }
      }
    }.value
    #expect(failed?.cause == .cancelled)
    #expect(failed?.overran == .seconds(3))
  }

  @Test func `a committed stream has its own time`() async throws {
    let engine = try engine(
      Policy.route(more: "commit first-byte").replacing(
        "idle: 3s, attempt: 5s", with: "attempt: 5s, stream: 30s"), clock: clock)
    let route = try engine.route("main")
    let kept = try await route.run { attempt in
      clock.advance(by: .seconds(4))
      try attempt.commit()
      clock.advance(by: .seconds(30))
    }
    #expect(kept.overran == .zero)
    let late = try await route.run { attempt in
      clock.advance(by: .seconds(4))
      try attempt.commit()
      clock.advance(by: .seconds(33))
    }
    #expect(late.overran == .seconds(3))
  }

  @Test func `a hedged run waits for what it cut, and says for how long`() async throws {
    let engine = try engine(Policy.route(more: "hedge after: 4s"), clock: clock)
    let told = Recorder<PolicyEvent>()
    engine.onEvent { told.add($0) }
    let route = try engine.route("main")
    let gate = Gate()
    let running = Task {
      try await route.run { attempt in
        // The first ignores its cancellation, the second is good.
        if attempt.endpoint == "a" { await gate.wait() } else { try await clock.wait(.seconds(3)) }
        return attempt.endpoint
      }
    }
    await clock.sleepers(1)
    clock.advance(by: .seconds(4))
    await clock.sleepers(2)
    clock.advance(by: .seconds(1))
    await until { engine.counters().endpoints["a"]?.attempts == 1 }
    clock.advance(by: .seconds(2))
    await until { told.all.contains { $0.kind == .ended } }
    clock.advance(by: .seconds(8))
    gate.open()
    let answer = try await running.value
    #expect(answer.value == "b")
    #expect(answer.overran == .seconds(10))
    #expect(engine.counters().routes["main"]?.overran == ["a": 1])
    // It came back after the request's end was told.
    #expect(told.all.last?.reason == .attemptOverran)
  }

  @Test func `an enforcing run cuts instead`() async throws {
    let engine = try engine(Policy.route(), clock: clock)
    let route = try engine.route("main")
    let gate = Gate()
    let running = Task {
      try await route.run(enforcing: true) { attempt in
        if attempt.endpoint == "a" { await gate.wait() }
        return attempt.endpoint
      }
    }
    await clock.sleepers(1)
    clock.advance(by: .seconds(5))
    let answer = try await running.value
    #expect(answer.value == "b")
    #expect(answer.overran == .zero)
    clock.advance(by: .seconds(60))
    gate.open()
    await until { engine.abandoned == 0 }
    #expect(engine.counters().routes["main"]?.overran == [:])
    #expect(engine.counters().abandonedTotal == 1)
  }
}
