public import PolicyGraph

/// Decides requests: state, event, time and choice in, an action out.
///
/// It never reads a clock, sleeps, locks or calls out (but to a listener, if there is one), and
/// it keeps nothing itself: what belongs to one request is a `RequestState` that the driver holds,
/// what requests share is in a `SharedState`. Any number of threads may use one interpreter at
/// once; one request's events come one after the other.
public final class Interpreter: Sendable {
  /// The policy.
  public let plan: Plan
  /// What its requests share.
  public let state: SharedState
  /// Who is told of every decision.
  public let listener: Listener?
  /// What its requests need while nothing is wrong.
  let calm: CalmTable

  /// An interpreter of a plan on a state that was made for it.
  public init(_ plan: Plan, _ state: SharedState, listener: Listener? = nil) {
    self.plan = plan
    self.state = state
    self.listener = listener
    calm = CalmTable(plan, state, isEmpty: listener != nil)
  }

  /// A request that has not begun: `begin` comes next.
  ///
  /// - Parameters:
  ///   - facts: What the policy may ask of it.
  ///   - route: A route of the plan.
  ///   - number: A number for its notes.
  ///   - now: The time, from any fixed point; not below zero. Its deadline counts from here.
  public func request(
    _ facts: RequestFacts, on route: ID<Route>, number: UInt64 = 0, at now: Tick
  ) -> RequestState {
    let row = plan.routes[route.index]
    return RequestState(
      route.raw, number, facts, at: Swift.max(0, now.ns), deadline: row.deadline,
      mainSpan: row.mainSpan)
  }

  /// Makes a request that is over another one that has not begun: `request` without a new place,
  /// for drivers that keep many.
  public func reuse(
    _ state: inout RequestState, for facts: RequestFacts, on route: ID<Route>,
    number: UInt64 = 0, at now: Tick
  ) {
    state.restart(
      route.raw, number, facts, at: Swift.max(0, now.ns),
      deadline: plan.routes[route.index].deadline, mainSpan: plan.routes[route.index].mainSpan)
  }

  /// Begins a request: gives what is to be done first.
  public func begin<C: Chooser>(
    _ request: inout RequestState, choosing chooser: inout C
  ) -> Action {
    beginning(&request, &chooser)
  }

  /// The same for the usual generator, without a generic call between modules.
  public func begin(_ request: inout RequestState, choosing chooser: inout Random) -> Action {
    beginning(&request, &chooser)
  }

  /// A request and what is to be done first, in one.
  public func start<C: Chooser>(
    _ facts: RequestFacts, on route: ID<Route>, number: UInt64 = 0, at now: Tick,
    choosing chooser: inout C
  ) -> (RequestState, Action) {
    var request = request(facts, on: route, number: number, at: now)
    let action = begin(&request, choosing: &chooser)
    return (request, action)
  }

  /// The same for the usual generator, without a generic call between modules.
  public func start(
    _ facts: RequestFacts, on route: ID<Route>, number: UInt64 = 0, at now: Tick,
    choosing chooser: inout Random
  ) -> (RequestState, Action) {
    var request = request(facts, on: route, number: number, at: now)
    let action = begin(&request, choosing: &chooser)
    return (request, action)
  }

  /// Tells a request what happened and gives what is to be done next.
  ///
  /// An event for an attempt that is no longer in flight, or for a request that has ended, changes
  /// nothing.
  public func step<C: Chooser>(
    _ request: inout RequestState, _ event: Event, at now: Tick, choosing chooser: inout C
  ) -> Action {
    stepping(&request, event, Swift.max(0, now.ns), &chooser)
  }

  /// The same for the usual generator, without a generic call between modules.
  public func step(
    _ request: inout RequestState, _ event: Event, at now: Tick, choosing chooser: inout Random
  ) -> Action {
    stepping(&request, event, Swift.max(0, now.ns), &chooser)
  }

  /// Begins with a ticket, or the long way.
  @inline(__always)
  private func beginning<C: Chooser>(_ request: inout RequestState, _ chooser: inout C) -> Action {
    guard request.lastNumber == 0, request.phase == .main else { return waiting(&request) }
    let ticket = enter(request.facts, request.route, request.startedAt, &chooser)
    guard ticket.isCalm else { return firstDecision(&request, request.startedAt, &chooser) }
    take(ticket, &request)
    return action(of: ticket)
  }

  /// Ends with a ticket, or goes the long way.
  @inline(__always)
  private func stepping<C: Chooser>(
    _ request: inout RequestState, _ event: Event, _ now: Int64, _ chooser: inout C
  ) -> Action {
    if case .finished(let id, let outcome) = event, outcome.errorClass == nil,
      let ticket = ticket(of: request, id)
    {
      leave(ticket, request.facts.size, outcome.usage, now, &chooser)
      return answer(ticket, &request)
    }
    return decide(&request, event, now, &chooser)
  }

  /// Decides after any event.
  @inline(never)
  private func decide<C: Chooser>(
    _ request: inout RequestState, _ event: Event, _ time: Int64, _ chooser: inout C
  ) -> Action {
    switch event {
    case .finished(let id, let outcome):
      guard let leg = request.current(id) else { return waiting(&request) }
      if outcome.errorClass == nil {
        return succeed(id, leg, outcome.usage, &request, time, &chooser)
      }
      return failed(id, leg, outcome, &request, time, &chooser)
    case .firstByte(let id):
      guard let leg = request.current(id) else { return waiting(&request) }
      return firstByte(id, leg, &request, time, &chooser)
    case .timer: return timer(&request, time, &chooser)
    case .reconciled(let found):
      guard request.phase == .reconcile else { return waiting(&request) }
      return reconciled(found, &request, time, &chooser)
    case .stepFinished(let served):
      guard request.phase == .step else { return waiting(&request) }
      return stepFinished(served: served, &request, time, &chooser)
    case .proceed:
      guard request.phase == .notify else { return waiting(&request) }
      return climb(&request, time, &chooser)
    case .cancel: return cancel(&request, time)
    }
  }

  /// Nothing new: wait for the next event.
  func waiting(_ request: inout RequestState) -> Action {
    var action = Action()
    if request.phase == .ended { return action }
    action.wakeAt = Tick(ns: request.wakeAt)
    action.hedgeAt = Tick(ns: request.phase == .main ? request.hedgeAt : .max)
    return action
  }
}
