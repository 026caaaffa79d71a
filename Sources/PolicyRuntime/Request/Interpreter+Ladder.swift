import PolicyGraph

/// The steps below full service.
extension Interpreter {
  /// Leaves the main path for the ladder.
  func toLadder<C: Chooser>(
    _ cause: UInt32, _ reason: Reason, _ r: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Action {
    let route = plan.routes[Int(r.route)]
    r.hedgeAt = .max
    record(.degraded, reason, now, r: r, errorClass: cause)
    guard route.ladder != none else { return fail(reason, &r, now) }
    r.ladder = LadderState(cause: cause, step: route.steps.first)
    return climb(&r, now, &chooser)
  }

  /// Goes on with the ladder where it stands.
  func climb<C: Chooser>(
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let route = plan.routes[Int(r.route)]
    while let at = r.ladder, at.step < route.steps.first + route.steps.count {
      let step = plan.steps[Int(at.step)]
      if !step.when.isEmpty && !plan.contains(step.when, Int(at.cause)) {
        recordStep(.notThisCause, r, now)
      } else {
        if let told = notify(step, &r, now) { return told }
        if let action = answer(step, &r, now, &chooser) { return action }
      }
      r.ladder?.step += 1
      r.ladder?.notify = 0
    }
    return fail(.exhausted, &r, now)
  }

  func recordStep(_ reason: Reason, _ r: RequestState, _ now: Int64) {
    if listener != nil { record(.degraded, reason, now, r: r, step: r.ladder?.step) }
  }

  /// The next handler to be told before the step answers; nil if there is none.
  private func notify(_ step: PlanStep, _ r: inout RequestState, _ now: Int64) -> Action? {
    while let at = r.ladder, at.notify < step.notifies.count {
      let n = Int(step.notifies.first + at.notify)
      r.ladder?.notify += 1
      let row = plan.notifies[n]
      if row.cell != none,
        StartWindow(state.words(row.cell), per: row.per).take(1, within: row.amount, at: now)
          == nil
      {
        recordStep(.toldTooOften, r, now)
        continue
      }
      r.phase = .notify
      var action = Action()
      action.kind = .notify
      action.reason = .told
      action.step = ID(Int(at.step))
      action.notify = ID(n)
      recordStep(.told, r, now)
      return action
    }
    return nil
  }

  /// Lets a step answer; nil if it is unavailable.
  private func answer<C: Chooser>(
    _ step: PlanStep, _ r: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Action? {
    let route = plan.routes[Int(r.route)]
    guard let at = r.ladder else { return nil }
    switch AnswerKind(rawValue: step.answer) {
    case .use:
      if route.once && r.executed == .maybe {
        recordStep(.maybeExecuted, r, now)
        return nil
      }
      if let action = use(step, &r, now, &chooser) { return action }
    case .serveCache, .call:
      if now < r.endsAt {
        r.phase = .step
        let until = Swift.min(Exact.sum(now, step.within), r.endsAt)
        r.ladder?.until = until
        var action = Action()
        action.kind = .degrade
        action.reason = .degrade
        action.step = ID(Int(at.step))
        action.until = Tick(ns: until)
        action.wakeAt = action.until
        recordStep(.degrade, r, now)
        return action
      }
    case .serveText: return served(&r, now)
    case .shed:
      if r.facts.priority < step.below {
        recordStep(.shed, r, now)
        return fail(.shed, &r, now)
      }
    case .fail, nil:
      recordStep(.ladderFail, r, now)
      return fail(.ladderFail, &r, now)
    }
    recordStep(.stepUnavailable, r, now)
    return nil
  }

  /// One attempt of a `use`; nil if no endpoint of it is left.
  private func use<C: Chooser>(
    _ step: PlanStep, _ r: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Action? {
    guard now < r.endsAt else { return nil }
    r.phase = .use
    let query = query(&r, pathEnd: r.endsAt)
    for _ in 0..<8 {
      guard let candidate = find(step.aim, query, &r, now, &chooser) else { return nil }
      if let action = send(candidate, .attempt, &r, now, pathEnd: r.endsAt) {
        return action
      }
    }
    return nil
  }

  /// An attempt of a `use` failed: the next endpoint of it, then the next step.
  func useFailed<C: Chooser>(
    _ e: Int, _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    if r.committed { return fail(.truncated, &r, now) }
    markFailedOver(e, &r)
    return climb(&r, now, &chooser)
  }

  /// The driver carried a step out, or could not.
  func stepFinished<C: Chooser>(
    served: Bool, _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    if served { return self.served(&r, now) }
    recordStep(.stepUnavailable, r, now)
    r.ladder?.step += 1
    r.ladder?.notify = 0
    r.ladder?.until = .max
    return climb(&r, now, &chooser)
  }

  /// The step at hand answers the request.
  private func served(_ r: inout RequestState, _ now: Int64) -> Action {
    var action = Action()
    action.kind = .answer
    action.reason = .served
    action.executed = r.executed
    action.retryAfter = retryAfter(&r, now)
    if let step = r.ladder?.step { action.step = ID(Int(step)) }
    recordStep(.served, r, now)
    end(&r, .served, now)
    return action
  }

  /// The request fails; one whose answer began and stayed cut has had no answer, for a brownout.
  func fail(_ reason: Reason, _ r: inout RequestState, _ now: Int64) -> Action {
    if r.committed && r.phase != .use && reason != .cancelled { exhaust(&r, now) }
    var action = Action()
    action.kind = .fail
    action.reason = reason
    action.executed = r.executed
    if reason != .cancelled { action.retryAfter = retryAfter(&r, now) }
    if let step = r.ladder?.step, reason == .shed || reason == .ladderFail {
      action.step = ID(Int(step))
    }
    end(&r, reason, now)
    return action
  }

  /// The caller gave up: everything is returned, and nobody is blamed.
  func cancel(_ r: inout RequestState, _ now: Int64) -> Action {
    if r.phase == .ended { return Action() }
    var cancels = LegSet()
    for i in 0..<RuntimeLimits.legsMax where r.inFlight & (1 << UInt8(i)) != 0 {
      let leg = r.leg(i)
      cancels.insert(UInt8(i))
      giveUp(leg)
      r.executed = Swift.max(r.executed, .maybe)
    }
    r.inFlight = 0
    if r.phase == .backoff, r.failure.token >= 0 { giveBack(r.failure.token, &r, now) }
    leaveWait(&r)
    var action = fail(.cancelled, &r, now)
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
    _ r: inout RequestState, _ reason: Reason, _ now: Int64,
    endpoint: Int = -1, number: UInt16 = 0
  ) {
    let route = plan.routes[Int(r.route)]
    r.phase = .ended
    r.hedgeAt = .max
    if r.holdsRoute {
      leave(route.limits)
      r.holdsRoute = false
    }
    if listener != nil {
      record(
        .ended, reason, now, r: r, endpoint: endpoint, number: number, value: now - r.startedAt)
    }
  }
}
