import PolicyGraph

/// The steps below full service.
extension Interpreter {
  /// Leaves the main path for the ladder.
  func toLadder<C: Chooser>(
    _ cause: UInt32, _ reason: Reason, _ request: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Action {
    let route = plan.routes[Int(request.route)]
    request.hedgeAt = .max
    record(.degraded, reason, now, request: request, errorClass: cause)
    guard route.ladder != none else { return fail(reason, &request, now) }
    request.ladder = LadderState(cause: cause, step: route.steps.first)
    return climb(&request, now, &chooser)
  }

  /// Goes on with the ladder where it stands.
  func climb<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let route = plan.routes[Int(request.route)]
    while let at = request.ladder, at.step < route.steps.first + route.steps.count {
      let step = plan.steps[Int(at.step)]
      if !step.when.isEmpty && !plan.contains(step.when, Int(at.cause)) {
        recordStep(.notThisCause, request, now)
      } else {
        if let told = notify(step, &request, now) { return told }
        if let action = answer(step, &request, now, &chooser) { return action }
      }
      request.ladder?.step += 1
      request.ladder?.notify = 0
    }
    return fail(.exhausted, &request, now)
  }

  func recordStep(_ reason: Reason, _ request: RequestState, _ now: Int64) {
    if listener != nil {
      record(.degraded, reason, now, request: request, step: request.ladder?.step)
    }
  }

  /// The next handler to be told before the step answers; nil if there is none.
  private func notify(_ step: PlanStep, _ request: inout RequestState, _ now: Int64) -> Action? {
    while let at = request.ladder, at.notify < step.notifies.count {
      let n = Int(step.notifies.first + at.notify)
      request.ladder?.notify += 1
      let row = plan.notifies[n]
      if row.cell != none,
        StartWindow(state.words(row.cell), per: row.per).take(1, within: row.amount, at: now)
          == nil
      {
        recordStep(.toldTooOften, request, now)
        continue
      }
      request.phase = .notify
      var action = Action()
      action.kind = .notify
      action.reason = .told
      action.step = ID(Int(at.step))
      action.notify = ID(n)
      recordStep(.told, request, now)
      return action
    }
    return nil
  }

  /// Lets a step answer; nil if it is unavailable.
  private func answer<C: Chooser>(
    _ step: PlanStep, _ request: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Action? {
    let route = plan.routes[Int(request.route)]
    guard let at = request.ladder else { return nil }
    switch AnswerKind(rawValue: step.answer) {
    case .use:
      if route.once && request.executed == .maybe {
        recordStep(.maybeExecuted, request, now)
        return nil
      }
      if let action = use(step, &request, now, &chooser) { return action }
    case .serveCache, .call:
      if now < request.endsAt {
        request.phase = .step
        let until = Swift.min(FixedPoint.sum(now, step.within), request.endsAt)
        request.ladder?.until = until
        var action = Action()
        action.kind = .degrade
        action.reason = .degrade
        action.step = ID(Int(at.step))
        action.until = Tick(ns: until)
        action.wakeAt = action.until
        recordStep(.degrade, request, now)
        return action
      }
    case .serveText: return served(&request, now)
    case .shed:
      if request.facts.priority < step.below {
        recordStep(.shed, request, now)
        return fail(.shed, &request, now)
      }
    case .fail, nil:
      recordStep(.ladderFail, request, now)
      return fail(.ladderFail, &request, now)
    }
    recordStep(.stepUnavailable, request, now)
    return nil
  }

  /// One attempt of a `use`; nil if no endpoint of it is left.
  private func use<C: Chooser>(
    _ step: PlanStep, _ request: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Action? {
    guard now < request.endsAt else { return nil }
    request.phase = .use
    let query = query(&request, pathEnd: request.endsAt)
    for _ in 0..<8 {
      guard let candidate = find(step.aim, query, &request, now, &chooser) else { return nil }
      if let action = send(candidate, .attempt, &request, now, pathEnd: request.endsAt) {
        return action
      }
    }
    return nil
  }

  /// An attempt of a `use` failed: the next endpoint of it, then the next step.
  func useFailed<C: Chooser>(
    _ e: Int, _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    if request.committed { return fail(.truncated, &request, now) }
    markFailedOver(e, &request)
    return climb(&request, now, &chooser)
  }

  /// The driver carried a step out, or could not.
  func stepFinished<C: Chooser>(
    served: Bool, _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    if served { return self.served(&request, now) }
    recordStep(.stepUnavailable, request, now)
    request.ladder?.step += 1
    request.ladder?.notify = 0
    request.ladder?.until = .max
    return climb(&request, now, &chooser)
  }

  /// The step at hand answers the request.
  private func served(_ request: inout RequestState, _ now: Int64) -> Action {
    var action = Action()
    action.kind = .answer
    action.reason = .served
    action.executed = request.executed
    action.retryAfter = retryAfter(&request, now)
    if let step = request.ladder?.step { action.step = ID(Int(step)) }
    recordStep(.served, request, now)
    end(&request, .served, now)
    return action
  }

  /// The request fails; one whose answer began and stayed cut has had no answer, for a brownout.
  func fail(_ reason: Reason, _ request: inout RequestState, _ now: Int64) -> Action {
    if request.committed && request.phase != .use && reason != .cancelled { exhaust(&request, now) }
    var action = Action()
    action.kind = .fail
    action.reason = reason
    action.executed = request.executed
    if reason != .cancelled { action.retryAfter = retryAfter(&request, now) }
    if let step = request.ladder?.step, reason == .shed || reason == .ladderFail {
      action.step = ID(Int(step))
    }
    end(&request, reason, now)
    return action
  }

  /// The caller gave up: everything is returned, and nobody is blamed.
  func cancel(_ request: inout RequestState, _ now: Int64) -> Action {
    if request.phase == .ended { return Action() }
    var cancels = LegSet()
    for i in 0..<RuntimeLimits.legsMax where request.inFlight & (1 << UInt8(i)) != 0 {
      let leg = request.leg(i)
      cancels.insert(UInt8(i))
      giveUp(leg)
      request.executed = Swift.max(request.executed, .maybe)
    }
    request.inFlight = 0
    if request.phase == .backoff, request.failure.token >= 0 {
      giveBack(request.failure.token, &request, now)
    }
    leaveWait(&request)
    var action = fail(.cancelled, &request, now)
    action.cancels = cancels
    return action
  }

  /// Returns what an attempt holds, without a result.
  private func giveUp(_ leg: Leg) {
    abandon(leg)
    let row = plan.endpoints[Int(leg.endpoint)]
    if row.countsInFlight { state.words(row.cell).subtract(EndpointCell.inFlight, 1) }
    leave(row.limits)
    if leg.slot != Leg.noSlot { leave(plan.slots[Int(leg.slot)].limits) }
  }

  /// The request is over.
  @inline(__always)
  func end(
    _ request: inout RequestState, _ reason: Reason, _ now: Int64,
    endpoint: Int = -1, number: UInt16 = 0
  ) {
    let route = plan.routes[Int(request.route)]
    request.phase = .ended
    request.hedgeAt = .max
    if request.holdsRoute {
      leave(route.limits)
      request.holdsRoute = false
    }
    if listener != nil {
      record(
        .ended, reason, now, request: request, endpoint: endpoint, number: number,
        value: now - request.startedAt)
    }
  }
}
