import PolicyGraph

/// The response that stays: the same endpoint again, after a wait.
extension Interpreter {
  /// The same endpoint again, after a wait.
  func waitHere<C: Chooser>(
    _ response: PlanResponse, _ failure: Failure, _ request: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Action? {
    let e = Int(failure.endpoint)
    let place = request.placeUsed(e, UInt16(truncatingIfNeeded: failure.rule))
    let used = request.used(place)
    guard used.waits < response.times else { return pass(.timesUsed, request, now) }
    if failure.number == 0 { return pass(.notEligible, request, now) }
    if failure.never { return pass(.farEndRefuses, request, now) }
    guard hasAttempts(request) else { return pass(.attemptsUsed, request, now) }
    if failure.hint > response.cap { return pass(.hintTooLong, request, now) }
    let floor = Swift.max(
      0, failure.hint, failure.cooledUntil == .min ? 0 : failure.cooledUntil &- now)
    let delay = self.delay(response, place, used, floor, &request, &chooser)
    let at = FixedPoint.sum(now, delay)
    let row = plan.endpoints[e]
    guard FixedPoint.sum(at, row.atLeast) <= request.mainEndsAt else {
      return pass(.noTimeLeft, request, now)
    }
    if let reason = outlook(e, again(failure, &request), &request, at) {
      if listener != nil { record(.candidate, reason, now, request: request, endpoint: e) }
      // A wait for a candidate then takes the place of this one, and is one of its times.
      if plan.routes[Int(request.route)].waitCell != none { request.use(place) { $0.waits &+= 1 } }
      return passWanting(.notEligible, &request, now)
    }
    guard let token = reserve(&request, now) else { return pass(.budgetSpent, request, now) }
    request.use(place) { $0.waits &+= 1 }
    request.failure.token = token
    request.failure.until = at
    if listener != nil {
      record(.response, .sameEndpoint, now, request: request, endpoint: e, value: delay)
    }
    request.phase = .backoff
    if delay > 0 { return waiting(&request) }
    return backoffOver(&request, now, &chooser)
  }

  /// A wait is over: the same endpoint, if it is still eligible, else the next response.
  func backoffOver<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let failure = request.failure
    let e = Int(failure.endpoint)
    request.phase = .main
    request.failure.token = -1
    request.failure.until = .max
    if let action = sendHere(e, failure.token, &request, now) { return action }
    return goOn(&request, now, &chooser)
  }

  /// The same endpoint again, whose wait is over; nil, and the token is given back, if it is not
  /// eligible any more.
  func sendHere(
    _ e: Int, _ token: Int64, _ request: inout RequestState, _ now: Int64
  ) -> Action? {
    let verdict = check(e, again(request.failure, &request), &request, now)
    if verdict.reason == .none {
      let candidate = Candidate(
        endpoint: e, slot: verdict.slot, reason: .sameEndpoint,
        isUncounted: request.failure.ignoredHealth)
      if let action = send(candidate, .attempt, &request, now, pathEnd: request.mainEndsAt) {
        return action
      }
    }
    giveBack(token, &request, now)
    if listener != nil { record(.candidate, verdict.reason, now, request: request, endpoint: e) }
    return passWanting(.notEligible, &request, now)
  }

  /// What is asked of an endpoint that is tried again, as its attempt saw it.
  func again(_ failure: Failure, _ request: inout RequestState) -> Query {
    var query = query(&request, pathEnd: request.mainEndsAt)
    query.allowShared = true
    query.ignoresHealth = failure.ignoredHealth
    return query
  }

  /// How long the wait is: the backoff with its jitter, on the floor of hint and cooling.
  private func delay<C: Chooser>(
    _ response: PlanResponse, _ place: Int, _ used: Used, _ floor: Int64,
    _ request: inout RequestState, _ chooser: inout C
  ) -> Int64 {
    guard response.backoff != none else { return floor }
    let backoff = plan.backoffs[Int(response.backoff)]
    let drawn: Int64
    let spreads = backoff.jitter != Jitter.none.rawValue
    if backoff.kind == BackoffKind.decorrelated.rawValue {
      // The draw is the delay: no jitter comes on top of it.
      let previous = used.value == 0 ? backoff.base : Int64(bitPattern: used.value)
      let top = Swift.max(backoff.base, FixedPoint.product(previous, 3, over: 1))
      drawn = Swift.min(backoff.max, chooser.between(backoff.base, top))
      request.use(place) { $0.value = UInt64(bitPattern: drawn) }
    } else {
      let d = Interpreter.nominal(backoff, n: Int64(used.waits))
      switch Jitter(rawValue: backoff.jitter) {
      case .full: drawn = d > 0 ? chooser.between(0, d) : 0
      case .equal: drawn = d > 0 ? d / 2 + chooser.between(0, d / 2) : 0
      case .none?, nil: drawn = d
      }
    }
    if drawn >= floor { return drawn }
    return spreads ? FixedPoint.sum(floor, drawn) : floor
  }

  /// The n-th delay before jitter, capped at each step.
  static func nominal(_ backoff: PlanBackoff, n: Int64) -> Int64 {
    switch BackoffKind(rawValue: backoff.kind) {
    case .linear: return Swift.min(backoff.max, FixedPoint.product(backoff.base, n + 1, over: 1))
    case .exponential:
      var d = Swift.min(backoff.max, backoff.base)
      var left = n
      while left > 0 && d < backoff.max && backoff.factor > 1_000_000 {
        d = Swift.min(backoff.max, FixedPoint.product(d, backoff.factor, over: 1_000_000))
        left -= 1
      }
      return d
    case .constant, .decorrelated, nil: return Swift.min(backoff.max, backoff.base)
    }
  }
}
