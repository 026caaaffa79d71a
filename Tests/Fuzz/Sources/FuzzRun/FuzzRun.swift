import Fuzzing
import PolicyRuntime

@testable import PolicyGraph

/// Runs whatever artifact is sound: requests on every route, with outcomes and times drawn from the
/// bytes, each of which ends, once, and never waits on nothing.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var bytes = Fuzzing.bytes(start, count)
  var seed: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in bytes { seed = (seed ^ UInt64(byte)) &* 0x100_0000_01B3 }
  ArtifactSeal.write(into: &bytes)
  guard let graph = try? FailoverGraph(artifact: bytes) else { return 0 }
  let plan = Plan(graph)
  let interpreter = Interpreter(plan, SharedState(for: plan))
  var random = Random(seed: seed)
  var now = Tick(ns: 0)
  for route in graph.routes.ids.prefix(4) {
    for _ in 0..<8 { run(interpreter, route, &now, &random) }
  }
  return 0
}

/// One request from its start to its end.
private func run(
  _ interpreter: Interpreter, _ route: ID<Route>, _ now: inout Tick, _ random: inout Random
) {
  let facts = RequestFacts(
    size: random.between(0, 200_000), priority: UInt8(random.pick(10)))
  var (request, action) = interpreter.start(facts, on: route, at: now, choosing: &random)
  var events = 0
  while !action.isEnd {
    // 64 attempts on the main path and in each step; every one takes a few events at most.
    events += 1
    require(events < 100_000, "a request that does not end")
    let event = next(interpreter, action, &request, &now, &random)
    action = interpreter.step(&request, event, at: now, choosing: &random)
  }
  require(request.hasEnded, "an end that is none")
  let after = interpreter.step(&request, .timer, at: now, choosing: &random)
  require(!after.isEnd, "a request that ends twice")
}

/// What happens next: an outcome of any class, or the time that is waited for.
private func next(
  _ interpreter: Interpreter, _ action: Action, _ request: inout RequestState, _ now: inout Tick,
  _ random: inout Random
) -> Event {
  switch action.kind {
  case .notify: return .proceed
  case .degrade: return .stepFinished(served: random.pick(2) == 0)
  case .reconcile:
    return .reconciled([.landed, .cannotLand, .unknown][random.pick(3)])
  case .attempt, .resume:
    now = now + Tick(ns: random.between(0, 3_000_000_000))
    let pick = random.pick(8)
    if pick == 0 { return .finished(action.attempt, .success(usage: random.between(0, 9_000))) }
    if pick == 1 { return .firstByte(action.attempt) }
    if pick == 2 { return .cancel }
    let classes = interpreter.plan.graph.classes
    let errorClass = classes.ids[random.pick(classes.count)]
    let row = classes[errorClass]
    let hint = Hint(wait: random.between(-1, 5_000_000_000), never: random.pick(8) == 0)
    return .finished(
      action.attempt,
      Outcome(errorClass, executed: row.executed, scope: row.scope, hint: hint))
  case .wait, .answer, .fail:
    // A stream without a bound of its own waits for its end.
    if action.commits && action.wakeAt == .never {
      return .finished(action.attempt, .success)
    }
    require(action.wakeAt != .never, "a request that waits on nothing")
    now = max(now, action.wakeAt)
    return .timer
  }
}
