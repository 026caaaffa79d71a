import PolicyGraph

/// Notes to whoever listens.
extension Interpreter {
  /// Tells something about shared state.
  @inline(__always)
  func tell(
    _ kind: NoteKind, _ reason: Reason, _ now: Int64, endpoint: Int = -1, group: Int = -1,
    breaker: UInt32 = none, errorClass: UInt32 = none, value: Int64 = 0
  ) {
    guard let listener else { return }
    var note = Note(kind, reason, at: Tick(ns: now))
    if endpoint >= 0 { note.endpoint = ID(endpoint) }
    if group >= 0 { note.group = ID(group) }
    if breaker != none { note.breaker = ID(Int(breaker)) }
    if errorClass != none { note.errorClass = ID(Int(errorClass)) }
    note.value = value
    listener(note)
  }

  /// Tells something about a request.
  @inline(__always)
  func tell(
    _ kind: NoteKind, _ reason: Reason, _ now: Int64, r: borrowing RequestState,
    endpoint: Int = -1, number: UInt16 = 0, errorClass: UInt32 = none, step: UInt32? = nil,
    value: Int64 = 0
  ) {
    guard let listener else { return }
    var note = Note(kind, reason, at: Tick(ns: now))
    note.request = r.number
    note.route = ID(Int(r.route))
    note.attempt = number
    if endpoint >= 0 { note.endpoint = ID(endpoint) }
    if errorClass != none { note.errorClass = ID(Int(errorClass)) }
    if let step { note.step = ID(Int(step)) }
    note.value = value
    listener(note)
  }

  /// Tells that a response to the failure at hand was passed over.
  @inline(never)
  func tellPassed(_ reason: Reason, _ r: borrowing RequestState, _ now: Int64) {
    guard let listener else { return }
    let failure = r.failure
    var note = Note(.response, reason, at: Tick(ns: now))
    note.request = r.number
    note.route = ID(Int(r.route))
    note.endpoint = ID(Int(failure.endpoint))
    if failure.rule != none, failure.response > 0 {
      let first = Int(plan.rules[Int(failure.rule)].responses.first)
      note.response = ResponseKind(rawValue: plan.responses[first + Int(failure.response) - 1].kind)
    }
    listener(note)
  }

  /// Tells what cools for a failure, and for how long.
  @inline(never)
  func tellCooled(
    _ e: Int, _ slot: UInt32, _ errorClass: UInt32, _ scope: Scope, _ time: Int64, _ now: Int64
  ) {
    guard let listener else { return }
    var note = Note(.cooling, .cooled, at: Tick(ns: now))
    note.endpoint = ID(e)
    note.errorClass = ID(Int(errorClass))
    note.value = time
    switch scope {
    case .credential where slot != Leg.noSlot, .account where slot != Leg.noSlot:
      note.scope = scope
      note.credential = ID(Int(plan.slots[Int(slot)].credential))
    case .address where plan.endpoints[e].address != none,
      .provider where plan.endpoints[e].address != none:
      note.scope = scope
    case .endpoint, .credential, .account, .address, .provider, .request, .local:
      note.scope = .endpoint
    }
    listener(note)
  }

  /// Tells which endpoints were passed over and why, and which one was chosen.
  @inline(never)
  func tellChoice(
    _ aim: Aim, _ query: Query, _ found: Candidate?, _ r: inout RequestState, _ now: Int64
  ) {
    var query = query
    query.explains = true
    tellPassedOver(aim, query, found?.endpoint ?? -1, &r, now, depth: 0)
    guard let found else {
      tell(.candidate, .noCandidate, now, r: r)
      return
    }
    tell(.candidate, found.reason, now, r: r, endpoint: found.endpoint)
  }

  private func tellPassedOver(
    _ aim: Aim, _ query: Query, _ chosen: Int, _ r: inout RequestState, _ now: Int64,
    isPending: Bool = false, isDrained: Bool = false, depth: Int
  ) {
    if let e = aim.endpoint {
      guard e != chosen else { return }
      var reason = check(e, query, &r, now).reason
      if reason == .none && isDrained { reason = .drained }
      if reason == .none && isPending { reason = .failbackPending }
      if reason != .none { tell(.candidate, reason, now, r: r, endpoint: e) }
      return
    }
    guard depth < 64 else { return }
    let g = aim.group
    let group = plan.groups[g]
    if group.kind == GroupKind.select.rawValue {
      guard let arm = arm(g, &r) else { return }
      tellPassedOver(arm, query, chosen, &r, now, depth: depth + 1)
      return
    }
    var holder = 0
    if group.kind == GroupKind.activePassive.rawValue {
      let held = plan.holding(g, query.breaker)
      holder = HolderCell.member(state.words(held.cell).load(HolderCell.holder))
    }
    for (i, m) in group.members.range.enumerated() {
      tellPassedOver(
        plan.members[m].aim, query, chosen, &r, now, isPending: isPending || i < holder,
        isDrained: isDrained || plan.members[m].weight == 0, depth: depth + 1)
    }
  }
}
