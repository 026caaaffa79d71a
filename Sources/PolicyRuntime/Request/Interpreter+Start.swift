import PolicyGraph

extension Interpreter {
  /// The first decision: the ladder at once, or the first candidate.
  @inline(__always)
  func firstDecision<C: Chooser>(
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let row = plan.routes[Int(r.route)]
    if row.limits.count > 0 || row.context != .max {
      guard r.facts.size <= row.context, take(row.limits, r.facts.size, now) else {
        return toLadder(plan.known.noCandidate, .routeLimit, &r, now, &chooser)
      }
      r.holdsRoute = true
    }
    if row.brownout != none, brownsOut(&r, now) {
      return toLadder(plan.known.noCandidate, .brownout, &r, now, &chooser)
    }
    if let action = sendFirst(&r, now, &chooser) { return action }
    if isServedNowhere(&r) {
      return toLadder(plan.known.notServed, .notServed, &r, now, &chooser)
    }
    if let e = tooLargeEverywhere(&r) { return refuseSize(e, &r, now, &chooser) }
    if let action = wait(isStart: true, &r, now, &chooser) { return action }
    exhaust(&r, now)
    return toLadder(plan.known.noCandidate, .noCandidate, &r, now, &chooser)
  }

  /// Sends the first attempt; nil if there is no candidate.
  @inline(__always)
  func sendFirst<C: Chooser>(
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action? {
    let row = plan.routes[Int(r.route)]
    let query = query(&r, pathEnd: r.mainEndsAt)
    // Only a race with other threads makes a candidate lose its place between choice and start.
    for _ in 0..<8 {
      guard let candidate = find(row.aim, query, &r, now, &chooser) else { break }
      if let action = send(candidate, .attempt, &r, now, pathEnd: r.mainEndsAt) {
        if row.budgeted { countFirst(&r, now) }
        return action
      }
    }
    return nil
  }

  /// Counts a first attempt for its route's budget.
  @inline(__always)
  func countFirst(_ r: inout RequestState, _ now: Int64) {
    let row = plan.routes[Int(r.route)]
    BudgetWindow(
      state.words(row.budgetCell), over: row.budgetOver, lanes: SharedState.lanesMax
    ).countFirst(lane: Int(r.facts.lane) & (SharedState.lanesMax - 1), at: now)
  }

  /// What any candidate of a route must be.
  @inline(__always)
  func query(_ r: inout RequestState, pathEnd: Int64) -> Query {
    let row = plan.routes[Int(r.route)]
    return Query(
      pathEnd: pathEnd, breaker: row.breaker, requires: row.requires, isOnce: row.once)
  }

  /// Sends an attempt, if what it takes is still to be had.
  @inline(__always)
  func send(
    _ candidate: Candidate, _ kind: Action.Kind, _ r: inout RequestState,
    _ now: Int64, pathEnd: Int64
  ) -> Action? {
    let route = plan.routes[Int(r.route)]
    let e = candidate.endpoint
    guard let place = r.freeLeg else { return nil }
    let row = plan.endpoints[candidate.endpoint]
    let bound = binding(e, route.breaker)
    let whole = Exact.sum(now, row.attempt)
    var permit = Permit()
    if !candidate.isUncounted {
      guard
        let taken = admit(plan.bindings[bound], candidate.endpoint, now, leaseUntil: whole)
      else { return nil }
      permit = taken
    }
    var leg = Leg()
    leg.endpoint = UInt16(truncatingIfNeeded: candidate.endpoint)
    leg.slot = candidate.slot
    leg.binding = UInt32(truncatingIfNeeded: bound)
    leg.generation = permit.generation
    leg.lease = permit.lease
    leg.startedAt = now
    leg.until = Swift.min(whole, pathEnd)
    if permit.isProbe { leg.flags |= Leg.probe }
    if candidate.isUncounted { leg.flags |= Leg.uncounted }
    let given = leg.until &- now
    if given < Swift.min(row.attempt, route.mainSpan), given < row.nearlyAll {
      leg.flags |= Leg.clipped
    }
    guard takePlaces(e, leg, r.facts.size, now) else {
      release(leg)
      return nil
    }
    r.lastNumber &+= 1
    leg.number = r.lastNumber
    r.inFlight |= 1 << UInt8(place)
    r.setLeg(place, leg)
    if r.phase != .use {
      r.phase = .main
      r.attempts &+= 1
      r.hedgeAt = r.committed || !route.hedges ? .max : nextHedge(&r, now)
    }
    var action = Action()
    action.kind = kind
    action.reason = candidate.reason
    action.attempt = AttemptID(leg: UInt8(place), number: leg.number)
    action.endpoint = ID(candidate.endpoint)
    if leg.slot != Leg.noSlot {
      action.credential = ID(Int(plan.slots[Int(leg.slot)].credential))
    }
    action.until = Tick(ns: leg.until)
    action.hedgeAt = Tick(ns: r.hedgeAt)
    action.wakeAt = Tick(ns: r.wakeAt)
    if r.phase == .use, let step = r.ladder?.step { action.step = ID(Int(step)) }
    if listener != nil {
      record(
        .attempt, candidate.reason, now, r: r, endpoint: candidate.endpoint, number: leg.number,
        value: leg.until - now)
    }
    return action
  }

  /// Takes the places in limits and in flight that an attempt needs.
  @inline(__always)
  private func takePlaces(_ e: Int, _ leg: Leg, _ size: Int64, _ now: Int64) -> Bool {
    let row = plan.endpoints[e]
    if row.limits.count > 0 && !take(row.limits, size, now) { return false }
    if leg.slot != Leg.noSlot {
      let slot = plan.slots[Int(leg.slot)]
      if slot.limits.count > 0 && !take(slot.limits, size, now) {
        untake(row.limits, size, now)
        return false
      }
    }
    if row.countsInFlight { state.words(row.cell).add(EndpointCell.inFlight, 1) }
    return true
  }

  /// When the next hedge of a request is due, whose latest leg starts now.
  private func nextHedge(_ r: inout RequestState, _ now: Int64) -> Int64 {
    let route = plan.routes[Int(r.route)]
    guard r.hedgesSent < route.hedgesMax, r.attempts < route.attemptsMax else { return .max }
    var delay = route.hedgeAfter
    if route.hedgePercentile > 0 {
      let live = LiveLatency(state.words(route.latencyCell))
      let known = live.percentile(route.hedgePercentile, at: now)
      delay = Swift.max(route.hedgeAtLeast, known ?? route.hedgeAtLeast)
    }
    return Exact.sum(now, delay)
  }
}
