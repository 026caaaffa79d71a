import PolicyGraph

/// The response that stays: the same endpoint again, after a wait.
extension Interpreter {
  /// The same endpoint again, after a wait.
  func waitHere<C: Chooser>(
    _ response: PlanResponse, _ failure: Failure, _ r: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Action? {
    let e = Int(failure.endpoint)
    let place = r.placeUsed(e, UInt16(truncatingIfNeeded: failure.rule))
    let used = r.used(place)
    guard used.waits < response.times else { return pass(.timesUsed, r, now) }
    if failure.number == 0 { return pass(.notEligible, r, now) }
    if failure.never { return pass(.farEndRefuses, r, now) }
    guard hasAttempts(r) else { return pass(.attemptsUsed, r, now) }
    if failure.hint > response.cap { return pass(.hintTooLong, r, now) }
    let floor = Swift.max(
      0, failure.hint, failure.cooledUntil == .min ? 0 : failure.cooledUntil &- now)
    let delay = self.delay(response, place, used, floor, &r, &chooser)
    let at = Exact.sum(now, delay)
    let row = plan.endpoints[e]
    guard Exact.sum(at, row.atLeast) <= r.mainEndsAt else { return pass(.noTimeLeft, r, now) }
    if let reason = outlook(e, again(failure, &r), &r, at) {
      if listener != nil { record(.candidate, reason, now, r: r, endpoint: e) }
      // A wait for a candidate then takes the place of this one, and is one of its times.
      if plan.routes[Int(r.route)].waitCell != none { r.use(place) { $0.waits &+= 1 } }
      return passWanting(.notEligible, &r, now)
    }
    guard let token = reserve(&r, now) else { return pass(.budgetSpent, r, now) }
    r.use(place) { $0.waits &+= 1 }
    r.failure.token = token
    r.failure.until = at
    if listener != nil {
      record(.response, .sameEndpoint, now, r: r, endpoint: e, value: delay)
    }
    r.phase = .backoff
    if delay > 0 { return waiting(&r) }
    return backoffOver(&r, now, &chooser)
  }

  /// A wait is over: the same endpoint, if it is still eligible, else the next response.
  func backoffOver<C: Chooser>(
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let failure = r.failure
    let e = Int(failure.endpoint)
    r.phase = .main
    r.failure.token = -1
    r.failure.until = .max
    if let action = sendHere(e, failure.token, &r, now) { return action }
    return goOn(&r, now, &chooser)
  }

  /// The same endpoint again, whose wait is over; nil, and the token is given back, if it is not
  /// eligible any more.
  func sendHere(
    _ e: Int, _ token: Int64, _ r: inout RequestState, _ now: Int64
  ) -> Action? {
    let verdict = check(e, again(r.failure, &r), &r, now)
    if verdict.reason == .none {
      let candidate = Candidate(
        endpoint: e, slot: verdict.slot, reason: .sameEndpoint,
        isUncounted: r.failure.ignoredHealth)
      if let action = send(candidate, .attempt, &r, now, pathEnd: r.mainEndsAt) {
        return action
      }
    }
    giveBack(token, &r, now)
    if listener != nil { record(.candidate, verdict.reason, now, r: r, endpoint: e) }
    return passWanting(.notEligible, &r, now)
  }

  /// What is asked of an endpoint that is tried again, as its attempt saw it.
  func again(_ failure: Failure, _ r: inout RequestState) -> Query {
    var query = query(&r, pathEnd: r.mainEndsAt)
    query.allowShared = true
    query.ignoresHealth = failure.ignoredHealth
    return query
  }

  /// How long the wait is: the backoff with its jitter, on the floor of hint and cooling.
  private func delay<C: Chooser>(
    _ response: PlanResponse, _ place: Int, _ used: Used, _ floor: Int64,
    _ r: inout RequestState, _ chooser: inout C
  ) -> Int64 {
    guard response.backoff != none else { return floor }
    let backoff = plan.backoffs[Int(response.backoff)]
    let drawn: Int64
    let spreads = backoff.jitter != Jitter.none.rawValue
    if backoff.kind == BackoffKind.decorrelated.rawValue {
      // The draw is the delay: no jitter comes on top of it.
      let previous = used.value == 0 ? backoff.base : Int64(bitPattern: used.value)
      let top = Swift.max(backoff.base, Exact.product(previous, 3, over: 1))
      drawn = Swift.min(backoff.max, chooser.between(backoff.base, top))
      r.use(place) { $0.value = UInt64(bitPattern: drawn) }
    } else {
      let d = Interpreter.nominal(backoff, n: Int64(used.waits))
      switch Jitter(rawValue: backoff.jitter) {
      case .full: drawn = d > 0 ? chooser.between(0, d) : 0
      case .equal: drawn = d > 0 ? d / 2 + chooser.between(0, d / 2) : 0
      case .none?, nil: drawn = d
      }
    }
    if drawn >= floor { return drawn }
    return spreads ? Exact.sum(floor, drawn) : floor
  }

  /// The n-th delay before jitter, capped at each step.
  static func nominal(_ backoff: PlanBackoff, n: Int64) -> Int64 {
    switch BackoffKind(rawValue: backoff.kind) {
    case .linear: return Swift.min(backoff.max, Exact.product(backoff.base, n + 1, over: 1))
    case .exponential:
      var d = Swift.min(backoff.max, backoff.base)
      var left = n
      while left > 0 && d < backoff.max && backoff.factor > 1_000_000 {
        d = Swift.min(backoff.max, Exact.product(d, backoff.factor, over: 1_000_000))
        left -= 1
      }
      return d
    case .constant, .decorrelated, nil: return Swift.min(backoff.max, backoff.base)
    }
  }
}
