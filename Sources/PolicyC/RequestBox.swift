import CPolicyc
import PolicyGraph
import PolicyRuntime

/// One request in flight, and the engine that it began on.
///
/// While nothing is wrong it is a ticket, and nothing more is made of it.
final class RequestBox {
  let engine: EngineBox
  let number: UInt64
  private let facts: RequestFacts
  private let route: ID<Route>
  private var ticket = Ticket.none
  /// Nil for as long as the ticket says all.
  private var machine: Machine?
  private var choices: Choices
  private var now: Int64
  private var hasAnswered = false
  /// Where the ticket's attempt went, and with what.
  private var endpoint = nobody
  private var credential = nobody
  /// By its place in flight: the endpoint of an attempt; `nobody` for none.
  ///
  /// For the counters alone.
  private var legs = [8 of UInt32](repeating: nobody)

  init(_ engine: EngineBox, _ facts: RequestFacts, _ route: Int, _ number: UInt64, _ now: Int64) {
    self.engine = engine
    self.facts = facts
    self.route = ID(route)
    self.number = number
    self.now = now
    choices = Choices(seed: engine.seed ^ number &* 0xD6E8_FEB8_6659_FD93, engine.draws)
  }

  /// Begins: gives what is to be done first.
  @inline(__always)
  func begin(_ out: UnsafeMutablePointer<policyc_action>) {
    engine.counters.began(route)
    ticket = engine.interpreter.enter(facts, on: route, at: Tick(ns: now), choosing: &choices)
    if ticket.isCalm {
      let action = engine.interpreter.action(of: ticket)
      endpoint = action.endpoint.raw
      credential = action.credential?.raw ?? nobody
      out.pointee = policyc_action(action, engine.policy)
      return
    }
    let made = Machine(
      engine.interpreter.request(facts, on: route, number: number, at: Tick(ns: now)))
    machine = made
    out.pointee = take(engine.interpreter.begin(&made.state, choosing: &choices))
  }

  /// Tells the machine what happened, not before what happened last.
  func step(_ event: Event, at time: Int64, _ out: UnsafeMutablePointer<policyc_action>) {
    now = Swift.max(now, time)
    let made: Machine
    if let machine {
      made = machine
    } else {
      if hasAnswered {
        out.pointee = policyc_action(.nothing, engine.policy)
        return
      }
      if case .finished(let id, let outcome) = event, outcome.errorClass == nil, id.leg == 0,
        id.number == 1
      {
        out.pointee = answered(outcome.usage)
        return
      }
      made = Machine(engine.interpreter.request(of: ticket, facts, number: number))
      machine = made
      legs[0] = endpoint
    }
    if case .finished(let id, let outcome) = event { count(id, outcome) }
    out.pointee = take(
      engine.interpreter.step(&made.state, event, at: Tick(ns: now), choosing: &choices))
  }

  /// The ticket's attempt answered, and with it the request.
  private func answered(_ usage: Int64) -> policyc_action {
    hasAnswered = true
    engine.interpreter.leave(ticket, of: facts, usage: usage, at: Tick(ns: now), choosing: &choices)
    engine.counters.finished(endpoint, nil)
    engine.counters.answered(route)
    var action = policyc_action.answered
    action.endpoint = endpoint
    action.credential = credential
    return action
  }

  /// Where it stands, in the words of the interface.
  var info: policyc_request_info {
    var info = policyc_request_info()
    info.number = number
    info.route = route.raw
    info.waited = machine?.state.waited.ns ?? 0
    info.sent_to = machine?.state.failedEndpoint.raw ?? nobody
    info.attempts = machine.map { UInt32($0.state.attemptsSent) } ?? 1
    info.has_ended = (machine?.state.hasEnded ?? hasAnswered) ? 1 : 0
    return info
  }

  @inline(__always)
  private func take(_ action: Action) -> policyc_action {
    if !action.cancels.isEmpty { close(action) }
    switch action.kind {
    case .attempt, .resume:
      legs[Int(action.attempt.leg)] = action.endpoint.raw
      if action.reason == .hedged { engine.counters.hedged(route) }
    case .answer, .fail: engine.counters.ended(route, action)
    case .wait, .reconcile, .degrade, .notify: break
    }
    return policyc_action(action, engine.policy)
  }

  @inline(__always)
  private func count(_ id: AttemptID, _ outcome: Outcome) {
    guard id.leg < 8, legs[Int(id.leg)] != nobody else { return }
    engine.counters.finished(legs[Int(id.leg)], outcome.errorClass)
    legs[Int(id.leg)] = nobody
  }

  /// Counts the attempts that an action ended: those whose time was over failed as timeouts.
  private func close(_ action: Action) {
    for leg in UInt8(0)..<8 where action.cancels.contains(leg) && legs[Int(leg)] != nobody {
      let endpoint = legs[Int(leg)]
      if action.timedOut.contains(leg) {
        let outcome = engine.interpreter.plan.classify(
          Evidence(transport: .timeout), by: engine.table(route, endpoint), epochNs: 0)
        engine.counters.finished(endpoint, outcome.errorClass)
      } else {
        engine.counters.gaveUp(endpoint)
      }
      legs[Int(leg)] = nobody
    }
  }
}

/// The state of a request that needs one, in a place of its own.
private final class Machine {
  var state: RequestState
  init(_ state: RequestState) { self.state = state }
}

extension EngineBox {
  /// The error table of an endpoint on a route: its own, or the route's.
  func table(_ route: ID<Route>, _ endpoint: UInt32) -> ID<ErrorTable> {
    graph.endpoints.rows[Int(endpoint)].errors ?? graph.routes[route].errors
  }
}
