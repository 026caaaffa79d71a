import PolicyGraph

extension Interpreter {
  /// The first decision: the ladder at once, or the first candidate.
  @inline(__always)
  func firstDecision<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let row = plan.routes[Int(request.route)]
    if row.limits.count > 0 || row.context != .max {
      guard request.facts.size <= row.context, take(row.limits, request.facts.size, now) else {
        return toLadder(plan.known.noCandidate, .routeLimit, &request, now, &chooser)
      }
      request.holdsRoute = true
    }
    if row.brownout != none, brownsOut(&request, now) {
      return toLadder(plan.known.noCandidate, .brownout, &request, now, &chooser)
    }
    if let action = sendFirst(&request, now, &chooser) { return action }
    if isServedNowhere(&request) {
      return toLadder(plan.known.notServed, .notServed, &request, now, &chooser)
    }
    if let e = tooLargeEverywhere(&request) { return refuseSize(e, &request, now, &chooser) }
    if let action = wait(isStart: true, &request, now, &chooser) { return action }
    exhaust(&request, now)
    return toLadder(plan.known.noCandidate, .noCandidate, &request, now, &chooser)
  }

  /// Sends the first attempt; nil if there is no candidate.
  @inline(__always)
  func sendFirst<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action? {
    let row = plan.routes[Int(request.route)]
    let query = query(&request, pathEnd: request.mainEndsAt)
    // Only a race with other threads makes a candidate lose its place between choice and start.
    for _ in 0..<8 {
      guard let candidate = find(row.aim, query, &request, now, &chooser) else { break }
      if let action = send(candidate, .attempt, &request, now, pathEnd: request.mainEndsAt) {
        if row.budgeted { countFirst(row, lane: request.facts.lane, now) }
        return action
      }
    }
    return nil
  }

  /// Counts a first attempt for its route's budget.
  @inline(__always)
  func countFirst(_ row: PlanRoute, lane: UInt8, _ now: Int64) {
    BudgetWindow(
      state.words(row.budgetCell), over: row.budgetOver, lanes: SharedState.lanesMax
    ).countFirst(lane: Int(lane) & (SharedState.lanesMax - 1), at: now)
  }

  /// What any candidate of a route must be.
  @inline(__always)
  func query(_ request: inout RequestState, pathEnd: Int64) -> Query {
    let row = plan.routes[Int(request.route)]
    return Query(
      pathEnd: pathEnd, breaker: row.breaker, requires: row.requires, isOnce: row.once)
  }

  /// Sends an attempt, if what it takes is still to be had.
  @inline(__always)
  func send(
    _ candidate: Candidate, _ kind: Action.Kind, _ request: inout RequestState,
    _ now: Int64, pathEnd: Int64
  ) -> Action? {
    let route = plan.routes[Int(request.route)]
    let e = candidate.endpoint
    guard let place = request.freeLeg else { return nil }
    let row = plan.endpoints[candidate.endpoint]
    let bound = binding(e, route.breaker)
    let whole = FixedPoint.sum(now, row.attempt)
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
    guard takePlaces(e, leg, request.facts.size, now) else {
      release(leg)
      return nil
    }
    request.lastNumber &+= 1
    leg.number = request.lastNumber
    request.inFlight |= 1 << UInt8(place)
    request.setLeg(place, leg)
    if request.phase != .use {
      request.phase = .main
      request.attempts &+= 1
      request.hedgeAt = request.committed || !route.hedges ? .max : nextHedge(&request, now)
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
    action.hedgeAt = Tick(ns: request.hedgeAt)
    action.wakeAt = Tick(ns: request.wakeAt)
    if request.phase == .use, let step = request.ladder?.step { action.step = ID(Int(step)) }
    if listener != nil {
      record(
        .attempt, candidate.reason, now, request: request, endpoint: candidate.endpoint,
        number: leg.number,
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
  private func nextHedge(_ request: inout RequestState, _ now: Int64) -> Int64 {
    let route = plan.routes[Int(request.route)]
    guard request.hedgesSent < route.hedgesMax, request.attempts < route.attemptsMax else {
      return .max
    }
    return hedgeAt(plan.routes.place(Int(request.route)), now)
  }

  /// When a hedge of an attempt that starts now is due.
  @inline(__always)
  func hedgeAt(_ route: Place<PlanRoute>, _ now: Int64) -> Int64 {
    let percentile = route.row.hedgePercentile
    if percentile == 0 { return FixedPoint.sum(now, route.row.hedgeAfter) }
    let known = LiveLatency(state.words(route.row.latencyCell)).percentile(percentile, at: now)
    return FixedPoint.sum(now, Swift.max(route.row.hedgeAtLeast, known ?? 0))
  }
}
