import PolicyGraph
import PolicyLanguage
import TestThreads
import Testing

@testable import PolicyRuntime

/// Policies that are replaced at random while things happen: what both mean alike goes on.
@Suite(.offPool) struct CarryTests {
  @Test func `whatever a reload changes, all else goes on by its name`() throws {
    var seen = Seen()
    for seed in 1...UInt64(40) { try CarryTests.live(seed, &seen) }
    // The law is met where there is something to lose.
    #expect(seen.movedHolders > 40, "\(seen)")
    #expect(seen.goneHolders > 5, "\(seen)")
    #expect(seen.breakersNotClosed > 100, "\(seen)")
    #expect(seen.grownBreakers > 3, "\(seen)")
    #expect(seen.verdicts > 5, "\(seen)")
    #expect(seen.brownouts > 10, "\(seen)")
  }

  /// How often a reload found what it could have lost.
  private struct Seen {
    var movedHolders = 0
    var goneHolders = 0
    var breakersNotClosed = 0
    var grownBreakers = 0
    var verdicts = 0
    var brownouts = 0
  }

  private static func live(_ seed: UInt64, _ seen: inout Seen) throws {
    var random = Random(seed: seed)
    var policy = CarryPolicy()
    var plan = try Plan(policy.graph())
    var interpreter = Interpreter(plan, SharedState(for: plan))
    var now = Tick.s(1000)
    for _ in 0..<80 {
      now = now + Tick.ms(Int64(random.pick(4_000)))
      let one = ID<Endpoint>(random.pick(plan.graph.endpoints.count))
      switch random.pick(10) {
      case 0: interpreter.isolate(one, at: now)
      case 1, 2: interpreter.restore(one, at: now)
      case 3, 4: interpreter.probed(one, up: random.pick(3) == 0, at: now)
      case 5:
        if random.pick(2) == 0 { interpreter.failBack(ID(0), at: now) }
      case 6, 7:
        let before = (policy, interpreter.snapshot(at: now))
        for _ in 0...random.pick(2) { policy.change(&random) }
        let next = try Plan(policy.graph())
        interpreter = Interpreter(
          next, SharedState(for: next, carrying: interpreter.state, of: plan, at: now))
        plan = next
        compare(before.0, before.1, policy, interpreter.snapshot(at: now), now, &seen)
      default: request(interpreter, now, &random)
      }
    }
  }

  /// A request whose attempts fail more often than not, until it is over.
  private static func request(_ interpreter: Interpreter, _ now: Tick, _ random: inout Random) {
    let graph = interpreter.plan.graph
    let unavailable = graph.classes.ids.first {
      graph.text(graph.classes[$0].name) == "unavailable"
    }
    var (request, action) = interpreter.start(
      RequestFacts(), on: ID(0), at: now, choosing: &random)
    while action.kind == .attempt {
      let isGood = random.pick(3) == 0
      let outcome =
        isGood ? Outcome.success : Outcome(unavailable ?? ID(0), executed: .no, scope: .endpoint)
      action = interpreter.step(
        &request, .finished(action.attempt, outcome), at: now, choosing: &random)
    }
  }

