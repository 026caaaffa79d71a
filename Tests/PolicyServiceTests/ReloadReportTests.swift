import PolicyRuntime
import Testing

@testable import PolicyService

/// What a reload says of the live state: never that it goes on where it does not.
@Suite(.inTurn) struct ReloadReportTests {
  /// A change of a policy's text, and what begins anew by it.
  struct Change: CustomTestStringConvertible {
    var what: String
    var to: String
    var notCarried: [String]
    var testDescription: String { "\(what) → \(to)" }

    init(_ what: String, _ to: String, _ notCarried: String...) {
      (self.what, self.to, self.notCarried) = (what, to, notCarried)
    }
  }

  static let text = Policy.route(
    retry: Policy.failover.replacing("budget   none", with: "budget   20%, over: 10s"),
    degrade: "degrade low", more: "breaker steady\nlimit requests: 100/1m, concurrency: 9",
    before: """
      breaker steady {
        trip failure-rate: 50%, over: 20, min-calls: 9
        trip slow-rate: 50%, slower-than: 1s, over: 30s, min-calls: 9
        cooldown 5s
        probe calls: 1, at-once: 1
      }
      degrade low {
        enter exhausted: 50%, over: 10s, min-calls: 9
        leave after: 30s
        step sorry { notify "ops", at-most: 1/1h; serve text: "later" }
      }
      """
  ).replacing(
    "endpoint b {", with: "endpoint b {\nlimit requests: 50/1m, tokens: 900/1m")

  @Test(arguments: [
    Change("deadline 20s", "deadline 21s"),
    Change("at-once: 1", "at-once: 2"),
    Change("cooldown 5s", "cooldown 6s"),
    Change("over: 20,", "over: 30,", "windows of breaker steady: their length changed"),
    Change(
      "slower-than: 1s", "slower-than: 2s", "windows of breaker steady: what they count changed"),
    Change(
      "trip failure-rate: 50%, over: 20, min-calls: 9",
      "trip failure-rate: 60%, over: 20, min-calls: 8\ntrip failures: 7, over: 9s"),
    Change(
      "breaker steady", "breaker calm",
      "breaker of route main: it is another one, and begins closed"),
    Change(
      "endpoint b {", "breaker own { trip consecutive: 9; cooldown 5s }\nendpoint b {\nbreaker own",
      "breaker of endpoint b: it is another one, and begins closed"),
    Change("at-most: 1/1h", "at-most: 1/2h", #"rates of notify "ops": their length changed"#),
    Change("requests: 50/1m", "requests: 60/1m"),
    Change("requests: 50/1m", "requests: 50/2m", "limits of endpoint b: their length changed"),
    Change("requests: 100/1m", "requests: 100/30s", "limits of route main: their length changed"),
    Change("requests: 100/1m", "tokens: 100/1m", "limits of route main: what they count changed"),
    Change("20%, over: 10s", "20%, over: 20s", "budget of route main: its window's length changed"),
    Change(
      "exhausted: 50%, over: 10s", "exhausted: 50%, over: 20s",
      "brownout window of route main: its length changed"),
    Change("member b;", "member b; member c;"),
    Change("member a; member b;", "member b; member a;"),
    Change(
      "member a; member b;", "member c; member b;",
      "active member of group both: its member a is gone"),
    Change(
      "member a; member b;", "member c; member d;", "group both: its members changed, all of them"),
    Change(
      "active-passive both { member a; member b; failback at-once }",
      "active-active both { member a; member b; balance random }", "group both: its kind changed"),
  ])
  func `what begins anew is said, and nothing else`(_ change: Change) throws {
    let more = """
      endpoint c { url "http://c.example.com"; timeout attempt: 5s }
      endpoint d { url "http://d.example.com"; timeout attempt: 5s }

      """
    let before = more + ReloadReportTests.text
    #expect(before.contains(change.what))
    var handlers = Handlers()
    handlers.notify("ops") { _ in }
    let engine = try engine(before, handlers: handlers)
    let reload = try engine.replace(
      with: artifact(before.replacing(change.what, with: change.to)))
    #expect(reload.notCarried == change.notCarried)
    let groups = change.notCarried.contains { $0.hasPrefix("group") } ? [] : ["group both"]
    #expect(
      reload.carried
        == ["endpoint c", "endpoint d", "endpoint a", "endpoint b", "route main"] + groups)
    #expect(reload.added == [] && reload.removed == [])
  }

  @Test func `an isolation goes by the name, whatever becomes of the endpoint`() async throws {
    let engine = try engine(Policy.route())
    let route = try engine.route("main")
    try engine.isolate("a")
    let moved = Policy.route().replacing("http://a.example", with: "http://new-a.example")
    try engine.replace(with: artifact(moved))
    #expect(engine.snapshot().endpoints.map(\.isIsolated) == [true, false])
    let without = Policy.route().replacing("endpoint a {", with: "endpoint c {")
      .replacing("member a;", with: "member c;")
    try engine.replace(with: artifact(without))
    #expect(try await route.run { $0.endpoint }.value == "c")
    try engine.replace(with: artifact(moved))
    #expect(engine.snapshot().endpoints.map(\.isIsolated) == [true, false])
    #expect(try await route.run { $0.endpoint }.value == "b")
    // Restored while no policy has it.
    try engine.replace(with: artifact(without))
    try engine.restore("a")
    #expect(throws: EngineError.self) { try engine.restore("a") }
    #expect(throws: EngineError.self) { try engine.isolate("a") }
    try engine.replace(with: artifact(moved))
    #expect(engine.snapshot().endpoints.map(\.isIsolated) == [false, false])
    #expect(try await route.run { $0.endpoint }.value == "a")
  }

  @Test
  func `each breaker of a group's routes has its active member, in snapshot, metrics and events`()
    async throws
  {
    let quick = "breaker quick { trip consecutive: 2; cooldown 30s, jitter: 0% }\n"
    let slow = "breaker slow { trip consecutive: 99; cooldown 30s, jitter: 0% }\n"
    let text = Policy.route(more: "breaker quick", before: quick + slow)
      .replacing("failback at-once", with: "failback manual")
    let second = """
      route other {
        match path: "/other"; to both; effect idempotent; deadline 20s; errors http
        retry again; degrade none; breaker slow
      }
      """
    let engine = try engine(text + "\n" + second)
    let moves = Recorder<String>()
    engine.onEvent { if $0.kind == .failover { moves.add("\($0)") } }
    for _ in 0..<2 {
      _ = try await engine.route("main").run { attempt in
        if attempt.endpoint == "a" { throw AttemptFailure(status: 503) }
        return attempt.endpoint
      }
    }
    #expect(try await engine.route("main").run { $0.endpoint }.value == "b")
    #expect(try await engine.route("other").run { $0.endpoint }.value == "a")
    #expect(try await engine.route("main").run { $0.endpoint }.value == "b")
    #expect(
      engine.snapshot().activeMembers.map { "\($0.group) \($0.breaker ?? "-") \($0.member)" }
        == ["both quick b", "both slow a"])
    let metrics = engine.prometheusText()
    #expect(metrics.contains(#"policy_group_holder{group="both",breaker="quick",member="b"} 1"#))
    #expect(metrics.contains(#"policy_group_holder{group="both",breaker="slow",member="a"} 1"#))
    #expect(moves.all == ["failover holder-moved group=both breaker=quick value=1"])
    try engine.failBack("both")
    #expect(engine.snapshot().activeMembers.map(\.member) == ["a", "a"])
  }
}
