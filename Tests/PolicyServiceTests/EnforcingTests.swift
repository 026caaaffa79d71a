import PolicyRuntime
import Testing

@testable import PolicyService

/// Attempts that are cut when their time is over.
@Suite(.inTurn) struct EnforcingTests {
  private let clock = TestClock()

  @Test func `an attempt that takes too long is cancelled, and the next one sent`() async throws {
    let engine = try engine(Policy.route(), clock: clock)
    let route = try engine.route("main")
    let running = Task {
      try await route.run(enforcing: true) { attempt in
        if attempt.endpoint == "a" { try await clock.wait(.seconds(60)) }
        return attempt.endpoint
      }
    }
    await clock.sleepers(2)
    clock.advance(by: .seconds(5))
    let answer = try await running.value
    #expect(answer.value == "b")
    #expect(answer.executed == .yes)
    await until { engine.abandoned == 0 }
    #expect(engine.abandoned == 0)
    #expect(engine.counters().endpoints["a"]?.failed == ["timeout": 1])
    #expect(engine.counters().endpoints["a"]?.givenUp == 0)
  }

  @Test func `one that ignores its cancellation is left behind and counted`() async throws {
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
    #expect(try await running.value.value == "b")
    #expect(engine.abandoned == 1)
    #expect(engine.counters().abandoned == 1)
    gate.open()
    await until { engine.abandoned == 0 }
    #expect(engine.abandoned == 0)
    // What it brought after all is not taken.
    #expect(engine.counters().endpoints["a"]?.succeeded == 0)
  }

  @Test func `a request that nothing answers ends at its deadline`() async throws {
    let engine = try engine(Policy.route(deadline: "8s"), clock: clock)
    let route = try engine.route("main")
    let gate = Gate()
    let begun = clock.now
    let running = Task {
      try await route.run(enforcing: true) { attempt -> Int in
        await gate.wait()
        return 0
      }
    }
    await clock.sleepers(1)
    clock.advance(by: .seconds(5))
    await until { gate.waiting == 2 }
    await clock.sleepers(1)
    clock.advance(by: .seconds(3))
    let failed = await #expect(throws: RequestFailed.self) { try await running.value }
    #expect(clock.now - begun == .seconds(8))
    #expect(failed?.attempts == 2)
    #expect(failed?.executed == .maybe)
    // Its timer found both, and they are timeouts like any that a client tells.
    #expect(failed?.errorClass == "timeout")
    #expect(failed?.endpoint == "b")
    #expect(failed?.status == nil)
    for name in ["a", "b"] {
      #expect(engine.counters().endpoints[name]?.failed == ["timeout": 1])
      #expect(
        engine.prometheusText().contains(
          #"policy_attempts_total{endpoint="\#(name)",outcome="timeout"} 1"# + "\n"))
    }
    #expect(engine.abandoned == 2)
    gate.open()
  }

  @Test func `while too many are left behind, nothing more is begun that may be`() async throws {
    let engine = try engine(Policy.route(), clock: clock, abandonedMax: 1)
    let route = try engine.route("main")
    let gate = Gate()
    let body: @Sendable (Attempt) async throws -> String = { attempt in
      if attempt.endpoint == "a" { await gate.wait() }
      return attempt.endpoint
    }
    let first = Task { try await route.run(enforcing: true, body) }
    await clock.sleepers(1)
    clock.advance(by: .seconds(5))
    // The second attempt of that request would have been one too many as well.
    let ended = await #expect(throws: RequestFailed.self) { try await first.value }
    #expect(ended?.cause == .tooManyAbandoned)
    let refused = await #expect(throws: RequestFailed.self) {
      try await route.run(enforcing: true, body)
    }
    #expect(refused?.cause == .tooManyAbandoned)
    #expect(refused?.attempts == 0)
    #expect(refused?.executed == .no)
    #expect(refused?.code == "too-many-abandoned")
    // Runs that trust their closures go on.
    #expect(try await route.run { $0.endpoint }.value == "a")
    gate.open()
    await until { engine.abandoned == 0 }
    #expect(try await route.run(enforcing: true, body).value == "a")
    let counted = try #require(engine.counters().routes["main"])
    #expect(counted.failed["too-many-abandoned"] == 2)
    #expect(counted.inFlight == 0)
  }

  @Test func `a caller that gives up does not wait for what ignores it`() async throws {
    let engine = try engine(Policy.route(), clock: clock)
    let route = try engine.route("main")
    let gate = Gate()
    let running = Task {
      try await route.run(enforcing: true) { _ in
        await gate.wait()
        return 1
      }
    }
    await until { gate.waiting == 1 }
    running.cancel()
    let failed = await #expect(throws: RequestFailed.self) { try await running.value }
    #expect(failed?.cause == .cancelled)
    #expect(engine.abandoned == 1)
    gate.open()
    await until { engine.abandoned == 0 }
    #expect(engine.parts.timers.count == 0)
  }
}
