import PolicyGraph

/// The way of nearly every request of a plain route, decided as the long way would decide it: the
/// first tier, calm all around, and a success that changes nothing.
extension Interpreter {
  /// The first attempt if nothing is wrong with any tier and nobody listens; nil: look closely.
  @inline(__always)
  func quickStart(_ request: inout RequestState) -> Action? {
    let place = plan.routes[Int(request.route)].quick
    guard place != none, listener == nil else { return nil }
    let quick = plan.quickStarts[Int(place)]
    guard state.words(quick.holder).load(HolderCell.holder) & quick.mask == 0 else { return nil }
    let now = request.startedAt
    for c in quick.cells.range {
      let cells = plan.calmCells[c]
      guard state.words(cells.endpoint).load(EndpointCell.health) & 3 == 0,
        state.words(cells.provider).signed(ScopeCell.quick) <= now
      else { return nil }
      if cells.breaker != none {
        let word = state.words(cells.breaker).load(BreakerCell.phase)
        guard BreakerCell.phase(word) == BreakerCell.closed else { return nil }
      }
    }
    let until = FixedPoint.sum(now, quick.span)
    request.first.endpoint = quick.endpoint
    request.first.slot = quick.slot
    request.first.binding = quick.binding
    request.first.startedAt = now
    request.first.until = until
    request.first.number = 1
    let bound = plan.bindings[Int(quick.binding)]
    if bound.breaker != none {
      let word = state.words(bound.cell).load(BreakerCell.phase)
      // Another thread may have opened it since.
      guard BreakerCell.phase(word) == BreakerCell.closed else { return nil }
      request.first.generation = BreakerCell.generation(word)
    }
    if plan.routes[Int(request.route)].budgeted { countFirst(&request, now) }
    request.lastNumber = 1
    request.attempts = 1
    request.inFlight = 1
    var action = Action()
    action.kind = .attempt
    action.reason = .holder
    action.attempt = AttemptID(leg: 0, number: 1)
    action.endpoint = ID(Int(quick.endpoint))
    if quick.slot != none { action.credential = ID(Int(quick.credential)) }
    action.until = Tick(ns: until)
    action.wakeAt = action.until
    return action
  }

  /// The end of a request whose success changes no shared state; nil: look closely.
  @inline(__always)
  func quickEnd(_ event: Event, _ request: inout RequestState, _ now: Int64) -> Action? {
    guard case .finished(let id, let outcome) = event, outcome.errorClass == nil,
      request.inFlight == 1, id.leg == 0, id.number == request.first.number, request.phase == .main,
      request.first.flags & ~(Leg.clipped | Leg.committed) == 0, listener == nil
    else { return nil }
    let route = plan.routes[Int(request.route)]
    let endpoint = Int(request.first.endpoint)
    let row = plan.endpoints[endpoint]
    let end = request.first.flags & Leg.committed != 0 ? request.first.firstByteAt : now
    guard route.quick != none, row.isPlain,
      state.words(row.provider).load(ScopeCell.quick) == 0,
      isQuiet(
        plan.bindings[Int(request.first.binding)], request.first.generation,
        took: end &- request.first.startedAt, now)
    else { return nil }
    let slot = request.first.slot
    request.inFlight = 0
    request.phase = .ended
    request.executed = .yes
    var action = Action()
    action.kind = .answer
    action.reason = .answered
    action.executed = .yes
    action.attempt = id
    action.endpoint = ID(endpoint)
    if slot != Leg.noSlot { action.credential = ID(Int(plan.slots[Int(slot)].credential)) }
    return action
  }
}
