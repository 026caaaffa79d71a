import PolicyGraph

/// What follows a failure: the responses of its rule, from the left.
extension Interpreter {
  /// Responds to the failure at hand, from its first response.
  func respond<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let failure = request.failure
    if failure.isFatal { return fail(.fail, &request, now) }
    guard failure.rule != none else {
      // Nobody spoke of it: another endpoint is not asked behind the first one's back.
      if plan.isRefusal(failure.errorClass) { return fail(.fail, &request, now) }
      record(.response, .noRule, now, request: request, endpoint: Int(failure.endpoint))
      return exhausted(failure, &request, now, &chooser)
    }
    let rule = plan.rules[Int(failure.rule)]
    if rule.reconciles && failure.mayBeExecuted {
      return settle(rule, failure, &request, now, &chooser)
    }
    return goOn(&request, now, &chooser)
  }

  /// Goes on to the responses that have not been looked at.
  func goOn<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let failure = request.failure
    let responses = plan.rules[Int(failure.rule)].responses
    var next = failure.response
    while next < responses.count {
      let response = plan.responses[Int(responses.first + next)]
      next += 1
      request.failure.response = next
      if let action = carryOut(response, &request, now, &chooser) { return action }
    }
    if let action = wait(isStart: false, &request, now, &chooser) { return action }
    return outOfResponses(&request, now, &chooser)
  }

  /// All responses were carried out or passed over.
  func outOfResponses<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    record(
      .response, .outOfResponses, now, request: request, endpoint: Int(request.failure.endpoint))
    return exhausted(request.failure, &request, now, &chooser)
  }

  /// No response was left: the ladder, or the end of an answer that was cut.
  private func exhausted<C: Chooser>(
    _ failure: Failure, _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    if request.committed { return fail(.truncated, &request, now) }
    exhaust(&request, now)
    return toLadder(failure.errorClass, .exhausted, &request, now, &chooser)
  }

  /// Carries a response out; nil, with the reason told, if it cannot be.
  func carryOut<C: Chooser>(
    _ response: PlanResponse, _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action? {
    let failure = request.failure
    let kind = ResponseKind(rawValue: response.kind) ?? .fail
    if request.committed && kind != .resume && kind != .fail {
      return pass(.committed, request, now)
    }
    switch kind {
    case .sameEndpoint: return waitHere(response, failure, &request, now, &chooser)
    case .rotateCredential: return rotate(failure, &request, now)
    case .failover: return moveOn(kind, response, failure, &request, now, &chooser)
    case .reroute:
      return once(Used.rerouted, failure, &request, now) { request in
        self.moveOn(kind, response, failure, &request, now, &chooser)
      }
    case .resume:
      guard request.committed else { return pass(.notCommitted, request, now) }
      return once(Used.resumed, failure, &request, now) { request in
        self.moveOn(kind, response, failure, &request, now, &chooser)
      }
    case .degrade:
      record(.response, .degrade, now, request: request, endpoint: Int(failure.endpoint))
      exhaust(&request, now)
      return toLadder(failure.errorClass, .degrade, &request, now, &chooser)
    case .fail: return fail(.fail, &request, now)
    }
  }

  /// The same for want of an eligible endpoint: what the route's `wait` may wait for.
  func passWanting(_ reason: Reason, _ request: inout RequestState, _ now: Int64) -> Action? {
    let position = request.failure.response - 1
    if position < 32 { request.failure.wanting |= 1 << position }
    return pass(reason, request, now)
  }

  /// Tells why a response was passed over.
  func pass(_ reason: Reason, _ request: RequestState, _ now: Int64) -> Action? {
    if listener != nil { recordPassed(reason, request, now) }
    return nil
  }

  /// What may be done once for an endpoint and a statement.
  private func once(
    _ flag: UInt8, _ failure: Failure, _ request: inout RequestState, _ now: Int64,
    _ body: (inout RequestState) -> Action?
  ) -> Action? {
    let place = request.placeUsed(Int(failure.endpoint), UInt16(truncatingIfNeeded: failure.rule))
    if request.used(place).flags & flag != 0 { return pass(.timesUsed, request, now) }
    guard let action = body(&request) else { return nil }
    request.use(place) { $0.flags |= flag }
    return action
  }

  /// Whether a further attempt is allowed by their number.
  func hasAttempts(_ request: RequestState) -> Bool {
    request.attempts < plan.routes[Int(request.route)].attemptsMax
  }

  /// Takes a token for an attempt: its bucket, −1 where none is needed, nil if there is none.
  func reserve(_ request: inout RequestState, _ now: Int64) -> Int64? {
    let route = plan.routes[Int(request.route)]
    guard route.budgeted else { return -1 }
    let budget = BudgetWindow(
      state.words(route.budgetCell), over: route.budgetOver, lanes: SharedState.lanesMax)
    let token = budget.reserve(ppb: route.budgetPpb, minPpb: route.budgetMinPpb, at: now)
    if listener != nil && token != nil { record(.budget, .budgetReserved, now, request: request) }
    return token
  }

  /// Gives a token back that is not used.
  func giveBack(_ token: Int64, _ request: inout RequestState, _ now: Int64) {
    guard token >= 0 else { return }
    let route = plan.routes[Int(request.route)]
    BudgetWindow(
      state.words(route.budgetCell), over: route.budgetOver, lanes: SharedState.lanesMax
    ).giveBack(token, at: now)
    record(.budget, .budgetReturned, now, request: request, endpoint: Int(request.failure.endpoint))
  }

  /// The next candidate, or that of another target, or one that can continue the answer.
  private func moveOn<C: Chooser>(
    _ kind: ResponseKind, _ response: PlanResponse, _ failure: Failure,
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action? {
    guard hasAttempts(request) else { return pass(.attemptsUsed, request, now) }
    let route = plan.routes[Int(request.route)]
    let e = Int(failure.endpoint)
    // An answer that is continued has the main path's time anew.
    let end = kind == .resume ? FixedPoint.sum(now, route.mainSpan) : request.mainEndsAt
    var query = query(&request, pathEnd: end)
    query.leaving = e
    query.same = kind == .failover ? response.same : none
    query.resumes = kind == .resume
    let aim = kind == .reroute ? response.aim : aim(request)
    // A size that was known to be too large was never sent: what follows is a first attempt.
    let isFirst = request.attempts == 0
    for _ in 0..<8 {
      guard let candidate = find(aim, query, &request, now, &chooser) else {
        return passWanting(.noCandidate, &request, now)
      }
      guard let token = isFirst ? -1 : reserve(&request, now) else {
        return pass(.budgetSpent, request, now)
      }
      recordResponse(kind, request, now, e)
      let verb: Action.Kind = kind == .resume ? .resume : .attempt
      if let action = send(candidate, verb, &request, now, pathEnd: end) {
        if kind == .resume { request.mainEndsAt = end }
        if kind == .reroute { request.aim = aim.raw }
        if isFirst && route.budgeted { countFirst(route, lane: request.facts.lane, now) }
        markFailedOver(e, &request)
        return action
      }
      giveBack(token, &request, now)
    }
    return pass(.noCandidate, request, now)
  }

  /// Where the main path of a request leads.
  @inline(__always)
  func aim(_ request: borrowing RequestState) -> Aim {
    request.aim == RequestState.ownAim ? plan.routes[Int(request.route)].aim : Aim(raw: request.aim)
  }

  private func recordResponse(_ kind: ResponseKind, _ request: RequestState, _ now: Int64, _ e: Int)
  {
    guard listener != nil else { return }
    switch kind {
    case .failover: record(.response, .failover, now, request: request, endpoint: e)
    case .reroute: record(.response, .reroute, now, request: request, endpoint: e)
    case .resume: record(.response, .resume, now, request: request, endpoint: e)
    case .sameEndpoint, .rotateCredential, .degrade, .fail: break
    }
  }

  /// Another credential of the endpoint that failed.
  private func rotate(_ failure: Failure, _ request: inout RequestState, _ now: Int64) -> Action? {
    let e = Int(failure.endpoint)
    let row = plan.endpoints[e]
    var tried: UInt64 = 0
    if let place = request.findUsed(e, Used.anyRule) { tried = request.used(place).value }
    let slot =
      row.slots.count > 1
      ? usable(e, true, tried: tried, size: request.facts.size, now).slot : Leg.noSlot
    guard slot != Leg.noSlot else { return pass(.noOtherCredential, request, now) }
    guard hasAttempts(request) else { return pass(.attemptsUsed, request, now) }
    guard request.mainEndsAt &- now >= row.atLeast else { return pass(.noTimeLeft, request, now) }
    guard check(e, again(failure, &request), &request, now).reason == .none else {
      return pass(.notEligible, request, now)
    }
    guard let token = reserve(&request, now) else { return pass(.budgetSpent, request, now) }
    let candidate = Candidate(
      endpoint: e, slot: slot, reason: .rotateCredential, isUncounted: failure.ignoredHealth)
    if let action = send(candidate, .attempt, &request, now, pathEnd: request.mainEndsAt) {
      record(.response, .rotateCredential, now, request: request, endpoint: e)
      return action
    }
    giveBack(token, &request, now)
    return pass(.notEligible, request, now)
  }
}
