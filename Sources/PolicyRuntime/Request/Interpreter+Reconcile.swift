import PolicyGraph

/// The gate before a request is sent again that may have been carried out.
extension Interpreter {
  /// Lets things settle first, if the policy says so.
  func settle<C: Chooser>(
    _ rule: PlanRule, _ failure: Failure, _ request: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Action {
    if rule.settle == 0 { return ask(&request, now, &chooser) }
    let at = FixedPoint.sum(now, rule.settle)
    guard at < request.mainEndsAt else {
      request.phase = .reconcile
      return reconciled(.unknown, wasAsked: false, &request, now, &chooser)
    }
    request.phase = .settle
    request.failure.until = at
    record(
      .reconcile, .reconcile, now, request: request, endpoint: Int(failure.endpoint),
      value: rule.settle)
    return waiting(&request)
  }

  /// Asks the endpoint that the rule names, else the provider, whether the request was carried out.
  func ask<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let failure = request.failure
    let route = plan.routes[Int(request.route)]
    let rule = plan.rules[Int(failure.rule)]
    request.phase = .reconcile
    var query = query(&request, pathEnd: request.mainEndsAt)
    query.asks = true
    query.allowShared = true
    query.allowOnceProbe = true
    let last = rule.asked == none ? Int(failure.endpoint) : Int(rule.asked)
    var found: Int?
    if rule.asked == none { found = sibling(route.aim, of: last, query, &request, now, depth: 0) }
    if found == nil, mayTell(last, query, &request, now) { found = last }
    guard let found else {
      return reconciled(.unknown, wasAsked: false, &request, now, &chooser)
    }
    let within = rule.within >= 0 ? rule.within : plan.endpoints[found].attempt
    let until = Swift.min(FixedPoint.sum(now, within), request.mainEndsAt)
    guard until > now else {
      return reconciled(.unknown, wasAsked: false, &request, now, &chooser)
    }
    request.failure.until = until
    var action = Action()
    action.kind = .reconcile
    action.reason = .reconcile
    action.endpoint = ID(found)
    let slot = check(found, query, &request, now).slot
    if slot != Leg.noSlot { action.credential = ID(Int(plan.slots[Int(slot)].credential)) }
    action.until = Tick(ns: until)
    action.wakeAt = action.until
    record(.reconcile, .reconcile, now, request: request, endpoint: found, value: until - now)
    return action
  }

  /// Whether an endpoint may be asked; tells why it is passed over.
  private func mayTell(_ e: Int, _ q: Query, _ request: inout RequestState, _ now: Int64) -> Bool {
    let reason = check(e, q, &request, now).reason
    if reason == .none { return true }
    if listener != nil { record(.candidate, reason, now, request: request, endpoint: e) }
    return false
  }

  /// The first eligible endpoint of the same provider, in the topology's order, that is not the
  /// failed one.
  private func sibling(
    _ aim: Aim, of failed: Int, _ q: Query, _ request: inout RequestState, _ now: Int64, depth: Int
  ) -> Int? {
    if let e = aim.endpoint {
      guard e != failed, plan.endpoints[e].provider == plan.endpoints[failed].provider else {
        return nil
      }
      return mayTell(e, q, &request, now) ? e : nil
    }
    guard depth < 64 else { return nil }
    let g = aim.group
    let group = plan.groups[g]
    if group.kind == GroupKind.select.rawValue {
      guard let arm = arm(g, &request) else { return nil }
      return sibling(arm, of: failed, q, &request, now, depth: depth + 1)
    }
    for m in group.members.range {
      if let e = sibling(plan.members[m].aim, of: failed, q, &request, now, depth: depth + 1) {
        return e
      }
    }
    return nil
  }

  /// What was found out: the request is answered, may go on, or goes to the ladder.
  func reconciled<C: Chooser>(
    _ found: Reconciliation, wasAsked: Bool = true, _ request: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Action {
    let failure = request.failure
    request.phase = .main
    request.failure.until = .max
    let route = plan.routes[Int(request.route)]
    switch found {
    case .landed:
      request.executed = .yes
      // What the caller has of the answer stays a part of it.
      if request.committed { return fail(.truncated, &request, now) }
      var action = Action()
      action.kind = .answer
      action.reason = .landed
      action.executed = .yes
      action.endpoint = ID(Int(failure.endpoint))
      if route.brownout != none { countBrownout(bad: false, &request, now) }
      end(&request, .landed, now, endpoint: Int(failure.endpoint))
      return action
    case .cannotLand:
      request.executed = failure.wasExecuted
      return goOn(&request, now, &chooser)
    case .unknown:
      let reason: Reason = wasAsked ? .stillUnknown : .notAsked
      record(.reconcile, reason, now, request: request, endpoint: Int(failure.endpoint))
      if request.committed { return fail(.truncated, &request, now) }
      exhaust(&request, now)
      return toLadder(failure.errorClass, reason, &request, now, &chooser)
    }
  }
}
