import PolicyLanguage
import TestThreads
import Testing

@testable import PolicyGraph
@testable import PolicyRuntime

/// What a plan is made of, and what it relies on.
@Suite(.offPool) struct PlanTests {
  /// A policy of two endpoints and a route to `target`, with whatever stands between them.
  private func graph(_ between: String, to target: String = "a") throws -> FailoverGraph {
    let text = """
      language 1
      endpoint a { url "http://a.example.com"; timeout attempt: 1s }
      endpoint b { url "http://b.example.com"; timeout attempt: 1s }
      \(between)
      route r { to \(target); effect idempotent; deadline 20s; retry none; breaker none }
      """
    let result = compile("case.policy") { _ in .success(Array(text.utf8)) }
    return try #require(result.graph, "\(result.report.diagnostics.map(\.message))")
  }

  @Test func `a walk through as many ways as there may be comes to an end`() throws {
    let group = { (name: String, one: String, two: String) in
      "active-active \(name) { member \(one); member \(two); balance random }\n"
    }
    var text = group("g0", "a", "b") + group("h0", "a", "b")
    for n in 1...12 {
      text += group("g\(n)", "g\(n - 1)", "h\(n - 1)") + group("h\(n)", "g\(n - 1)", "h\(n - 1)")
    }
    let plan = Plan(try graph(text, to: "g12"))
    let interpreter = Interpreter(plan, SharedState(for: plan))
    var random = Random(seed: 1)
    let first = interpreter.start(
      RequestFacts(), on: ID(0), at: .zero, choosing: &random
    ).1
    #expect(first.kind == .attempt)
  }

  @Test func `an artifact without a class that the rules speak of is refused`() throws {
    let whole = try graph("")
    let known = Set(Mirror(reflecting: Plan(whole).known).children.map { $0.value as? UInt32 })
    #expect(known.count == 12 && !known.contains(none))
    for id in whole.classes.ids where known.contains(id.raw) {
      var graph = whole
      graph.classes[id].builtin = false
      #expect(throws: ArtifactError.self) { try FailoverGraph(artifact: graph.encode()) }
    }
  }

  @Test func `requests share no more memory than the compiler reckons with`() throws {
    var compared = 0
    var closest = 0.0
    for seed in 1...400 {
      guard let graph = RandomPolicy.compiled(seed: UInt64(seed))?.graph else { continue }
      let cells = Plan(graph).cells.specs
      let bytes = cells.reduce(0) { $0 + ($1.words + 15) & ~15 } * 8
      let reckoned = StateSize(of: graph).bytes
      #expect(bytes <= reckoned, "seed \(seed)")
      compared += 1
      closest = max(closest, Double(bytes) / Double(reckoned))
    }
    #expect(compared > 100 && closest > 0.5)
  }

  @Test func `a clock that steps back does no harm`() throws {
    let plan = Plan(
      try graph(
        """
        breaker k { trip consecutive: 2; cooldown 1s; probe calls: 1, at-once: 1 }
        retry t { attempts 2; budget 50%, min: 1/s; on rejected { fail }; otherwise { failover } }
        active-passive p { member a; member b; failback after: 1s }
        """, to: "p"))
    let interpreter = Interpreter(plan, SharedState(for: plan))
    var random = Random(seed: 2)
    var ends = 0
    for n in 0..<200 {
      let now = Tick.ms(Int64((n * 7919) % 5_000))
      var (request, action) = interpreter.start(
        RequestFacts(), on: ID(0), at: now, choosing: &random)
      var earlier = now
      while !action.isEnd {
        earlier = max(.zero, earlier - .ms(40))
        action = interpreter.step(
          &request, .finished(action.attempt, .success), at: earlier, choosing: &random)
      }
      ends += action.kind == .answer ? 1 : 0
    }
    #expect(ends == 200)
  }
}
