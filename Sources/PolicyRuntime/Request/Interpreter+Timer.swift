import PolicyGraph

/// What only time brings.
extension Interpreter {
  /// The time that `wakeAt` asked for has come, or another.
  func timer<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    switch request.phase {
    case .main, .use: return legsOver(&request, now, &chooser)
    case .backoff:
      guard now >= request.wakeAt else { return waiting(&request) }
      return backoffOver(&request, now, &chooser)
    case .queued:
      guard now >= request.wakeAt else { return waiting(&request) }
      return look(&request, now, &chooser)
    case .settle:
      guard now >= request.wakeAt else { return waiting(&request) }
      return ask(&request, now, &chooser)
    case .reconcile:
      guard now >= request.wakeAt else { return waiting(&request) }
      return reconciled(.unknown, &request, now, &chooser)
    case .step:
      guard now >= request.wakeAt else { return waiting(&request) }
      return stepFinished(served: false, &request, now, &chooser)
    case .notify, .ended: return waiting(&request)
    }
  }

  /// Attempts whose time is over fail as timeouts; then a hedge may be due.
  private func legsOver<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let route = plan.routes[Int(request.route)]
    var over = LegSet()
    var action: Action?
    let before = request.inFlight
    for i in 0..<RuntimeLimits.legsMax where before & (1 << UInt8(i)) != 0 {
      let leg = request.leg(i)
      guard leg.until <= now, request.inFlight & (1 << UInt8(i)) != 0 else { continue }
      over.insert(UInt8(i))
      let own = plan.endpoints[Int(leg.endpoint)].errors
      let table = ID<ErrorTable>(Int(own == none ? route.errors : own))
      let outcome = plan.classifier.outcome(of: table, transport: .timeout)
      let id = AttemptID(leg: UInt8(i), number: leg.number)
      action = failed(id, leg, outcome, byTimer: true, &request, now, &chooser)
    }
    var result = action ?? waiting(&request)
    if request.phase == .main, request.inFlight != 0, request.hedgeAt <= now, result.kind == .wait {
      result = hedge(&request, now, &chooser)
    }
    result.cancels.bits |= over.bits
    result.timedOut = over
    return result
  }

  /// How long the hedge that is due was waited for: it was armed when the latest attempt was sent.
  private func hedgeDelay(_ request: RequestState) -> Int64 {
    for i in 0..<RuntimeLimits.legsMax where request.leg(i).number == request.lastNumber {
      return request.hedgeAt &- request.leg(i).startedAt
    }
    return 0
  }

  /// Sends one more attempt beside those in flight, if it can be had.
  private func hedge<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let route = plan.routes[Int(request.route)]
    let delay = hedgeDelay(request)
    request.hedgeAt = .max
    guard request.hedgesSent < route.hedgesMax, request.attempts < route.attemptsMax else {
      return waiting(&request)
    }
    let query = query(&request, pathEnd: request.mainEndsAt)
    for _ in 0..<8 {
      guard let candidate = find(aim(request), query, &request, now, &chooser) else {
        record(.hedge, .noCandidate, now, request: request)
        return waiting(&request)
      }
      guard let token = reserve(&request, now) else {
        record(.hedge, .budgetSpent, now, request: request)
        return waiting(&request)
      }
      request.hedgesSent += 1
      if var action = send(candidate, .attempt, &request, now, pathEnd: request.mainEndsAt) {
        var leg = request.leg(Int(action.attempt.leg))
        leg.flags |= Leg.hedge
        request.hedgeDelay = delay
        request.setLeg(Int(action.attempt.leg), leg)
        action.reason = .hedged
        record(
          .hedge, .hedged, now, request: request, endpoint: candidate.endpoint, number: leg.number)
        return action
      }
      request.hedgesSent -= 1
      giveBack(token, &request, now)
    }
    return waiting(&request)
  }
}
