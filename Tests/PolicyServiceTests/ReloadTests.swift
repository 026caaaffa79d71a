import Foundation
import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// Policies put in the place of others while requests run.
@Suite(.inTurn) struct ReloadTests {
  @Test func `a request in flight ends on the policy it began on`() async throws {
    let engine = try engine(Policy.route())
    let route = try engine.route("main")
    let gate = Gate()
    let running = Task {
      try await route.run { attempt in
        if attempt.number == 1 {
          await gate.wait()
          throw AttemptFailure(status: 503)
        }
        return attempt.url
      }
    }
    await until { gate.waiting == 1 }
    try engine.replace(
      with: artifact(Policy.route().replacing("http://b.example", with: "http://new-b.example")))
    gate.open()
    #expect(try await running.value.value == "http://b.example.com")
    let after = try await route.run { attempt in
      if attempt.number == 1 { throw AttemptFailure(status: 503) }
      return attempt.url
    }
    #expect(after.value == "http://new-b.example.com")
  }

  @Test func `what both policies know goes on, and what changed begins anew`() async throws {
    let clock = TestClock()
    let engine = try engine(Policy.route(), clock: clock)
    let route = try engine.route("main")
    // Both credentials cool for a minute.
    _ = try? await route.run { _ -> Int in throw AttemptFailure(status: 401) }
    #expect(engine.snapshot().endpoints.map(\.coolingCredentials.count) == [1, 1])
    let reload = try engine.replace(
      with: artifact(
        Policy.route().replacing("http://b.example", with: "http://new-b.example")
          .replacing("provider: two", with: "provider: three")))
    #expect(reload.policy == 2)
    #expect(reload.carried == ["endpoint a", "route main", "group both"])
    #expect(reload.notCarried == ["endpoint b: its URL changed"])
    #expect(reload.added.isEmpty)
    #expect(reload.removed.isEmpty)
    #expect(engine.snapshot().endpoints.map(\.coolingCredentials.count) == [1, 0])
    #expect(try await route.run { $0.endpoint }.value == "b")
  }

  @Test func `what is new and what is gone is said, and windows that begin anew`() throws {
    let breaker = "breaker steady { trip failure-rate: 50%, over: 30s, min-calls: 9; cooldown 5s }"
    let engine = try engine(Policy.route(more: "breaker steady", before: breaker))
    let next = Policy.route(
      more: "breaker steady", before: breaker.replacing("over: 30s", with: "over: 20s")
    ).replacing("both", with: "each").replacing("route main", with: "route other")
      .replacing("endpoint b", with: "endpoint c").replacing("member b", with: "member c")
    let reload = try engine.replace(with: artifact(next))
    #expect(reload.carried == ["endpoint a"])
    #expect(reload.added == ["endpoint c", "route other", "group each"])
    #expect(reload.removed == ["endpoint b", "route main", "group both"])
    #expect(reload.notCarried == ["windows of breaker steady: their length changed"])
  }

  @Test func `a route that is gone fails, and comes back with a later policy`() async throws {
    let engine = try engine(Policy.route())
    let route = try engine.route("main")
    try engine.replace(with: artifact(Policy.route().replacing("route main", with: "route other")))
    let failed = await #expect(throws: RequestFailed.self) { try await route.run { $0.endpoint } }
    #expect(failed?.cause == .routeRemoved)
    #expect(failed?.executed == .no)
    #expect("\(failed.map { "\($0)" } ?? "")".contains("the policy loaded since has no such route"))
    #expect(engine.counters().onRemovedRoutes == 1)
    try engine.replace(with: artifact(Policy.route()))
    #expect(try await route.run { $0.endpoint }.value == "a")
  }

