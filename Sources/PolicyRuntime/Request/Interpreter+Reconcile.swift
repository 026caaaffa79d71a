import PolicyGraph

/// The gate before a request is sent again that may have been carried out.
extension Interpreter {
  /// Lets things settle first, if the policy says so.
  func settle<C: Chooser>(
    _ rule: PlanRule, _ failure: Failure, _ r: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Action {
    if rule.settle == 0 { return ask(&r, now, &chooser) }
    let at = Exact.sum(now, rule.settle)
    guard at < r.mainEndsAt else {
      r.phase = .reconcile
      return reconciled(.unknown, wasAsked: false, &r, now, &chooser)
    }
    r.phase = .settle
    r.failure.until = at
    record(
      .reconcile, .reconcile, now, r: r, endpoint: Int(failure.endpoint), value: rule.settle)
    return waiting(&r)
  }

  /// Asks the endpoint that the rule names, else the provider, whether the request was carried out.
  func ask<C: Chooser>(
    _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let failure = r.failure
    let route = plan.routes[Int(r.route)]
    let rule = plan.rules[Int(failure.rule)]
    r.phase = .reconcile
    var query = query(&r, pathEnd: r.mainEndsAt)
    query.asks = true
    query.allowShared = true
    query.allowOnceProbe = true
    let last = rule.asked == none ? Int(failure.endpoint) : Int(rule.asked)
    var found: Int?
    if rule.asked == none { found = sibling(route.aim, of: last, query, &r, now, depth: 0) }
    if found == nil, mayTell(last, query, &r, now) { found = last }
    guard let found else {
      return reconciled(.unknown, wasAsked: false, &r, now, &chooser)
    }
    let within = rule.within >= 0 ? rule.within : plan.endpoints[found].attempt
    let until = Swift.min(Exact.sum(now, within), r.mainEndsAt)
    guard until > now else {
      return reconciled(.unknown, wasAsked: false, &r, now, &chooser)
    }
    r.failure.until = until
    var action = Action()
    action.kind = .reconcile
    action.reason = .reconcile
    action.endpoint = ID(found)
    let slot = check(found, query, &r, now).slot
    if slot != Leg.noSlot { action.credential = ID(Int(plan.slots[Int(slot)].credential)) }
    action.until = Tick(ns: until)
    action.wakeAt = action.until
    record(.reconcile, .reconcile, now, r: r, endpoint: found, value: until - now)
    return action
  }

  /// Whether an endpoint may be asked; tells why it is passed over.
  private func mayTell(_ e: Int, _ q: Query, _ r: inout RequestState, _ now: Int64) -> Bool {
    let reason = check(e, q, &r, now).reason
    if reason == .none { return true }
    if listener != nil { record(.candidate, reason, now, r: r, endpoint: e) }
    return false
  }

  /// The first eligible endpoint of the same provider, in the topology's order, that is not the
  /// failed one.
  private func sibling(
    _ aim: Aim, of failed: Int, _ q: Query, _ r: inout RequestState, _ now: Int64, depth: Int
  ) -> Int? {
    if let e = aim.endpoint {
      guard e != failed, plan.endpoints[e].provider == plan.endpoints[failed].provider else {
        return nil
      }
      return mayTell(e, q, &r, now) ? e : nil
    }
    guard depth < 64 else { return nil }
    let g = aim.group
    let group = plan.groups[g]
    if group.kind == GroupKind.select.rawValue {
      guard let arm = arm(g, &r) else { return nil }
      return sibling(arm, of: failed, q, &r, now, depth: depth + 1)
    }
    for m in group.members.range {
      if let e = sibling(plan.members[m].aim, of: failed, q, &r, now, depth: depth + 1) {
        return e
      }
    }
    return nil
  }

  /// What was found out: the request is answered, may go on, or goes to the ladder.
  func reconciled<C: Chooser>(
    _ found: Reconciliation, wasAsked: Bool = true, _ r: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Action {
    let failure = r.failure
    r.phase = .main
    r.failure.until = .max
    let route = plan.routes[Int(r.route)]
    switch found {
    case .landed:
      r.executed = .yes
      // What the caller has of the answer stays a part of it.
      if r.committed { return fail(.truncated, &r, now) }
      var action = Action()
      action.kind = .answer
      action.reason = .landed
      action.executed = .yes
      action.endpoint = ID(Int(failure.endpoint))
      if route.brownout != none { countBrownout(bad: false, &r, now) }
      end(&r, .landed, now, endpoint: Int(failure.endpoint))
      return action
    case .cannotLand:
      r.executed = failure.wasExecuted
      return goOn(&r, now, &chooser)
    case .unknown:
      let reason: Reason = wasAsked ? .stillUnknown : .notAsked
      record(.reconcile, reason, now, r: r, endpoint: Int(failure.endpoint))
      if r.committed { return fail(.truncated, &r, now) }
      exhaust(&r, now)
      return toLadder(failure.errorClass, reason, &r, now, &chooser)
    }
  }
}
