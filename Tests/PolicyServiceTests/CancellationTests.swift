import PolicyRuntime
import Testing

@testable import PolicyService

/// Callers that give up.
@Suite(.inTurn) struct CancellationTests {
  private let clock = TestClock()

  @Test(arguments: [true, false])
  func `a task that is cancelled already has nothing carried out`(enforcing: Bool) async throws {
    let engine = try engine(Policy.route())
    let route = try engine.route("main")
    let sent = Recorder<String>()
    let failed = await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await #expect(throws: RequestFailed.self) {
        try await route.run(enforcing: enforcing) { attempt in
          // As every client does; an enforcing run does not even ask it.
          try Task.checkCancellation()
          sent.add(attempt.endpoint)
        }
      }
    }.value
    #expect(failed?.cause == .cancelled)
    #expect(sent.all.isEmpty)
    #expect(engine.counters().routes["main"]?.failed == ["cancelled": 1])
    #expect(engine.counters().endpoints["a"]?.attempts == (enforcing ? 0 : 1))
  }

  @Test func `an attempt of a cancelled caller counts against nobody`() async throws {
    let engine = try engine(Policy.route(), clock: clock)
    let route = try engine.route("main")
    let running = Task {
      try await route.run { attempt in
        try await clock.wait(.seconds(4))
        return attempt.endpoint
      }
    }
    await clock.sleepers(1)
    running.cancel()
    let failed = await #expect(throws: RequestFailed.self) { try await running.value }
    #expect(failed?.cause == .cancelled)
    #expect(failed?.executed == .maybe)
    #expect(failed?.errorClass == nil)
    #expect(engine.counters().endpoints["a"]?.failed == [:])
    #expect(engine.counters().endpoints["a"]?.givenUp == 1)
  }

  @Test func `an answer that is there is given although the caller gave up`() async throws {
    let engine = try engine(Policy.route())
    let route = try engine.route("main")
    let answer = try await Task {
      try await route.run { attempt in
        withUnsafeCurrentTask { $0?.cancel() }
        return attempt.endpoint
      }
    }.value
    #expect(answer.value == "a")
  }

  @Test(arguments: [true, false], ["use c", #"serve text: "sorry""#, "serve cache"])
  func `an attempt that gives up ends its request, and nothing more is sent`(
    enforcing: Bool, step: String
  ) async throws {
    var handlers = Handlers()
    handlers.cache { _ in Served(1) }
    let engine = try engine(
      Policy.route(
        degrade: "degrade below",
        before: #"endpoint c { url "http://c.example.com"; timeout attempt: 2s }"# + "\n"
          + Policy.ladder(step)), handlers: handlers)
    let told = Recorder<PolicyEvent>()
    engine.onEvent { told.add($0) }
    let route = try engine.route("main")
    let failed = await #expect(throws: RequestFailed.self) {
      try await route.run(enforcing: enforcing) { _ -> Int in throw CancellationError() }
    }
    #expect(failed?.cause == .cancelled)
    #expect(failed?.code == "cancelled")
    #expect(failed?.attempts == 1)
    #expect(failed?.executed == .maybe)
    #expect(failed?.errorClass == "cancelled")
    #expect(told.all.filter { $0.kind == .attempt }.map(\.endpoint) == ["a"])
    #expect(told.all.last?.reason == .cancelled)
    #expect(engine.counters().routes["main"]?.failed == ["cancelled": 1])
  }

  @Test func `one of two hedged attempts that gives up ends both`() async throws {
    let engine = try engine(Policy.route(more: "hedge after: 100ms"), clock: clock)
    let route = try engine.route("main")
    let over = Recorder<String>()
    let running = Task {
      try await route.run { attempt -> Int in
        defer { over.add(attempt.endpoint) }
        if attempt.endpoint == "b" { throw CancellationError() }
        try await clock.wait(.seconds(4))
        return 1
      }
    }
    await clock.sleepers(2)
    clock.advance(by: .milliseconds(100))
    let failed = await #expect(throws: RequestFailed.self) { try await running.value }
    #expect(failed?.cause == .cancelled)
    #expect(over.all == ["b", "a"])
    #expect(engine.counters().endpoints["a"]?.givenUp == 1)
  }

  @Test func `a wait is over at once`() async throws {
    let engine = try engine(
      Policy.route(
        retry: """
          backoff even { constant base: 3s; jitter none }
          retry again {
            attempts 2
            budget none
            on overloaded { same-endpoint times: 1, backoff: even }
            otherwise { fail }
          }
          """), clock: clock)
    let route = try engine.route("main")
    let running = Task {
      try await route.run { _ -> Int in throw AttemptFailure(status: 529) }
    }
    await clock.sleepers(1)
    running.cancel()
    let failed = await #expect(throws: RequestFailed.self) { try await running.value }
    #expect(failed?.cause == .cancelled)
    #expect(failed?.attempts == 1)
    #expect(engine.parts.timers.count == 0)
  }

  @Test func `a handler is not waited for`() async throws {
    let gate = Gate()
    var handlers = Handlers()
    handlers.cache { _ in
      await gate.wait()
      return nil
    }
    let engine = try engine(
      Policy.route(degrade: "degrade below", before: Policy.ladder("serve cache, within: 3s")),
      handlers: handlers, clock: clock)
    let route = try engine.route("main")
    let running = Task {
      try await route.run { _ -> Int in throw AttemptFailure(status: 503) }
    }
    await until { gate.waiting == 1 }
    running.cancel()
    let failed = await #expect(throws: RequestFailed.self) { try await running.value }
    #expect(failed?.cause == .cancelled)
    #expect(engine.abandoned == 1)
    gate.open()
    await until { engine.abandoned == 0 }
  }
}
