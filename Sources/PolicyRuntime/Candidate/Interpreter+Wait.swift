import PolicyGraph

/// A route's `wait`: the request stays on its main path until an endpoint becomes a candidate.
extension Interpreter {
  /// Lets a request wait if the route says so, and a candidate is to be expected in time.
  func wait<C: Chooser>(
    isStart: Bool, _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action? {
    let route = plan.routes[Int(request.route)]
    guard route.waitSpan > 0, isStart || !request.committed && request.failure.wanting != 0 else {
      return nil
    }
    var state = request.wait ?? WaitState(since: now, isStart: isStart)
    state.isStart = isStart
    state.since = now
    request.wait = state
    return waitOn(&request, now, &chooser)
  }

  /// The time of the next look has come.
  func look<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    guard var state = request.wait else { return waiting(&request) }
    state.used = FixedPoint.sum(state.used, now &- state.since)
    state.since = now
    request.wait = state
    if yields(&request, now) { return waiting(&request) }
    request.phase = .main
    let sent =
      state.isStart ? sendFirst(&request, now, &chooser) : respondAgain(&request, now, &chooser)
    if let sent {
      leaveWait(&request)
      return sent
    }
    if let action = waitOn(&request, now, &chooser) { return action }
    leaveWait(&request)
    record(.wait, .waitOver, now, request: request, value: state.used)
    guard state.isStart else { return outOfResponses(&request, now, &chooser) }
    exhaust(&request, now)
    return toLadder(plan.known.noCandidate, .noCandidate, &request, now, &chooser)
  }

  /// Waits for the first endpoint that comes back in time; nil if none does.
  private func waitOn<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action? {
    let soonest = awaited(&request, now)
    let begins = !(request.wait?.holdsPlace ?? false)
    guard let next = soonest.found, enterWait(&request, now) else { return nil }
    let row = plan.endpoints[next.endpoint]
    let at = spread(next, row.pace, request.facts.priority, request, now, &chooser)
    request.wait?.at = Swift.min(at, soonest.last(row.atLeast))
    request.wait?.hasYielded = false
    request.phase = .queued
    if listener != nil {
      record(
        .wait, begins ? .waiting : .waitsOn, now, request: request, endpoint: next.endpoint,
        value: (request.wait?.at ?? now) - now)
    }
    var action = waiting(&request)
    action.reason = begins ? .waiting : .waitsOn
    return action
  }

  /// What the request waits for: its first candidate, or what a response to its failure needs.
  private func awaited(_ request: inout RequestState, _ now: Int64) -> Soonest {
    let route = plan.routes[Int(request.route)]
    let left = route.waitSpan - (request.wait?.used ?? 0)
    var soonest = Soonest(
      now: now, until: FixedPoint.sum(now, Swift.max(0, left)), pathEnd: request.mainEndsAt,
      countsBreakers: false)
    var query = query(&request, pathEnd: request.mainEndsAt)
    if request.wait?.isStart ?? true {
      findSoonest(route.aim, query, &request, &soonest)
      return soonest
    }
    let e = Int(request.failure.endpoint)
    let responses = plan.rules[Int(request.failure.rule)].responses
    for i in 0..<Swift.min(32, responses.count) where request.failure.wanting & (1 << i) != 0 {
      let response = plan.responses[Int(responses.first + i)]
      let kind = ResponseKind(rawValue: response.kind) ?? .fail
      if kind == .sameEndpoint {
        query.leaving = -1
        query.same = none
        findSoonest(Aim(raw: Int32(e)), query, &request, &soonest)
      } else {
        query.leaving = e
        query.same = kind == .failover ? response.same : none
        findSoonest(kind == .reroute ? response.aim : aim(request), query, &request, &soonest)
      }
    }
    return soonest
  }

