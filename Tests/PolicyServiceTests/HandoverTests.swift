import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// One attempt's bytes after another's: what was cut writes nothing once another continues.
@Suite(.inTurn) struct HandoverTests {
  private static let text = Policy.route(
    retry: """
      retry again {
        attempts 3
        budget   none
        on interrupted { resume; fail }
        on rejected { fail }
        otherwise { failover }
      }
      """, more: "commit first-byte; hedge after: 100ms"
  ).replacing("idle: 3s, attempt: 5s", with: "attempt: 5s, stream: 2s")
    .replacing("domain     provider: two", with: "supports [prefill]; domain provider: two")

  @Test(arguments: [
    ("prefill", Handover.prefill), ("continuation", .continuation),
    ("continuation, prefill", .prefill),
  ])
  func `an attempt that continues an answer says how its endpoint takes the text`(
    supports: String, way: Handover
  ) async throws {
    let engine = try engine(HandoverTests.text.replacing("[prefill]", with: "[\(supports)]"))
    let ways = Recorder<Handover?>()
    let answer = try await engine.route("main").run { attempt in
      ways.add(attempt.handover)
      try attempt.commit()
      if !attempt.isResume { throw AttemptFailure.transport(.cut) }
      return attempt.endpoint
    }
    #expect(answer.value == "b")
    #expect(ways.all == [nil, way])
  }

  @Test(arguments: [
    (Transport.idleTimeout, "timeout"), (.unreadable, "malformed"), (.cut, "interrupted"),
  ])
  func `events and metrics tell what cut an answer, whatever that is answered as`(
    transport: Transport, errorClass: String
  ) async throws {
    let engine = try engine(HandoverTests.text)
    let told = Recorder<PolicyEvent>()
    engine.onEvent { told.add($0) }
    let answer = try await engine.route("main").run { attempt in
      try attempt.commit()
      if !attempt.isResume { throw AttemptFailure.transport(transport) }
      return attempt.endpoint
    }
    #expect(answer.value == "b", "resumed, as `interrupted` says")
    let outcome = try #require(told.all.first { $0.kind == .outcome && $0.reason == .failed })
    #expect(outcome.errorClass == errorClass)
    let sample = "policy_attempts_total{endpoint=\"a\",outcome=\"\(errorClass)\"} 1"
    #expect(engine.prometheusText().contains(sample))
  }

  @Test func `an attempt writes between its commit and its end`() async throws {
    let engine = try engine(HandoverTests.text)
    let kept = Recorder<Attempt>()
    let answer = try await engine.route("main").run { attempt in
      kept.add(attempt)
      #expect(throws: CancellationError.self) { try attempt.write { 1 } }
      try attempt.commit()
      return try attempt.write { 2 }
    }
    #expect(answer.value == 2)
    let attempt = try #require(kept.all.first)
    #expect(throws: CancellationError.self) { try attempt.write { 3 } }
  }

  @Test func `an answer that is held until it is whole is nobody's to write`() async throws {
    let engine = try engine(Policy.route())
    _ = try await engine.route("main").run { attempt in
      try attempt.commit()
      #expect(throws: CancellationError.self) { try attempt.write { 1 } }
    }
  }

  @Test(arguments: [false, true])
  func `a cut attempt that does not stop writes nothing more`(enforcing: Bool) async throws {
    let clock = TestClock()
    let engine = try engine(HandoverTests.text, clock: clock)
    let route = try engine.route("main")
    let (committed, over) = (Gate(), Gate())
    let written = Recorder<String>()
    let refused = Recorder<String>()
    let running = Task {
      try await route.run(enforcing: enforcing) { attempt in
        try attempt.commit()
        try attempt.write { written.add("\(attempt.number): begin") }
        if attempt.isResume {
          // The first one goes on writing while this one does.
          over.open()
          await until { !refused.all.isEmpty }
        } else {
          committed.open()
          await over.wait()
          do {
            try attempt.write { written.add("\(attempt.number): late") }
          } catch {
            refused.add("\(attempt.number)")
            throw error
          }
        }
        try attempt.write { written.add("\(attempt.number): end") }
        return attempt.endpoint
      }
    }
    await committed.wait()
    await clock.sleepers(1)
    clock.advance(by: .seconds(2))
    let answer = try await running.value
    #expect(answer.value == "b")
    #expect(written.all == ["1: begin", "2: begin", "2: end"])
    #expect(refused.all == ["1"])
    // Its time was over: that is what it failed of.
    #expect(engine.counters().endpoints["a"]?.failed == ["timeout": 1])
  }
}
