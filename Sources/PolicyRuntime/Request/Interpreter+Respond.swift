import PolicyGraph

/// What follows a failure: the responses of its rule, from the left.
extension Interpreter {
  /// Responds to the failure at hand, from its first response.
  func respond<C: Chooser>(
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let failure = r.failure
    if failure.isFatal { return fail(.fail, &r, now) }
    guard failure.rule != none else {
      // Nobody spoke of it: another endpoint is not asked behind the first one's back.
      if plan.isRefusal(failure.errorClass) { return fail(.fail, &r, now) }
      record(.response, .noRule, now, r: r, endpoint: Int(failure.endpoint))
      return exhausted(failure, &r, now, &chooser)
    }
    let rule = plan.rules[Int(failure.rule)]
    if rule.reconciles && failure.mayBeExecuted {
      return settle(rule, failure, &r, now, &chooser)
    }
    return goOn(&r, now, &chooser)
  }

  /// Goes on to the responses that have not been looked at.
  func goOn<C: Chooser>(
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let failure = r.failure
    let responses = plan.rules[Int(failure.rule)].responses
    var next = failure.response
    while next < responses.count {
      let response = plan.responses[Int(responses.first + next)]
      next += 1
      r.failure.response = next
      if let action = carryOut(response, &r, now, &chooser) { return action }
    }
    if let action = wait(isStart: false, &r, now, &chooser) { return action }
    return outOfResponses(&r, now, &chooser)
  }

  /// All responses were carried out or passed over.
  func outOfResponses<C: Chooser>(
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    record(.response, .outOfResponses, now, r: r, endpoint: Int(r.failure.endpoint))
    return exhausted(r.failure, &r, now, &chooser)
  }

  /// No response was left: the ladder, or the end of an answer that was cut.
  private func exhausted<C: Chooser>(
    _ failure: Failure, _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    if r.committed { return fail(.truncated, &r, now) }
    exhaust(&r, now)
    return toLadder(failure.errorClass, .exhausted, &r, now, &chooser)
  }

