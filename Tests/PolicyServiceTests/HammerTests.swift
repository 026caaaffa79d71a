import Foundation
import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// Everything at once: requests on many threads, faults, hedges, cancellations, reloads.
@Suite(.inTurn) struct HammerTests {
  private static let text = """
    endpoint a { url "http://a.example.com"; domain provider: one; timeout attempt: 50ms; credential env("KEY_A"), env("KEY_B") }
    endpoint b { url "http://b.example.com"; domain provider: two; timeout attempt: 50ms; limit concurrency: 6 }
    endpoint c { url "http://c.example.com"; domain provider: three; timeout attempt: 20ms }
    active-passive both { member a; member b; failback at-once }
    active-active shared { member a; member c; balance least-loaded; eject max: 50% }
    breaker steady { trip failure-rate: 60%, over: 10s, min-calls: 20; cooldown 20ms }
    backoff brief { constant base: 1ms }
    retry again {
      attempts 4
      budget   50%, min: 1000/s
      on overloaded { same-endpoint times: 1, backoff: brief; failover }
      on rejected   { fail }
      on unauthorized { rotate-credential; failover }
      otherwise     { failover }
    }
    degrade below {
      step cached { serve cache, within: 20ms }
      step text   { notify "page"; serve text: "sorry" }
    }
    route quick  { to both;   effect idempotent; deadline 2s; errors http; retry again; breaker steady; degrade below }
    route hedged { to shared; effect read; deadline 1s; errors http; retry again; breaker steady; hedge after: 1ms; commit first-byte; degrade below }
    route timed  { to shared; effect idempotent; deadline 200ms; errors http; retry again; breaker steady; degrade none }
    """

  /// How long; minutes where somebody asks for it.
  private static let time = Duration.seconds(
    ProcessInfo.processInfo.environment["HAMMER_SECONDS"].flatMap { Int($0) } ?? 3)

  /// What the far ends do, drawn by the request's number.
  private static func serve(_ attempt: Attempt, _ draw: UInt64) async throws -> Int {
    switch draw % 16 {
    case 0: throw AttemptFailure(status: 503)
    case 1: throw AttemptFailure(status: 529, headers: [("retry-after-ms", "1")])
    case 2: throw AttemptFailure.transport(.refused)
    case 3:
      try attempt.commit()
      throw AttemptFailure.transport(.reset)
    case 4: try await Task.sleep(for: .milliseconds(2))
    case 5: throw CancellationError()
    case 6: throw AttemptFailure(status: 400)
    case 7: await Task.yield()
    default: break  // most answer at once
    }
    try attempt.commit()
    attempt.report(usage: 10)
    return attempt.number
  }

  @Test func `nothing is lost and everything is counted`() async {
    // In a process of its own, whose threads no other test keeps busy.
    await #expect(processExitsWith: .success) { try await HammerTests.hammer() }
  }

  private static func hammer() async throws {
    var handlers = Handlers()
    handlers.cache { lookup in
      await Task.yield()
      return lookup.request.size % 3 == 0 ? Served(1) : nil
    }
    handlers.notify("page") { _ in await Task.yield() }
    let engine = try engine(HammerTests.text, handlers: handlers)
    engine.onEvent { event in precondition(event.at >= .zero) }
    let policies = [
      try artifact(HammerTests.text),
      try artifact(HammerTests.text.replacing("over: 10s", with: "over: 5s")),
      try artifact(HammerTests.text.replacing("http://c.", with: "http://c2.")),
    ]
    let end = ContinuousClock.now + HammerTests.time
    let routes = try ["quick", "hedged", "timed"].map { try engine.route($0) }
    let sums = await withTaskGroup(of: Sums.self) { group in
      for worker in 0..<8 {
        group.addTask { await HammerTests.work(routes, UInt64(worker), until: end) }
      }
      group.addTask { await HammerTests.operate(engine, policies, until: end) }
      return await group.reduce(into: Sums()) { $0.add($1) }
    }
    await until { engine.abandoned == 0 }
    let counters = engine.counters()
    for route in routes {
      let counted = try #require(counters.routes[route.name])
      #expect(counted.inFlight == 0, "\(route.name)")
      #expect(counted.requests == sums.begun[route.name], "\(route.name)")
      #expect(counted.full == sums.full[route.name], "\(route.name)")
    }
    let failed = counters.routes.values.flatMap(\.failed.values).reduce(0, +)
    #expect(failed == sums.failed)
    #expect(counters.endpoints.values.map(\.attempts).reduce(0, +) > sums.failed)
    #expect(counters.policies > 10)
    #expect(engine.abandoned == 0)
    #expect(engine.parts.timers.count == 0)
    // Whatever was taken was given back.
    #expect(engine.snapshot().endpoints.compactMap(\.inFlight).reduce(0, +) == 0)
  }

  private struct Sums: Sendable {
    var begun: [String: Int] = [:]
    var full: [String: Int] = [:]
    var failed = 0

    mutating func add(_ other: Sums) {
      begun.merge(other.begun, uniquingKeysWith: +)
      full.merge(other.full, uniquingKeysWith: +)
      failed += other.failed
    }
  }

  /// Requests one after the other; some give up.
  private static func work(
    _ routes: [PolicyRoute], _ worker: UInt64, until end: ContinuousClock.Instant
  ) async -> Sums {
    var sums = Sums()
    var random = Random(seed: worker)
    while ContinuousClock.now < end {
      for _ in 0..<32 {
        let which = random.pick(3)
        let route = routes[which]
        let request = Request(size: random.pick(100), priority: random.pick(10))
        let draw = random.next()
        let body: @Sendable (Attempt) async throws -> Int = { attempt in
          try await serve(attempt, draw >> UInt64(attempt.number * 4))
        }
        let task = Task {
          which == 2
            ? try await route.run(request, enforcing: true, body)
            : try await route.run(request, body)
        }
        if random.pick(20) == 0 { task.cancel() }
        sums.begun[route.name, default: 0] += 1
        switch await task.result {
        case .success(let answer):
          if answer.level == .full { sums.full[route.name, default: 0] += 1 }
        case .failure: sums.failed += 1
        }
      }
    }
    return sums
  }

  /// Reloads every ten milliseconds, an operator, and somebody who reads metrics.
  private static func operate(
    _ engine: PolicyEngine, _ policies: [[UInt8]], until end: ContinuousClock.Instant
  ) async -> Sums {
    var round = 0
    while ContinuousClock.now < end {
      try? await Task.sleep(for: .milliseconds(10))
      round += 1
      _ = try? engine.replace(with: round % 7 == 0 ? [1, 2, 3] : policies[round % policies.count])
      if round % 2 == 0 { try? engine.isolate("a") } else { try? engine.restore("a") }
      if round % 5 == 0 { try? engine.failBack("both") }
      precondition(!engine.prometheusText().isEmpty)
    }
    return Sums()
  }
}
