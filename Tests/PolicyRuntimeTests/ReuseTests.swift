import PolicyGraph
import PolicyRuntime
import TestThreads
import Testing

/// A request's state that is used again, as drivers of many requests do.
@Suite(.offPool) struct ReuseTests {
  /// A request that asks for much: hedges, backoff, several endpoints, and the ladder.
  private static let text = """
    language 1
    endpoint a { url "http://a.example.com"; timeout attempt: 1s }
    endpoint b { url "http://b.example.com"; timeout attempt: 1s }
    endpoint c { url "http://c.example.com"; timeout attempt: 1s }
    active-passive p { member a; member b; member c; failback at-once }
    backoff soon { exponential base: 10ms, factor: 2x, max: 50ms }
    retry usual {
      attempts 8
      budget   100%, min: 1k/s
      on timeout, unavailable { same-endpoint times: 2, backoff: soon; failover }
      otherwise               { fail }
    }
    degrade ladder {
      step last  { use c }
      step sorry { serve text: "busy", status: 503 }
    }
    route r {
      to p; effect idempotent; deadline 60s; errors http; retry usual
      hedge after: 100ms, max: 2; degrade ladder
      breaker none
    }
    """

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `it is what a fresh one is, whatever became of the request before`(seed: UInt64) throws {
    let plan = Plan(try #require(RandomPolicy.compiled(ReuseTests.text)))
    let interpreter = Interpreter(plan, SharedState(for: plan))
    var random = Random(seed: seed)
    var state = interpreter.request(RequestFacts(size: 9), on: ID(0), number: 7, at: .s(1))
    var now = Tick.s(1)
    var action = interpreter.begin(&state, choosing: &random)
    var inFlight: [AttemptID] = []
    let unavailable = plan.classifier.classify(
      Evidence(status: 503), by: plan.graph.routes[ID(0)].errors)
    // Some end, others are left in the middle.
    for _ in 0..<Int(seed) * 2 where !action.isEnd {
      if action.kind == .attempt { inFlight.append(action.attempt) }
      let event: Event
      if !inFlight.isEmpty, random.pick(2) == 0 {
        let id = inFlight.remove(at: random.pick(inFlight.count))
        event = .finished(id, random.pick(9) == 0 ? .success : unavailable)
      } else {
        if action.wakeAt != .never { now = max(now, action.wakeAt) }
        event = .timer
      }
      action = interpreter.step(&state, event, at: now, choosing: &random)
    }
    let facts = RequestFacts(size: 3, priority: 2)
    interpreter.reuse(&state, for: facts, on: ID(0), number: 8, at: now)
    let fresh = interpreter.request(facts, on: ID(0), number: 8, at: now)
    var used = ""
    var made = ""
    dump(state, to: &used)
    dump(fresh, to: &made)
    #expect(used == made)
  }
}
