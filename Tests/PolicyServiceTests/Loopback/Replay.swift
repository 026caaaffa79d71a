import PolicyGraph
import PolicyRuntime

@testable import PolicyService

/// The interpreter alone, given what an engine's attempts came to.
///
/// Its clock is virtual: it shows what the engine's showed at the decision that comes next, so that
/// what cools or is measured does so for as long.
struct Replay {
  /// What the engine learnt of the world, in the order in which it did.
  struct Input {
    var results: [AttemptResult]
    var verdicts: [Reconciliation]
    /// Whether the cache, and `call`s, have anything.
    var isServed: Bool
    /// What the engine decided, for its times.
    var events: [PolicyEvent]
  }

  private let world: World
  private let plan: Plan
  private let interpreter: Interpreter
  private let route: ID<Route>
  private let input: Input
  private var nextResult = 0
  private var nextVerdict = 0
  private var now = Tick.zero
  let events = Recorder<PolicyEvent>()

  init(_ world: World, _ route: String, _ input: Input) throws {
    self.world = world
    let names = world.engine.generation.names
    plan = Plan(world.engine.generation.graph)
    guard let id = names.routeIDs[route] else {
      throw Example.Mistake(description: "no route \(route)")
    }
    self.route = id
    self.input = input
    let events = events
    interpreter = Interpreter(plan, SharedState(for: plan)) {
      events.add(PolicyEvent(decision: $0, names: names))
    }
  }

  /// Runs a request with the number, and hence with the choices, that it had in the engine; gives
  /// how it ended.
  mutating func run(_ number: UInt64, size: Int64) -> Action {
    tick()
    let seed = world.engine.parts.seed ^ number &* 0xD6E8_FEB8_6659_FD93
    var random = Random(seed: seed)
    var (request, action) = interpreter.start(
      RequestFacts(size: size), on: route, number: number, at: now, choosing: &random)
    while !action.isEnd {
      for event in answer(to: action) {
        tick()
        action = interpreter.step(&request, event, at: now, choosing: &random)
      }
    }
    return action
  }

  /// Moves the clock to the time of the engine's next decision.
  private mutating func tick() {
    let next = events.all.count
    if next < input.events.count { now = max(now, input.events[next].decision.at) }
  }

  /// What happens after an action.
  private mutating func answer(to action: Action) -> [Event] {
    switch action.kind {
    case .attempt, .resume:
      guard nextResult < input.results.count else { return [.cancel] }
      let result = input.results[nextResult]
      nextResult += 1
      return (result.isCommitted ? [.firstByte(action.attempt)] : [])
        + [.finished(action.attempt, outcome(of: result, action.endpoint))]
    case .wait:
      // The engine's next decision comes then or later; if it decides otherwise, time goes on here.
      if action.wakeAt == .never { return [.cancel] }
      now = max(now, action.wakeAt)
      return [.timer]
    case .reconcile:
      guard nextVerdict < input.verdicts.count else { return [.cancel] }
      nextVerdict += 1
      return [.reconciled(input.verdicts[nextVerdict - 1])]
    case .degrade: return [.stepFinished(served: input.isServed)]
    case .notify: return [.proceed]
    case .answer, .fail: return []
    }
  }

  private func outcome(of result: AttemptResult, _ endpoint: ID<Endpoint>) -> Outcome {
    guard let evidence = result.evidence else { return .success }
    let graph = plan.graph
    let table = graph.endpoints[endpoint].errors ?? graph.routes[route].errors
    let outcome = plan.classifier.classify(evidence, by: table)
    if outcome.errorClass != nil { return outcome }
    // The service could not read what the table takes for an answer.
    return plan.classifier.classify(Evidence(transport: .unreadable), by: table)
  }
}

extension PolicyEvent {
  /// What was decided, without when and how long.
  var decisionText: String {
    var text = "\(kind.word) \(reason.word)"
    if let attempt { text += " #\(attempt)" }
    if let endpoint { text += " at \(endpoint)" }
    if let group { text += " of \(group)" }
    if let errorClass { text += " for \(errorClass)" }
    if let step { text += " to \(step)" }
    return text
  }
}
