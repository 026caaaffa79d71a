import PolicyGraph

/// Notes to whoever listens.
extension Interpreter {
  /// Tells something about shared state.
  @inline(__always)
  func record(
    _ kind: DecisionKind, _ reason: Reason, _ now: Int64, endpoint: Int = -1, group: Int = -1,
    breaker: UInt32 = none, errorClass: UInt32 = none, value: Int64 = 0
  ) {
    guard let listener else { return }
    var decision = Decision(kind, reason, at: Tick(ns: now))
    if endpoint >= 0 { decision.endpoint = ID(endpoint) }
    if group >= 0 { decision.group = ID(group) }
    if breaker != none { decision.breaker = ID(Int(breaker)) }
    if errorClass != none { decision.errorClass = ID(Int(errorClass)) }
    decision.value = value
    listener(decision)
  }

  /// Tells something about a request.
  @inline(__always)
  func record(
    _ kind: DecisionKind, _ reason: Reason, _ now: Int64, request: borrowing RequestState,
    endpoint: Int = -1, number: UInt16 = 0, errorClass: UInt32 = none, step: UInt32? = nil,
    value: Int64 = 0
  ) {
    guard let listener else { return }
    var decision = Decision(kind, reason, at: Tick(ns: now))
    decision.request = request.number
    decision.route = ID(Int(request.route))
    decision.attempt = number
    if endpoint >= 0 { decision.endpoint = ID(endpoint) }
    if errorClass != none { decision.errorClass = ID(Int(errorClass)) }
    if let step { decision.step = ID(Int(step)) }
    decision.value = value
    listener(decision)
  }

  /// Tells that a response to the failure at hand was passed over.
  @inline(never)
  func recordPassed(_ reason: Reason, _ request: borrowing RequestState, _ now: Int64) {
    guard let listener else { return }
    let failure = request.failure
    var decision = Decision(.response, reason, at: Tick(ns: now))
    decision.request = request.number
    decision.route = ID(Int(request.route))
    decision.endpoint = ID(Int(failure.endpoint))
    if failure.rule != none, failure.response > 0 {
      let first = Int(plan.rules[Int(failure.rule)].responses.first)
      decision.response = ResponseKind(
        rawValue: plan.responses[first + Int(failure.response) - 1].kind)
    }
    listener(decision)
  }

  /// Tells what cools for a failure, and for how long.
  @inline(never)
  func recordCooled(
    _ e: Int, _ slot: UInt32, _ errorClass: UInt32, _ scope: Scope, _ time: Int64, _ now: Int64
  ) {
    guard let listener else { return }
    var decision = Decision(.cooling, .cooled, at: Tick(ns: now))
    decision.endpoint = ID(e)
    decision.errorClass = ID(Int(errorClass))
    decision.value = time
    switch scope {
    case .credential where slot != Leg.noSlot, .account where slot != Leg.noSlot:
      decision.scope = scope
      decision.credential = ID(Int(plan.slots[Int(slot)].credential))
    case .address where plan.endpoints[e].address != none,
      .provider where plan.endpoints[e].address != none:
      decision.scope = scope
    case .endpoint, .credential, .account, .address, .provider, .request, .local:
      decision.scope = .endpoint
    }
    listener(decision)
  }

  /// Tells which endpoints were passed over and why, and which one was chosen.
  @inline(never)
  func recordChoice(
    _ aim: Aim, _ query: Query, _ found: Candidate?, _ request: inout RequestState, _ now: Int64
  ) {
    var query = query
    query.explains = true
    recordPassedOver(aim, query, found?.endpoint ?? -1, &request, now, depth: 0)
    guard let found else {
      record(.candidate, .noCandidate, now, request: request)
      return
    }
    record(.candidate, found.reason, now, request: request, endpoint: found.endpoint)
  }

  private func recordPassedOver(
    _ aim: Aim, _ query: Query, _ chosen: Int, _ request: inout RequestState, _ now: Int64,
    isPending: Bool = false, isDrained: Bool = false, depth: Int
  ) {
    if let e = aim.endpoint {
      guard e != chosen else { return }
      var reason = check(e, query, &request, now).reason
      if reason == .none && isDrained { reason = .drained }
      if reason == .none && isPending { reason = .failbackPending }
      if reason != .none { record(.candidate, reason, now, request: request, endpoint: e) }
      return
    }
    guard depth < 64 else { return }
    let g = aim.group
    let group = plan.groups[g]
    if group.kind == GroupKind.select.rawValue {
      guard let arm = arm(g, &request) else { return }
      recordPassedOver(arm, query, chosen, &request, now, depth: depth + 1)
      return
    }
    var holder = 0
    if group.kind == GroupKind.activePassive.rawValue {
      let held = plan.holding(g, query.breaker)
      holder = HolderCell.member(state.words(held.cell).load(HolderCell.holder))
    }
    for (i, m) in group.members.range.enumerated() {
      recordPassedOver(
        plan.members[m].aim, query, chosen, &request, now, isPending: isPending || i < holder,
        isDrained: isDrained || plan.members[m].weight == 0, depth: depth + 1)
    }
  }
}