  /// What the second policy makes of what stood under the first.
  private static func compare(
    _ old: CarryPolicy, _ before: Snapshot, _ new: CarryPolicy, _ after: Snapshot, _ now: Tick,
    _ seen: inout Seen
  ) {
    let (held, holds) = (before.holders[0], after.holders[0])
    let count = old.members.count
    let walk = (0..<count).map { old.members[(held.member + $0) % count] }
    let heir = walk.first { new.members.contains($0) }
    #expect(new.members[holds.member] == heir ?? new.members[0], "\(old)\n\(new)")
    if heir == walk[0] {
      #expect(holds.since == held.since)
    } else {
      #expect(holds.since == (heir == nil ? nil : now))
    }
    if held.since != nil && old.members != new.members { seen.movedHolders += 1 }
    if heir != walk[0] { seen.goneHolders += 1 }
    #expect(after.routes[0].brownoutSince == before.routes[0].brownoutSince)
    if before.routes[0].brownoutSince != nil && old.window != new.window { seen.brownouts += 1 }
    for (name, e) in zip(new.endpoints, after.endpoints) {
      guard old.url(name) == new.url(name), let place = old.endpoints.firstIndex(of: name) else {
        #expect(!e.isIsolated && !e.isDown && e.breakers[0].phase == .closed)
        continue
      }
      let was = before.endpoints[place]
      #expect(e.isIsolated == was.isIsolated)
      #expect(e.isDown == (was.isDown && new.probed.contains(name)))
      if was.isDown && !new.probed.contains(name) { seen.verdicts += 1 }
      guard old.breaker == new.breaker else {
        #expect(e.breakers[0].phase == .closed)
        continue
      }
      #expect(e.breakers[0].phase == was.breakers[0].phase)
      #expect(e.breakers[0].until == was.breakers[0].until)
      #expect(e.breakers[0].consecutive == was.breakers[0].consecutive)
      guard was.breakers[0].phase != .closed else { continue }
      seen.breakersNotClosed += 1
      if old.atOnce <= 16 && new.atOnce > 16 { seen.grownBreakers += 1 }
    }
  }
}

/// A policy that a reload may change in all that state hangs on.
private struct CarryPolicy: CustomStringConvertible {
  static let names = ["a", "b", "c", "d", "e"]

  var members = ["a", "b", "c"]
  /// How often the URL of each endpoint has changed.
  var moves: [String: Int] = [:]
  var probed: Set = ["a", "b", "c"]
  var atOnce = 1
  var window = 30
  var breaker = "one"
  var failback = "manual"

  /// Those of the group first, as they are declared.
  var endpoints: [String] { members + CarryPolicy.names.filter { !members.contains($0) } }

  func url(_ name: String) -> String { "https://\(name)\(moves[name] ?? 0).test" }

  mutating func change(_ random: inout Random) {
    let name = CarryPolicy.names[random.pick(5)]
    switch random.pick(9) {
    case 0: moves[name, default: 0] += 1
    case 1, 2: probed.formSymmetricDifference([name])
    case 3: atOnce = [1, 3, 16, 17, 40][random.pick(5)]
    case 4: window = [10, 30, 60][random.pick(3)]
    case 5: breaker = breaker == "one" ? "two" : "one"
    case 6: failback = ["manual", "after: 5s, ramp: 20s", "at-once"][random.pick(3)]
    case 7: members.swapAt(random.pick(members.count), random.pick(members.count))
    default:
      if let place = members.firstIndex(of: name) {
        if members.count > 2 { members.remove(at: place) }
      } else {
        members.insert(name, at: random.pick(members.count + 1))
      }
    }
  }

  var description: String { text }

  private var text: String {
    let probe = #"probe path: "/", every: 5s, timeout: 1s, down-after: 1, up-after: 2"#
    let endpoints = endpoints.map { name in
      #"endpoint \#(name) { url "\#(url(name))"; timeout attempt: 2s; \#(probed.contains(name) ? probe : "") }"#
    }
    return """
      language 1
      \(endpoints.joined(separator: "\n"))
      active-passive g { \(members.map { "member \($0)" }.joined(separator: "; ")); failback \(failback) }
      retry onward { attempts 5; budget none; on rejected { fail }; otherwise { failover } }
      breaker \(breaker) {
        trip consecutive: 2
        trip failures: 9, over: \(window)s
        cooldown 10s, jitter: 0%
        probe calls: 2, at-once: \(atOnce)
      }
      degrade low {
        enter exhausted: 30%, over: \(window)s, min-calls: 3
        leave after: 30s
        step sorry { serve text: "later", status: 503 }
      }
      route r {
        to g; effect idempotent; deadline 10s; retry onward; breaker \(breaker); degrade low
      }
      """
  }

  func graph() throws -> FailoverGraph {
    let result = compile("case.policy") { _ in .success(Array(text.utf8)) }
    let graph = result.graph
    return try #require(graph, "\(result.report.diagnostics.map(\.message)) in\n\(text)")
  }
}
