import PolicyGraph
import PolicyLanguage
import TestThreads
import Testing

@testable import PolicyRuntime

/// How many callers a half-open endpoint is shown to, when none of them waits for its answer.
@Suite(.offPool) struct HalfOpenPlaces {
  private static let text = """
    language 1
    endpoint a { url "https://a.example.com"; timeout attempt: 30s }
    breaker steady { trip consecutive: 1; cooldown 1s, jitter: 0%; probe calls: 1, at-once: 2 }
    retry pass { attempts 1; otherwise { fail } }
    route r { to a; effect read; deadline 30s; retry pass; breaker steady; degrade none }
    """

  private struct Caller {
    var request: RequestState
    var action: Action
    var leaves: Tick
  }

  private let interpreter: Interpreter

  init() throws {
    let graph = try #require(
      compile("half-open.policy") { _ in .success(Array(Self.text.utf8)) }.graph)
    let plan = Plan(graph)
    interpreter = Interpreter(plan, SharedState(for: plan))
    var random = Random(seed: 1)
    var (request, first) = interpreter.start(
      RequestFacts(), on: ID(0), at: .zero, choosing: &random)
    let failed = Outcome(
      try #require(graph.builtinClass("unavailable")), executed: .maybe, scope: .endpoint)
    _ = interpreter.step(
      &request, .finished(first.attempt, failed), at: .zero, choosing: &random)
  }

  /// Who is at the endpoint, while a caller comes every so many milliseconds and leaves after half
  /// a second: the most at a time, and what is left at the end.
  private func crowd(every gap: Int64) -> (most: Int, left: [Caller]) {
    var random = Random(seed: 2)
    var inside: [Caller] = []
    var most = 0
    for step in 0..<(20_000 / gap) {
      let now = Tick.s(1) + .ms(step * gap)
      for i in inside.indices where inside[i].leaves <= now {
        _ = interpreter.step(&inside[i].request, .cancel, at: now, choosing: &random)
      }
      inside.removeAll { $0.leaves <= now }
      let (request, action) = interpreter.start(
        RequestFacts(), on: ID(0), at: now, choosing: &random)
      if action.kind == .attempt {
        inside.append(Caller(request: request, action: action, leaves: now + .ms(500)))
      }
      most = max(most, inside.count)
    }
    return (most, inside)
  }

  @Test func `an endpoint that hangs is asked by no more than its places and sixteen`() {
    #expect(crowd(every: 1).most == 2 + 16)
  }

  @Test func `whoever comes finds a place once as many have given up as there are at a time`() {
    // Ten are there at a time: more than the two places, less than those that are added.
    let (most, left) = crowd(every: 50)
    #expect(most == 10)
    var random = Random(seed: 3)
    let now = Tick.s(21)
    var (patient, action) = interpreter.start(
      RequestFacts(), on: ID(0), at: now, choosing: &random)
    #expect(action.kind == .attempt)
    _ = interpreter.step(
      &patient, .finished(action.attempt, .success), at: now + .s(3), choosing: &random)
    #expect(interpreter.snapshot(at: now + .s(3)).endpoints[0].breakers[0].phase == .closed)
    #expect(!left.isEmpty)
  }
}
