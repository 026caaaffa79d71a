import PolicyGraph

/// A route's `wait`: the request stays on its main path until an endpoint becomes a candidate.
extension Interpreter {
  /// Lets a request wait if the route says so, and a candidate is to be expected in time.
  func wait<C: Chooser>(
    isStart: Bool, _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action? {
    let route = plan.routes[Int(r.route)]
    guard route.waitSpan > 0, isStart || !r.committed && r.failure.wanting != 0 else { return nil }
    var state = r.wait ?? WaitState(since: now, isStart: isStart)
    state.isStart = isStart
    state.since = now
    r.wait = state
    return waitOn(&r, now, &chooser)
  }

  /// The time of the next look has come.
  func look<C: Chooser>(
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    guard var state = r.wait else { return waiting(&r) }
    state.used = Exact.sum(state.used, now &- state.since)
    state.since = now
    r.wait = state
    if yields(&r, now) { return waiting(&r) }
    r.phase = .main
    let sent =
      state.isStart ? sendFirst(&r, now, &chooser) : respondAgain(&r, now, &chooser)
    if let sent {
      leaveWait(&r)
      return sent
    }
    if let action = waitOn(&r, now, &chooser) { return action }
    leaveWait(&r)
    record(.wait, .waitOver, now, r: r, value: state.used)
    guard state.isStart else { return outOfResponses(&r, now, &chooser) }
    exhaust(&r, now)
    return toLadder(plan.known.noCandidate, .noCandidate, &r, now, &chooser)
  }

  /// Waits for the first endpoint that comes back in time; nil if none does.
  private func waitOn<C: Chooser>(
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action? {
    let soonest = awaited(&r, now)
    let begins = !(r.wait?.holdsPlace ?? false)
    guard let next = soonest.found, enterWait(&r, now) else { return nil }
    let row = plan.endpoints[next.endpoint]
    let at = spread(next, row.pace, r.facts.priority, r, now, &chooser)
    r.wait?.at = Swift.min(at, soonest.last(row.atLeast))
    r.wait?.hasYielded = false
    r.phase = .queued
    if listener != nil {
      record(
        .wait, begins ? .waiting : .waitsOn, now, r: r, endpoint: next.endpoint,
        value: (r.wait?.at ?? now) - now)
    }
    var action = waiting(&r)
    action.reason = begins ? .waiting : .waitsOn
    return action
  }

  /// What the request waits for: its first candidate, or what a response to its failure needs.
  private func awaited(_ r: inout RequestState, _ now: Int64) -> Soonest {
    let route = plan.routes[Int(r.route)]
    let left = route.waitSpan - (r.wait?.used ?? 0)
    var soonest = Soonest(
      now: now, until: Exact.sum(now, Swift.max(0, left)), pathEnd: r.mainEndsAt,
      countsBreakers: false)
    var query = query(&r, pathEnd: r.mainEndsAt)
    if r.wait?.isStart ?? true {
      findSoonest(route.aim, query, &r, &soonest)
      return soonest
    }
    let e = Int(r.failure.endpoint)
    let responses = plan.rules[Int(r.failure.rule)].responses
    for i in 0..<Swift.min(32, responses.count) where r.failure.wanting & (1 << i) != 0 {
      let response = plan.responses[Int(responses.first + i)]
      let kind = ResponseKind(rawValue: response.kind) ?? .fail
      if kind == .sameEndpoint {
        query.leaving = -1
        query.same = none
        findSoonest(Aim(raw: Int32(e)), query, &r, &soonest)
      } else {
        query.leaving = e
        query.same = kind == .failover ? response.same : none
        findSoonest(kind == .reroute ? response.aim : aim(r), query, &r, &soonest)
      }
    }
    return soonest
  }

  /// Tries the responses again that were passed over for want of an eligible endpoint.
  private func respondAgain<C: Chooser>(
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action? {
    let failure = r.failure
    let responses = plan.rules[Int(failure.rule)].responses
    r.failure.wanting = 0
    for i in 0..<Swift.min(32, responses.count) where failure.wanting & (1 << i) != 0 {
      let response = plan.responses[Int(responses.first + i)]
      r.failure.response = i + 1
      if response.kind == ResponseKind.sameEndpoint.rawValue {
        // Its own wait is over, and was counted.
        guard let token = reserve(&r, now) else {
          _ = pass(.budgetSpent, r, now)
          continue
        }
        if let action = sendHere(Int(failure.endpoint), token, &r, now) { return action }
      } else if let action = carryOut(response, &r, now, &chooser) {
        return action
      }
    }
    r.failure.response = responses.count
    return nil
  }

  // MARK: Who goes first

  /// When a request looks for what comes back: those that wait for the end of a cooling come one
  /// after the other, those of higher priorities first.
  private func spread<C: Chooser>(
    _ next: Return, _ pace: Int64, _ priority: UInt8, _ r: borrowing RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Int64 {
    switch next.cause {
    case .window, .nothing: return next.at
    case .place:
      let (low, high) = (Swift.max(1, pace / 2), pace + pace / 2)
      return Exact.sum(now, high > low ? chooser.between(low, high) : high)
    case .cooling:
      let cell = state.words(plan.routes[Int(r.route)].waitCell)
      let ahead = waitingAbove(priority, cell)
      let same = Int64(cell.load(WaitCell.priorities + Int(priority)))
      let low = Exact.product(ahead, pace, over: 1)
      let high = Exact.product(ahead + Swift.max(0, same - 1), pace, over: 1)
      return Exact.sum(next.at, high > low ? chooser.between(low, high) : low)
    }
  }

  /// Whether the request leaves what it sees to others of a higher priority: once, for as long as
  /// each of them needs to look.
  private func yields(_ r: inout RequestState, _ now: Int64) -> Bool {
    guard let state = r.wait, !state.hasYielded else { return false }
    let cell = self.state.words(plan.routes[Int(r.route)].waitCell)
    guard waitingAbove(r.facts.priority, cell) > 0 else { return false }
    let soonest = awaited(&r, now)
    guard let free = soonest.free else { return false }
    let row = plan.endpoints[free]
    let at = Exact.sum(now, row.pace + row.pace / 2 + 1)
    guard at <= soonest.last(row.atLeast) else { return false }
    r.wait?.hasYielded = true
    r.wait?.at = at
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
  private func enterWait(_ r: inout RequestState, _ now: Int64) -> Bool {
    guard let state = r.wait, !state.holdsPlace else { return true }
    let route = plan.routes[Int(r.route)]
    let cell = self.state.words(route.waitCell)
    guard Int64(cell.add(WaitCell.total, 1)) < route.waitMost else {
      cell.subtract(WaitCell.total, 1)
      record(.wait, .waitFull, now, r: r)
      return false
    }
    cell.add(WaitCell.priorities + Int(r.facts.priority), 1)
    cell.add(WaitCell.begun, 1)
    r.wait?.holdsPlace = true
    return true
  }

  /// Gives the place back, if the request has one.
  func leaveWait(_ r: inout RequestState) {
    guard let state = r.wait, state.holdsPlace else { return }
    let cell = self.state.words(plan.routes[Int(r.route)].waitCell)
    cell.subtract(WaitCell.priorities + Int(r.facts.priority), 1)
    cell.subtract(WaitCell.total, 1)
    r.wait?.holdsPlace = false
  }
}