  @Test func `a policy that is no good is refused, and the last one stays`() async throws {
    let good = try artifact(Policy.route())
    let engine = try engine(Policy.route())
    let route = try engine.route("main")
    var damaged = good
    damaged[good.count - 1] ^= 1
    #expect(throws: EngineError.self) { try engine.replace(with: damaged) }
    #expect(throws: EngineError.self) { try engine.replace(with: []) }
    #expect(throws: EngineError.self) { try engine.replace(contentsOf: "/nowhere/at-all") }
    let wantsMore = try artifact(
      Policy.route(degrade: "degrade below", before: Policy.ladder("serve cache")))
    #expect(throws: EngineError.self) { try engine.replace(with: wantsMore) }
    let wantsKey = try artifact(Policy.route().replacing("KEY_A", with: "KEY_C"))
    #expect(throws: EngineError.self) { try engine.replace(with: wantsKey) }
    #expect(try await route.run { $0.url }.value == "http://a.example.com")
    #expect(engine.counters().policies == 1)
    #expect(engine.counters().refused == 5)
  }

  @Test func `counters go on over policies, with what ends late`() async throws {
    let engine = try engine(Policy.route())
    let route = try engine.route("main")
    let gate = Gate()
    let running = Task {
      try await route.run { attempt in
        await gate.wait()
        return attempt.number
      }
    }
    await until { gate.waiting == 1 }
    _ = try await route.run { $0.number }
    try engine.replace(with: artifact(Policy.route()))
    #expect(engine.counters().routes["main"]?.inFlight == 1)
    _ = try await route.run { $0.number }
    gate.open()
    _ = try await running.value
    let counted = try #require(engine.counters().routes["main"])
    #expect(counted.requests == 3)
    #expect(counted.full == 3)
    #expect(counted.inFlight == 0)
    #expect(engine.counters().endpoints["a"]?.succeeded == 3)
    #expect(engine.counters().policies == 2)
  }

  /// How many; 10,000 where somebody asks for them: without optimisation each takes milliseconds.
  private static let reloads =
    ProcessInfo.processInfo.environment["RELOADS"].flatMap { Int($0) } ?? 1500

  @Test func `reloads by the thousand under load lose nothing and keep memory flat`() async {
    // In a process of its own: what other tests allocate meanwhile is not this engine's.
    await #expect(processExitsWith: .success) { try await ReloadTests.reloadUnderLoad() }
  }

  private static func reloadUnderLoad() async throws {
    // The digest takes most of the time of a load, and is the same every time.
    let engine = try PolicyEngine(
      artifact: artifact(Policy.route()), environment: Environment(["KEY_A": "a", "KEY_B": "b"]),
      digest: .trusted)
    let route = try engine.route("main")
    let policies = [
      try artifact(Policy.route()),
      try artifact(Policy.route().replacing("http://b.example", with: "http://new-b.example")),
    ]
    let stop = Recorder<Bool>()
    let ended = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<3 {
        group.addTask {
          var ended = 0
          while stop.all.isEmpty {
            let answer = try await route.run { attempt in
              if attempt.number == 1, attempt.request % 7 == 0 { throw AttemptFailure(status: 503) }
              // Another revision's endpoint would have another address.
              return attempt.url
            }
            #expect(answer.value != nil)
            ended += 1
            await Task.yield()
          }
          return ended
        }
      }
      // What is held for good is there after the first five hundred.
      for i in 0..<500 { try engine.replace(with: policies[i % 2]) }
      let before = residentPages()
      for i in 500..<ReloadTests.reloads {
        try engine.replace(with: policies[i % 2])
        if i % 100 == 0 { await Task.yield() }
      }
      let after = residentPages()
      stop.add(true)
      // One policy of this size takes about 30 KiB: 1,000 that were kept would be 7,000 pages.
      #expect(after - before < 4000, "grew by \(after - before) pages")
      return try await group.reduce(0, +)
    }
    let counted = try #require(engine.counters().routes["main"])
    #expect(counted.requests == ended)
    #expect(counted.full == ended)
    #expect(engine.counters().policies == ReloadTests.reloads + 1)
  }
}