  /// Tries the responses again that were passed over for want of an eligible endpoint.
  private func respondAgain<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action? {
    let failure = request.failure
    let responses = plan.rules[Int(failure.rule)].responses
    request.failure.wanting = 0
    for i in 0..<Swift.min(32, responses.count) where failure.wanting & (1 << i) != 0 {
      let response = plan.responses[Int(responses.first + i)]
      request.failure.response = i + 1
      if response.kind == ResponseKind.sameEndpoint.rawValue {
        // Its own wait is over, and was counted.
        guard let token = reserve(&request, now) else {
          _ = pass(.budgetSpent, request, now)
          continue
        }
        if let action = sendHere(Int(failure.endpoint), token, &request, now) { return action }
      } else if let action = carryOut(response, &request, now, &chooser) {
        return action
      }
    }
    request.failure.response = responses.count
    return nil
  }

  // MARK: Who goes first

  /// When a request looks for what comes back: those that wait for the end of a cooling come one
  /// after the other, those of higher priorities first.
  private func spread<C: Chooser>(
    _ next: Return, _ pace: Int64, _ priority: UInt8, _ request: borrowing RequestState,
    _ now: Int64,
    _ chooser: inout C
  ) -> Int64 {
    switch next.cause {
    case .window, .nothing: return next.at
    case .place:
      let (low, high) = (Swift.max(1, pace / 2), pace + pace / 2)
      return FixedPoint.sum(now, high > low ? chooser.between(low, high) : high)
    case .cooling:
      let cell = state.words(plan.routes[Int(request.route)].waitCell)
      let ahead = waitingAbove(priority, cell)
      let same = Int64(cell.load(WaitCell.priorities + Int(priority)))
      let low = FixedPoint.product(ahead, pace, over: 1)
      let high = FixedPoint.product(ahead + Swift.max(0, same - 1), pace, over: 1)
      return FixedPoint.sum(next.at, high > low ? chooser.between(low, high) : low)
    }
  }

  /// Whether the request leaves what it sees to others of a higher priority: once, for as long as
  /// each of them needs to look.
  private func yields(_ request: inout RequestState, _ now: Int64) -> Bool {
    guard let state = request.wait, !state.hasYielded else { return false }
    let cell = self.state.words(plan.routes[Int(request.route)].waitCell)
    guard waitingAbove(request.facts.priority, cell) > 0 else { return false }
    let soonest = awaited(&request, now)
    guard let free = soonest.free else { return false }
    let row = plan.endpoints[free]
    let at = FixedPoint.sum(now, row.pace + row.pace / 2 + 1)
    guard at <= soonest.last(row.atLeast) else { return false }
    request.wait?.hasYielded = true
    request.wait?.at = at
    return true
  }

  /// How many requests of a higher priority wait.
  private func waitingAbove(_ priority: UInt8, _ cell: Words) -> Int64 {
    var above: Int64 = 0
    var p = Int(priority) + 1
    while p <= 9 {
      above += Int64(cell.load(WaitCell.priorities + p))
      p += 1
    }
    return above
  }

  // MARK: Places

  /// Takes a place among those that wait, if the request has none; false if all are taken.
  private func enterWait(_ request: inout RequestState, _ now: Int64) -> Bool {
    guard let state = request.wait, !state.holdsPlace else { return true }
    let route = plan.routes[Int(request.route)]
    let cell = self.state.words(route.waitCell)
    guard Int64(cell.add(WaitCell.total, 1)) < route.waitMost else {
      cell.subtract(WaitCell.total, 1)
      record(.wait, .waitFull, now, request: request)
      return false
    }
    cell.add(WaitCell.priorities + Int(request.facts.priority), 1)
    cell.add(WaitCell.begun, 1)
    request.wait?.holdsPlace = true
    return true
  }

  /// Gives the place back, if the request has one.
  func leaveWait(_ request: inout RequestState) {
    guard let state = request.wait, state.holdsPlace else { return }
    let cell = self.state.words(plan.routes[Int(request.route)].waitCell)
    cell.subtract(WaitCell.priorities + Int(request.facts.priority), 1)
    cell.subtract(WaitCell.total, 1)
    request.wait?.holdsPlace = false
  }
}
