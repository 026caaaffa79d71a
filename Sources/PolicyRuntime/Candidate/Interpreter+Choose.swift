import PolicyGraph

/// The walk over a topology.
extension Interpreter {
  /// Looks for an endpoint below a target, pass after pass.
  @inline(__always)
  func find<C: Chooser>(
    _ aim: Aim, _ query: Query, _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Candidate? {
    var q = query
    if var found = choose(aim, &q, &request, now, later: false, 0, &chooser) {
      if found.reason == .none { found.reason = .direct }
      if listener != nil { recordChoice(aim, query, found, &request, now) }
      return found
    }
    return findAgain(aim, query, &request, now, &chooser)
  }

  /// The passes after the first: coolings of others are put up with, then, for `once`, probes, and
  /// last the drained members.
  @inline(never)
  private func findAgain<C: Chooser>(
    _ aim: Aim, _ query: Query, _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Candidate? {
    var q = query
    q.allowShared = true
    var found = choose(aim, &q, &request, now, later: false, 0, &chooser)
    if found == nil && query.isOnce {
      q.allowOnceProbe = true
      found = choose(aim, &q, &request, now, later: false, 0, &chooser)
    }
    if found == nil, aim.endpoint == nil, plan.groups[aim.group].drains {
      q.allowsDrained = true
      found = choose(aim, &q, &request, now, later: false, 0, &chooser)
      if found?.reason == .balanced { found?.reason = .drained }
    }
    if found != nil, coolsShared(found?.endpoint ?? 0, found?.slot ?? 0, now) {
      found?.reason = .coolingShared
    } else if found?.reason == Reason.none {
      found?.reason = .direct
    }
    if listener != nil { recordChoice(aim, query, found, &request, now) }
    return found
  }

  /// One pass below a target.
  func choose<C: Chooser>(
    _ aim: Aim, _ q: inout Query, _ request: inout RequestState, _ now: Int64, later: Bool,
    _ depth: Int, _ chooser: inout C
  ) -> Candidate? {
    if let e = aim.endpoint {
      let verdict = check(e, q, &request, now)
      return verdict.reason == .none ? Candidate(endpoint: e, slot: verdict.slot) : nil
    }
    guard depth < 64 else { return nil }
    let g = aim.group
    let group = plan.groups[g]
    let panics =
      group.panicPpb >= 0 && !q.ignoresHealth && !later
      && share(aim, q, &request, now, depth: depth) < group.panicPpb
    if panics { q.ignoresHealth = true }
    var found: Candidate?
    switch GroupKind(rawValue: group.kind) {
    case .activePassive:
      found = choosePassive(g, &q, &request, now, later: later, depth: depth, &chooser)
    case .activeActive, nil:
      found = chooseActive(g, &q, &request, now, later: later, depth: depth, &chooser)
    case .select:
      if let arm = arm(g, &request) {
        found = choose(arm, &q, &request, now, later: later, depth + 1, &chooser)
      }
      if found?.reason == Reason.none { found?.reason = .selected }
    }
    if panics {
      q.ignoresHealth = false
      found?.isUncounted = true
      found?.reason = .panic
    }
    return found
  }
}
