import CPolicyc
import PolicyGraph
import PolicyRuntime

/// One request in flight: its state, and the engine that it began on.
final class RequestBox {
  let engine: EngineBox
  var state: RequestState
  var choices: Choices
  var now: Int64
  let number: UInt64
  /// By its place in flight: the endpoint of an attempt; `nobody` for none. For the counters alone.
  var legs = [8 of UInt32](repeating: nobody)

  init(_ engine: EngineBox, _ facts: RequestFacts, _ route: Int, _ number: UInt64, _ now: Int64) {
    self.engine = engine
    self.number = number
    self.now = now
    choices = Choices(seed: engine.seed ^ number &* 0xD6E8_FEB8_6659_FD93, engine.draws)
    state = engine.interpreter.request(facts, on: ID(route), number: number, at: Tick(ns: now))
  }

  /// Does what a driver asks for, and counts it.
  func begin() -> policyc_action {
    let action = engine.interpreter.begin(&state, choosing: &choices)
    engine.counters.began(state.routeID)
    return take(action)
  }

  /// Tells the machine what happened, not before what happened last.
  func step(_ event: Event, at time: Int64) -> policyc_action {
    now = Swift.max(now, time)
    if case .finished(let id, let outcome) = event { count(id, outcome) }
    return take(
      engine.interpreter.step(&state, event, at: Tick(ns: now), choosing: &choices))
  }

  @inline(__always)
  private func take(_ action: Action) -> policyc_action {
    if !action.cancels.isEmpty { close(action) }
    switch action.kind {
    case .attempt, .resume:
      legs[Int(action.attempt.leg)] = action.endpoint.raw
      if action.reason == .hedged { engine.counters.hedged(state.routeID) }
    case .answer, .fail: engine.counters.ended(state.routeID, action)
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
          Evidence(transport: .timeout), by: engine.table(state.routeID, endpoint), epochNs: 0)
        engine.counters.finished(endpoint, outcome.errorClass)
      } else {
        engine.counters.gaveUp(endpoint)
      }
      legs[Int(leg)] = nobody
    }
  }
}

extension EngineBox {
  /// The error table of an endpoint on a route: its own, or the route's.
  func table(_ route: ID<Route>, _ endpoint: UInt32) -> ID<ErrorTable> {
    graph.endpoints.rows[Int(endpoint)].errors ?? graph.routes[route].errors
  }
}