  /// Carries a response out; nil, with the reason told, if it cannot be.
  func carryOut<C: Chooser>(
    _ response: PlanResponse, _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action? {
    let failure = r.failure
    let kind = ResponseKind(rawValue: response.kind) ?? .fail
    if r.committed && kind != .resume && kind != .fail { return pass(.committed, r, now) }
    switch kind {
    case .sameEndpoint: return waitHere(response, failure, &r, now, &chooser)
    case .rotateCredential: return rotate(failure, &r, now)
    case .failover: return moveOn(kind, response, failure, &r, now, &chooser)
    case .reroute:
      return once(Used.rerouted, failure, &r, now) { r in
        self.moveOn(kind, response, failure, &r, now, &chooser)
      }
    case .resume:
      guard r.committed else { return pass(.notCommitted, r, now) }
      return once(Used.resumed, failure, &r, now) { r in
        self.moveOn(kind, response, failure, &r, now, &chooser)
      }
    case .degrade:
      record(.response, .degrade, now, r: r, endpoint: Int(failure.endpoint))
      exhaust(&r, now)
      return toLadder(failure.errorClass, .degrade, &r, now, &chooser)
    case .fail: return fail(.fail, &r, now)
    }
  }

  /// The same for want of an eligible endpoint: what the route's `wait` may wait for.
  func passWanting(_ reason: Reason, _ r: inout RequestState, _ now: Int64) -> Action? {
    let position = r.failure.response - 1
    if position < 32 { r.failure.wanting |= 1 << position }
    return pass(reason, r, now)
  }

  /// Tells why a response was passed over.
  func pass(_ reason: Reason, _ r: RequestState, _ now: Int64) -> Action? {
    if listener != nil { recordPassed(reason, r, now) }
    return nil
  }

  /// What may be done once for an endpoint and a statement.
  private func once(
    _ flag: UInt8, _ failure: Failure, _ r: inout RequestState, _ now: Int64,
    _ body: (inout RequestState) -> Action?
  ) -> Action? {
    let place = r.placeUsed(Int(failure.endpoint), UInt16(truncatingIfNeeded: failure.rule))
    if r.used(place).flags & flag != 0 { return pass(.timesUsed, r, now) }
    guard let action = body(&r) else { return nil }
    r.use(place) { $0.flags |= flag }
    return action
  }

  /// Whether a further attempt is allowed by their number.
  func hasAttempts(_ r: RequestState) -> Bool {
    r.attempts < plan.routes[Int(r.route)].attemptsMax
  }

  /// Takes a token for an attempt: its bucket, −1 where none is needed, nil if there is none.
  func reserve(_ r: inout RequestState, _ now: Int64) -> Int64? {
    let route = plan.routes[Int(r.route)]
    guard route.budgeted else { return -1 }
    let budget = BudgetWindow(
      state.words(route.budgetCell), over: route.budgetOver, lanes: SharedState.lanesMax)
    let token = budget.reserve(ppb: route.budgetPpb, minPpb: route.budgetMinPpb, at: now)
    if listener != nil && token != nil { record(.budget, .budgetReserved, now, r: r) }
    return token
  }

  /// Gives a token back that is not used.
  func giveBack(_ token: Int64, _ r: inout RequestState, _ now: Int64) {
    guard token >= 0 else { return }
    let route = plan.routes[Int(r.route)]
    BudgetWindow(
      state.words(route.budgetCell), over: route.budgetOver, lanes: SharedState.lanesMax
    ).giveBack(token, at: now)
    record(.budget, .budgetReturned, now, r: r, endpoint: Int(r.failure.endpoint))
  }

  /// The next candidate, or that of another target, or one that can continue the answer.
  private func moveOn<C: Chooser>(
    _ kind: ResponseKind, _ response: PlanResponse, _ failure: Failure,
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action? {
    guard hasAttempts(r) else { return pass(.attemptsUsed, r, now) }
    let route = plan.routes[Int(r.route)]
    let e = Int(failure.endpoint)
    // An answer that is continued has the main path's time anew.
    let end = kind == .resume ? Exact.sum(now, route.mainSpan) : r.mainEndsAt
    var query = query(&r, pathEnd: end)
    query.leaving = e
    query.same = kind == .failover ? response.same : none
    query.resumes = kind == .resume
    let aim = kind == .reroute ? response.aim : aim(r)
    // A size that was known to be too large was never sent: what follows is a first attempt.
    let isFirst = r.attempts == 0
    for _ in 0..<8 {
      guard let candidate = find(aim, query, &r, now, &chooser) else {
        return passWanting(.noCandidate, &r, now)
      }
      guard let token = isFirst ? -1 : reserve(&r, now) else {
        return pass(.budgetSpent, r, now)
      }
      recordResponse(kind, r, now, e)
      let verb: Action.Kind = kind == .resume ? .resume : .attempt
      if let action = send(candidate, verb, &r, now, pathEnd: end) {
        if kind == .resume { r.mainEndsAt = end }
        if kind == .reroute { r.aim = aim.raw }
        if isFirst && route.budgeted { countFirst(&r, now) }
        markFailedOver(e, &r)
        return action
      }
      giveBack(token, &r, now)
    }
    return pass(.noCandidate, r, now)
  }

  /// Where the main path of a request leads.
  @inline(__always)
  func aim(_ r: borrowing RequestState) -> Aim {
    r.aim == RequestState.ownAim ? plan.routes[Int(r.route)].aim : Aim(raw: r.aim)
  }

  private func recordResponse(_ kind: ResponseKind, _ r: RequestState, _ now: Int64, _ e: Int) {
    guard listener != nil else { return }
    switch kind {
    case .failover: record(.response, .failover, now, r: r, endpoint: e)
    case .reroute: record(.response, .reroute, now, r: r, endpoint: e)
    case .resume: record(.response, .resume, now, r: r, endpoint: e)
    case .sameEndpoint, .rotateCredential, .degrade, .fail: break
    }
  }

  /// Another credential of the endpoint that failed.
  private func rotate(_ failure: Failure, _ r: inout RequestState, _ now: Int64) -> Action? {
    let e = Int(failure.endpoint)
    let row = plan.endpoints[e]
    var tried: UInt64 = 0
    if let place = r.findUsed(e, Used.anyRule) { tried = r.used(place).value }
    let slot =
      row.slots.count > 1
      ? usable(e, true, tried: tried, size: r.facts.size, now).slot : Leg.noSlot
    guard slot != Leg.noSlot else { return pass(.noOtherCredential, r, now) }
    guard hasAttempts(r) else { return pass(.attemptsUsed, r, now) }
    guard r.mainEndsAt &- now >= row.atLeast else { return pass(.noTimeLeft, r, now) }
    guard check(e, again(failure, &r), &r, now).reason == .none else {
      return pass(.notEligible, r, now)
    }
    guard let token = reserve(&r, now) else { return pass(.budgetSpent, r, now) }
    let candidate = Candidate(
      endpoint: e, slot: slot, reason: .rotateCredential, isUncounted: failure.ignoredHealth)
    if let action = send(candidate, .attempt, &r, now, pathEnd: r.mainEndsAt) {
      record(.response, .rotateCredential, now, r: r, endpoint: e)
      return action
    }
    giveBack(token, &r, now)
    return pass(.notEligible, r, now)
  }
}
