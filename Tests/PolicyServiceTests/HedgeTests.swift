import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// Attempts beside one another.
@Suite(.inTurn) struct HedgeTests {
  private let clock = TestClock()

  private func hedging() throws -> (PolicyEngine, PolicyRoute) {
    let engine = try engine(
      Policy.route(more: "hedge after: 100ms, max: 1"), clock: clock)
    return (engine, try engine.route("main"))
  }

  @Test func `an answer before the delay sends no hedge and leaves no timer`() async throws {
    let (engine, route) = try hedging()
    let answer = try await route.run { $0.endpoint }
    #expect(answer.value == "a")
    #expect(answer.reason == .answered)
    #expect(engine.counters().routes["main"]?.hedges == 0)
    #expect(engine.parts.timers.count == 0)
  }

  @Test func `a hedge that answers first wins, and the first attempt is cancelled`() async throws {
    let (engine, route) = try hedging()
    let cancelled = Recorder<String>()
    let running = Task {
      try await route.run { attempt in
        do {
          try await clock.wait(attempt.endpoint == "a" ? .seconds(4) : .milliseconds(50))
        } catch {
          cancelled.add(attempt.endpoint)
          throw error
        }
        return attempt.endpoint
      }
    }
    // The first attempt, and the engine's timer for the hedge.
    await clock.sleepers(2)
    clock.advance(by: .milliseconds(100))
    // Both attempts, and the timer for what is over first.
    await clock.sleepers(3)
    clock.advance(by: .milliseconds(50))
    let answer = try await running.value
    #expect(answer.value == "b")
    #expect(answer.reason == .hedgeWon)
    #expect(answer.attempts == 2)
    // It was over before `run` returned.
    #expect(cancelled.all == ["a"])
    let counters = engine.counters()
    #expect(counters.routes["main"]?.hedges == 1)
    #expect(counters.endpoints["a"]?.givenUp == 1)
    #expect(counters.endpoints["b"]?.succeeded == 1)
    #expect(engine.parts.timers.count == 0)
    #expect(engine.abandoned == 0)
  }

  @Test func `a hedge that comes too late loses`() async throws {
    let (engine, route) = try hedging()
    let running = Task {
      try await route.run { attempt in
        try await clock.wait(attempt.endpoint == "a" ? .milliseconds(150) : .seconds(3))
        return attempt.endpoint
      }
    }
    await clock.sleepers(2)
    clock.advance(by: .milliseconds(100))
    await clock.sleepers(3)
    clock.advance(by: .milliseconds(50))
    let answer = try await running.value
    #expect(answer.value == "a")
    #expect(answer.reason == .answered)
    #expect(engine.counters().endpoints["b"]?.givenUp == 1)
  }

  @Test func `a first attempt that fails before the delay is followed by the next`() async throws {
    let (engine, route) = try hedging()
    let answer = try await route.run { attempt in
      if attempt.endpoint == "a" { throw AttemptFailure.transport(.refused) }
      return attempt.endpoint
    }
    #expect(answer.value == "b")
    #expect(engine.counters().routes["main"]?.hedges == 0)
  }

  @Test func `when both fail, the request fails`() async throws {
    let (_, route) = try hedging()
    let running = Task {
      try await route.run { attempt -> Int in
        try await clock.wait(.milliseconds(200))
        throw AttemptFailure(status: 503)
      }
    }
    await clock.sleepers(2)
    clock.advance(by: .milliseconds(100))
    await clock.sleepers(3)
    clock.advance(by: .milliseconds(100))
    await clock.sleepers(2)
    clock.advance(by: .milliseconds(100))
    let failed = await #expect(throws: RequestFailed.self) { try await running.value }
    #expect(failed?.attempts == 2)
    #expect(failed?.errorClass == "unavailable")
  }

  @Test func `a timeout beside a hedge counts as one, under the table's own class`() async throws {
    let engine = try engine(
      Policy.route(
        more: "hedge after: 100ms, max: 1",
        before:
          "class silence, executed: maybe, scope: endpoint; errors own { extends http; silence transport: timeout }"
      ).replacing("errors   http", with: "errors own"), clock: clock)
    let route = try engine.route("main")
    let running = Task {
      try await route.run { attempt -> Int in
        try await clock.wait(.seconds(60))
        return 1
      }
    }
    await clock.sleepers(2)
    clock.advance(by: .milliseconds(100))
    await clock.sleepers(3)
    clock.advance(by: .milliseconds(4900))
    await until { engine.counters().endpoints["a"]?.attempts == 1 }
    await clock.sleepers(2)
    clock.advance(by: .milliseconds(100))
    let failed = await #expect(throws: RequestFailed.self) { try await running.value }
    #expect(failed?.errorClass == "silence")
    #expect(failed?.endpoint == "b")
    #expect(engine.counters().endpoints["a"]?.failed == ["silence": 1])
    #expect(engine.counters().endpoints["b"]?.failed == ["silence": 1])
    #expect(engine.counters().endpoints["a"]?.givenUp == 0)
  }

  @Test func `a first byte stops the hedge`() async throws {
    let (engine, route) = try hedging()
    let running = Task {
      try await route.run { attempt in
        try await clock.wait(.milliseconds(50))
        let goesOut = try attempt.commit()
        // The answer is held until it is whole.
        #expect(!goesOut)
        try await clock.wait(.seconds(1))
        return attempt.endpoint
      }
    }
    await clock.sleepers(2)
    clock.advance(by: .milliseconds(50))
    await clock.sleepers(1)
    await until { engine.counters().routes["main"]?.hedges == 0 && clock.now > .zero }
    clock.advance(by: .milliseconds(500))
    await clock.sleepers(1)
    clock.advance(by: .seconds(1))
    #expect(try await running.value.value == "a")
    #expect(engine.counters().routes["main"]?.hedges == 0)
  }

  @Test func `a caller that gives up cancels all attempts`() async throws {
    let (engine, route) = try hedging()
    let over = Recorder<String>()
    let running = Task {
      try await route.run { attempt in
        defer { over.add(attempt.endpoint) }
        try await clock.wait(.seconds(4))
        return attempt.endpoint
      }
    }
    await clock.sleepers(2)
    clock.advance(by: .milliseconds(100))
    await clock.sleepers(3)
    running.cancel()
    let failed = await #expect(throws: RequestFailed.self) { try await running.value }
    #expect(failed?.cause == .cancelled)
    #expect(failed?.executed == .maybe)
    #expect(over.all.sorted() == ["a", "b"])
    #expect(engine.parts.timers.count == 0)
  }
}
