import PolicyGraph

/// What only time brings.
extension Interpreter {
  /// The time that `wakeAt` asked for has come, or another.
  func timer<C: Chooser>(
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    switch r.phase {
    case .main, .use: return legsOver(&r, now, &chooser)
    case .backoff:
      guard now >= r.wakeAt else { return waiting(&r) }
      return backoffOver(&r, now, &chooser)
    case .queued:
      guard now >= r.wakeAt else { return waiting(&r) }
      return look(&r, now, &chooser)
    case .settle:
      guard now >= r.wakeAt else { return waiting(&r) }
      return ask(&r, now, &chooser)
    case .reconcile:
      guard now >= r.wakeAt else { return waiting(&r) }
      return reconciled(.unknown, &r, now, &chooser)
    case .step:
      guard now >= r.wakeAt else { return waiting(&r) }
      return stepFinished(served: false, &r, now, &chooser)
    case .notify, .ended: return waiting(&r)
    }
  }

  /// Attempts whose time is over fail as timeouts; then a hedge may be due.
  private func legsOver<C: Chooser>(
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let route = plan.routes[Int(r.route)]
    var over = LegSet()
    var action: Action?
    let before = r.inFlight
    for i in 0..<RuntimeLimits.legsMax where before & (1 << UInt8(i)) != 0 {
      let leg = r.leg(i)
      guard leg.until <= now, r.inFlight & (1 << UInt8(i)) != 0 else { continue }
      over.insert(UInt8(i))
      let own = plan.endpoints[Int(leg.endpoint)].errors
      let table = ID<ErrorTable>(Int(own == none ? route.errors : own))
      let outcome = plan.classifier.outcome(of: table, transport: .timeout)
      let id = AttemptID(leg: UInt8(i), number: leg.number)
      action = failed(id, leg, outcome, byTimer: true, &r, now, &chooser)
    }
    var result = action ?? waiting(&r)
    if r.phase == .main, r.inFlight != 0, r.hedgeAt <= now, result.kind == .wait {
      result = hedge(&r, now, &chooser)
    }
    result.cancels.bits |= over.bits
    result.timedOut = over
    return result
  }

  /// How long the hedge that is due was waited for: it was armed when the latest attempt was sent.
  private func hedgeDelay(_ r: RequestState) -> Int64 {
    for i in 0..<RuntimeLimits.legsMax where r.leg(i).number == r.lastNumber {
      return r.hedgeAt &- r.leg(i).startedAt
    }
    return 0
  }

  /// Sends one more attempt beside those in flight, if it can be had.
  private func hedge<C: Chooser>(
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let route = plan.routes[Int(r.route)]
    let delay = hedgeDelay(r)
    r.hedgeAt = .max
    guard r.hedgesSent < route.hedgesMax, r.attempts < route.attemptsMax else {
      return waiting(&r)
    }
    let query = query(&r, pathEnd: r.mainEndsAt)
    for _ in 0..<8 {
      guard let candidate = find(aim(r), query, &r, now, &chooser) else {
        record(.hedge, .noCandidate, now, r: r)
        return waiting(&r)
      }
      guard let token = reserve(&r, now) else {
        record(.hedge, .budgetSpent, now, r: r)
        return waiting(&r)
      }
      r.hedgesSent += 1
      if var action = send(candidate, .attempt, &r, now, pathEnd: r.mainEndsAt) {
        var leg = r.leg(Int(action.attempt.leg))
        leg.flags |= Leg.hedge
        r.hedgeDelay = delay
        r.setLeg(Int(action.attempt.leg), leg)
        action.reason = .hedged
        record(.hedge, .hedged, now, r: r, endpoint: candidate.endpoint, number: leg.number)
        return action
      }
      r.hedgesSent -= 1
      giveBack(token, &r, now)
    }
    return waiting(&r)
  }
}
