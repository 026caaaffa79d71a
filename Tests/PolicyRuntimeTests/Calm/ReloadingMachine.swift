import PolicyGraph

@testable import PolicyRuntime

/// An interpreter whose policy is loaded anew now and then, while requests go on under the one that
/// they began with.
final class ReloadingMachine: Machine {
  struct Running {
    var state: RequestState
    let interpreter: Interpreter
  }

  /// Whether every request takes the long way: as that of an interpreter that is listened to.
  private let isListenedTo: Bool
  private(set) var real: RealMachine
  /// The requests that began with a ticket, and those that ended by it as well.
  private(set) var tickets = 0
  private(set) var answered = 0

  init(_ graph: FailoverGraph, isListenedTo: Bool) {
    self.isListenedTo = isListenedTo
    let plan = Plan(graph)
    real = RealMachine(ReloadingMachine.make(plan, SharedState(for: plan), isListenedTo))
  }

  func load(_ graph: FailoverGraph, at now: Tick) {
    let plan = Plan(graph)
    let old = real.interpreter
    let state = SharedState(for: plan, carrying: old.state, of: old.plan, at: now)
    real = RealMachine(ReloadingMachine.make(plan, state, isListenedTo))
  }

  private static func make(_ plan: Plan, _ state: SharedState, _ isListenedTo: Bool) -> Interpreter
  {
    guard isListenedTo else { return Interpreter(plan, state) }
    return Interpreter(plan, state, listener: { _ in })
  }

  func start(
    _ facts: PlainFacts, on route: ID<Route>, at now: Tick, choosing: inout LoggedRandom
  ) -> (Running, ReferenceAction) {
    let (state, action) = real.start(facts, on: route, at: now, choosing: &choosing)
    if state.calm != none { tickets += 1 }
    return (Running(state: state, interpreter: real.interpreter), action)
  }

  func step(
    _ request: inout Running, _ event: Event, at now: Tick, choosing: inout LoggedRandom
  ) -> ReferenceAction {
    if case .finished(let id, let outcome) = event, outcome.errorClass == nil,
      request.interpreter.ticket(of: request.state, id) != nil
    {
      answered += 1
    }
    return ReferenceAction(
      request.interpreter.step(&request.state, event, at: now, choosing: &choosing))
  }

  func probed(_ endpoint: ID<Endpoint>, up: Bool, at now: Tick) {
    real.probed(endpoint, up: up, at: now)
  }
  func isolate(_ endpoint: ID<Endpoint>, at now: Tick) { real.isolate(endpoint, at: now) }
  func restore(_ endpoint: ID<Endpoint>, at now: Tick) { real.restore(endpoint, at: now) }
  func clear(_ endpoint: ID<Endpoint>, at now: Tick) { real.clear(endpoint, at: now) }
  func failBack(_ group: ID<Group>, at now: Tick) { real.failBack(group, at: now) }
  func standing(at now: Tick) -> [String] { real.standing(at: now) }
}
