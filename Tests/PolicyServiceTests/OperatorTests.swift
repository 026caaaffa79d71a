import PolicyRuntime
import Testing

@testable import PolicyService

/// What an operator sees and does.
@Suite(.inTurn) struct OperatorTests {
  @Test func `an isolated endpoint gets nothing until it is restored, over reloads`() async throws {
    let engine = try engine(Policy.route())
    let route = try engine.route("main")
    try engine.isolate("a")
    #expect(try await route.run { $0.endpoint }.value == "b")
    #expect(engine.snapshot().endpoints.map(\.isIsolated) == [true, false])
    try engine.replace(with: artifact(Policy.route()))
    #expect(try await route.run { $0.endpoint }.value == "b")
    try engine.restore("a")
    #expect(try await route.run { $0.endpoint }.value == "a")
  }

  @Test func `a group that waits for the operator goes back when told`() async throws {
    let engine = try engine(Policy.route().replacing("failback at-once", with: "failback manual"))
    let route = try engine.route("main")
    try engine.isolate("a")
    _ = try await route.run { $0.endpoint }
    try engine.restore("a")
    #expect(try await route.run { $0.endpoint }.value == "b")
    #expect(engine.snapshot().activeMembers.map(\.member) == ["b"])
    try engine.failBack("both")
    #expect(try await route.run { $0.endpoint }.value == "a")
    #expect(engine.snapshot().activeMembers.map { "\($0.group) \($0.member)" } == ["both a"])
  }

  @Test func `the snapshot shows a breaker open, and for how long`() async throws {
    let clock = TestClock()
    let engine = try engine(
      Policy.route(
        more: "breaker quick",
        before: "breaker quick { trip consecutive: 2; cooldown 30s, jitter: 0% }"),
      clock: clock)
    let route = try engine.route("main")
    for _ in 0..<2 {
      _ = try await route.run { attempt in
        if attempt.endpoint == "a" { throw AttemptFailure(status: 503) }
        return attempt.endpoint
      }
    }
    clock.advance(by: .seconds(10))
    let a = try #require(engine.snapshot().endpoints.first)
    #expect(a.name == "a")
    #expect(a.breakers.map(\.name) == ["quick"])
    #expect(a.breakers.map(\.phase) == [.open])
    #expect(a.breakers.map(\.openFor) == [.seconds(20)])
    let text = engine.prometheusText()
    #expect(text.contains(#"policy_breaker_state{endpoint="a",breaker="quick",state="open"} 1"#))
    #expect(text.contains(#"policy_breaker_state{endpoint="a",breaker="quick",state="closed"} 0"#))
    #expect(text.contains(#"policy_breaker_state{endpoint="b",breaker="quick",state="closed"} 1"#))
    #expect(text.contains(#"policy_group_holder{group="both",breaker="quick",member="b"} 1"#))
  }

  @Test func `every sample stands below its family, once, and names what was counted`() async throws
  {
    let engine = try engine(
      Policy.route(degrade: "degrade below", before: Policy.ladder(#"serve text: "sorry""#)))
    let route = try engine.route("main")
    _ = try await route.run { $0.endpoint }
    _ = try await route.run { _ -> Int in throw AttemptFailure(status: 503) }
    _ = try? await route.run { _ -> Int in throw AttemptFailure(status: 400) }
    let text = engine.prometheusText()
    var family = ""
    var samples: Set<Substring> = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("# TYPE ") {
        family = String(line.split(separator: " ")[2])
      } else if !line.hasPrefix("#") {
        let name = line.prefix { $0 != "{" && $0 != " " }
        #expect(name == family[...])
        let parts = line.split(separator: " ")
        #expect(samples.insert(parts.dropLast().joined(separator: " ")[...]).inserted)
        #expect(parts.last.map { Double($0) != nil } ?? false)
      }
    }
    for line in [
      #"policy_requests_total{route="main"} 3"#, #"policy_requests_in_flight{route="main"} 0"#,
      #"policy_answers_total{route="main",level="full",step=""} 1"#,
      #"policy_answers_total{route="main",level="degraded",step="lower"} 1"#,
      #"policy_failures_total{route="main",reason="fail"} 1"#,
      #"policy_attempts_total{endpoint="a",outcome="success"} 1"#,
      #"policy_attempts_total{endpoint="a",outcome="unavailable"} 1"#,
      #"policy_attempts_total{endpoint="a",outcome="rejected"} 1"#,
      #"policy_attempts_total{endpoint="b",outcome="unavailable"} 1"#, "policy_abandoned_tasks 0",
      #"policy_loads_total{result="loaded"} 1"#, #"policy_endpoint_isolated{endpoint="a"} 0"#,
      #"policy_endpoint_cooling_seconds{endpoint="a"} 0.000000000"#,
      #"policy_brownout{route="main"} 0"#,
    ] { #expect(text.contains(line + "\n"), "\(line) is not in\n\(text)") }
  }

  @Test func `labels are escaped and times exact`() {
    var text = MetricsText()
    text.sample("x", [("a", "q\"b\\s\nn")], count: -3)
    text.sample("y", seconds: .nanoseconds(1_000_000_007))
    text.sample("y", seconds: .nanoseconds(-7))
    #expect(text.text == "x{a=\"q\\\"b\\\\s\\nn\"} -3\ny 1.000000007\ny -0.000000007\n")
  }
}
