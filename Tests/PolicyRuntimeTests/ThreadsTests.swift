import Foundation
import PolicyGraph
import PolicyLanguage
import PolicyRuntime
import TestThreads
import Testing

/// One state under eight threads of the system, with faults, and a reload every ten milliseconds.
@Suite(.offPool) struct ThreadsTests {
  private static let seconds =
    ProcessInfo.processInfo.environment["HAMMER_SECONDS"].flatMap { Double($0) } ?? 2

  private static func graph(over: String) throws -> FailoverGraph {
    let text = """
      language 1
      endpoint a { url "http://a.example.com"; domain provider: x; timeout attempt: 50ms; credential env("A"), env("B"); limit concurrency: 6, requests: 100000/s }
      endpoint b { url "http://b.example.com"; domain provider: x; timeout attempt: 50ms; limit concurrency: 6, tokens: 1000000/s }
      endpoint c { url "http://c.example.com"; domain provider: y; timeout attempt: 50ms }
      active-active shared { member a; member b; balance least-loaded; eject max: 50%; panic below: 50% }
      active-passive all { member shared; member c; failback after: 5ms }
      breaker k { trip failure-rate: 60%, over: \(over), min-calls: 20; trip consecutive: 8; cooldown 5ms, growth: 2x, max: 20ms; probe calls: 2, at-once: 2 }
      backoff brief { constant base: 1ms }
      retry t {
        attempts 5
        budget 50%, min: 1000/s
        on rate-limited { same-endpoint times: 1, backoff: brief; failover }
        on unauthorized { rotate-credential; failover }
        on rejected     { fail }
        otherwise       { failover }
      }
      degrade ladder { step sorry { serve text: "sorry" }; enter exhausted: 90%, over: 1s, min-calls: 1000; leave after: 10ms }
      route r { to all; effect idempotent; deadline 200ms; retry t; breaker k; hedge after: 2ms; degrade ladder }
      """
    let result = compile("case.policy") { _ in .success(Array(text.utf8)) }
    return try #require(result.graph, "\(result.report.diagnostics.map(\.message))")
  }

  /// The interpreter in use; replaced while requests run on the one before.
  private final class Present: @unchecked Sendable {
    private let lock = NSLock()
    private var interpreter: Interpreter

    init(_ interpreter: Interpreter) { self.interpreter = interpreter }

    var now: Interpreter { lock.withLock { interpreter } }
    func replace(by next: Interpreter) { lock.withLock { interpreter = next } }
  }

  /// What the threads did, together.
  private final class Sums: @unchecked Sendable {
    private let lock = NSLock()
    private var begun = 0
    private var ended = 0

    var total: (begun: Int, ended: Int) { lock.withLock { (begun, ended) } }

    func add(begun: Int, ended: Int) {
      lock.withLock {
        self.begun += begun
        self.ended += ended
      }
    }
  }

  @Test func `every request ends, and all that was taken is given back`() throws {
    let graphs = [try ThreadsTests.graph(over: "1s"), try ThreadsTests.graph(over: "2s")]
    let plans = graphs.map { Plan($0) }
    let present = Present(Interpreter(plans[0], SharedState(for: plans[0])))
    let sums = Sums()
    let start = ContinuousClock.now
    let end = start + .seconds(ThreadsTests.seconds)
    let threads = (0..<8).map { n in
      Thread {
        var random = Random(seed: UInt64(n))
        var (begun, ended) = (0, 0)
        while ContinuousClock.now < end {
          begun += 1
          if ThreadsTests.request(present.now, UInt8(n), since: start, &random) { ended += 1 }
        }
        sums.add(begun: begun, ended: ended)
      }
    }
    for thread in threads { thread.start() }
    var reloads = 0
    while ContinuousClock.now < end {
      let old = present.now
      reloads += 1
      let plan = plans[reloads % 2]
      present.replace(
        by: Interpreter(
          plan,
          SharedState(
            for: plan, carrying: old.state, of: old.plan, at: ThreadsTests.time(since: start))))
      Thread.sleep(forTimeInterval: 0.01)
    }
    while threads.contains(where: { !$0.isFinished }) { Thread.sleep(forTimeInterval: 0.001) }
    #expect(reloads > 5)
    let total = sums.total
    #expect(total.begun > 100)
    #expect(total.ended == total.begun)
    let last = present.now
    let now = ThreadsTests.time(since: start)
    #expect(last.snapshot(at: now).endpoints.compactMap(\.inFlight).allSatisfy { $0 == 0 })
    // Every place in flight is free again: once all is well, as many start as there are places.
    var random = Random(seed: 99)
    var later = now + .s(100_000)
    for _ in 0..<200 {
      later = later + .ms(50)
      var (request, action) = last.start(
        RequestFacts(), on: ID(0), at: later, choosing: &random)
      guard action.kind == .attempt else { continue }
      action = last.step(
        &request, .finished(action.attempt, .success), at: later, choosing: &random)
      #expect(action.kind == .answer)
    }
    var places: [UInt32: Int] = [:]
    for _ in 0..<12 {
      let action = last.start(RequestFacts(), on: ID(0), at: later, choosing: &random).1
      if action.kind == .attempt { places[action.endpoint.raw, default: 0] += 1 }
    }
    #expect(places == [0: 6, 1: 6])
  }

  private static func time(since start: ContinuousClock.Instant) -> Tick {
    let passed = (ContinuousClock.now - start).components
    return Tick(ns: passed.seconds * 1_000_000_000 + passed.attoseconds / 1_000_000_000)
  }

  /// One request with drawn outcomes; whether it ended, as it must.
  private static func request(
    _ interpreter: Interpreter, _ lane: UInt8, since start: ContinuousClock.Instant,
    _ random: inout Random
  ) -> Bool {
    let classes = interpreter.plan.graph.classes
    var (request, action) = interpreter.start(
      RequestFacts(size: 10, lane: lane), on: ID(0), at: time(since: start), choosing: &random)
    var flying: [AttemptID] = []
    for _ in 0..<1_000 {
      if action.isEnd { return request.hasEnded }
      flying.removeAll { action.cancels.contains($0.leg) }
      if action.kind == .attempt { flying.append(action.attempt) }
      var event = Event.timer
      if let one = flying.last, random.pick(16) != 0 {
        flying.removeLast()
        let row = classes.ids[random.pick(classes.count)]
        let outcome =
          random.pick(3) != 0
          ? Outcome.success(usage: 12)
          : Outcome(row, executed: .maybe, scope: classes[row].scope)
        event = random.pick(50) == 0 ? .cancel : .finished(one, outcome)
      }
      // A timer comes when it was asked for: nobody waits here, the time is told.
      let now = max(time(since: start), event.isTimer ? min(action.wakeAt, .s(1_000)) : .zero)
      action = interpreter.step(&request, event, at: now, choosing: &random)
    }
    return false
  }
}

extension Event {
  fileprivate var isTimer: Bool {
    if case .timer = self { return true }
    return false
  }
}
