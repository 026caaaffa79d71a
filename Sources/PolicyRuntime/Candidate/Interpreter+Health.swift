import PolicyGraph

/// The same questions of whole topologies.
extension Interpreter {
  /// Whether every endpoint below a target is down; those of drained members do not count.
  func isDown(_ aim: Aim, _ query: Query, _ now: Int64, depth: Int = 0) -> Bool {
    if let e = aim.endpoint { return isDown(e, query, now) }
    guard depth < 64 else { return true }
    let g = aim.group
    let group = plan.groups[g]
    for m in group.members.range where plan.members[m].weight > 0 {
      if !isDown(plan.members[m].aim, query, now, depth: depth + 1) { return false }
    }
    for a in group.arms.range
    where !isDown(plan.arms[a].aim, query, now, depth: depth + 1) { return false }
    return true
  }

  /// Whether a member that is down is tried to see whether it is back, not in panic or because too
  /// much would be ejected.
  func isProbed(_ aim: Aim, _ query: Query, _ now: Int64) -> Bool {
    guard let e = aim.endpoint else { return !query.ignoresHealth }
    return !query.ignoresHealth && query.allowsProbes
      && look(plan.bindings[binding(e, query.breaker)], e, now) == .probe
  }

  /// Since when one of the endpoints below a target has been up.
  func upSince(_ aim: Aim, _ query: Query, _ now: Int64, depth: Int = 0) -> Int64 {
    if let e = aim.endpoint { return upSince(e, query, now) }
    guard depth < 64 else { return .min }
    var earliest = Int64.max
    let g = aim.group
    let group = plan.groups[g]
    for m in group.members.range
    where plan.members[m].weight > 0 && !isDown(plan.members[m].aim, query, now, depth: depth + 1) {
      earliest = Swift.min(earliest, upSince(plan.members[m].aim, query, now, depth: depth + 1))
    }
    for a in group.arms.range where !isDown(plan.arms[a].aim, query, now, depth: depth + 1) {
      earliest = Swift.min(earliest, upSince(plan.arms[a].aim, query, now, depth: depth + 1))
    }
    return earliest
  }

  /// Whether an endpoint below a target could be a probe for this request.
  func offersProbe(
    _ aim: Aim, _ query: Query, _ request: inout RequestState, _ now: Int64, depth: Int = 0
  ) -> Bool {
    if let e = aim.endpoint {
      guard look(plan.bindings[binding(e, query.breaker)], e, now) == .probe else { return false }
      return check(e, query, &request, now).reason == .none
    }
    guard depth < 64 else { return false }
    let g = aim.group
    let group = plan.groups[g]
    if group.kind == GroupKind.select.rawValue {
      guard let arm = arm(g, &request) else { return false }
      return offersProbe(arm, query, &request, now, depth: depth + 1)
    }
    for m in group.members.range where !isDrained(m, query) {
      if offersProbe(plan.members[m].aim, query, &request, now, depth: depth + 1) { return true }
    }
    return false
  }

  /// The part of a target's weight that could take the request, in parts per thousand million.
  func share(
    _ aim: Aim, _ query: Query, _ request: inout RequestState, _ now: Int64, depth: Int = 0
  ) -> Int64 {
    if let e = aim.endpoint {
      return check(e, query, &request, now).reason == .none ? 1_000_000_000 : 0
    }
    guard depth < 64 else { return 0 }
    let g = aim.group
    let group = plan.groups[g]
    switch GroupKind(rawValue: group.kind) {
    case .select:
      guard let arm = arm(g, &request) else { return 0 }
      return share(arm, query, &request, now, depth: depth + 1)
    case .activePassive:
      var most: Int64 = 0
      for m in group.members.range where most < 1_000_000_000 {
        most = Swift.max(most, share(plan.members[m].aim, query, &request, now, depth: depth + 1))
      }
      return most
    case .activeActive, nil:
      var total: UInt64 = 0
      var sum: UInt64 = 0
      for m in group.members.range where !isDrained(m, query) {
        let weight = UInt64(Swift.max(1, plan.members[m].weight))
        let part = shareOfMember(g, m, query, &request, now, depth: depth)
        total += weight
        // A weight is below 2²⁰ and a share below 2³⁰; a sum that overflows is of no use anyway.
        let (more, overflow) = sum.addingReportingOverflow(weight * UInt64(part))
        sum = overflow ? .max : more
      }
      // Rounded up, so that 5 of 7 at 1.4x are a whole.
      return total == 0 ? 0 : Int64(clamping: sum / total + (sum % total == 0 ? 0 : 1))
    }
  }

  /// The same for a member of an active-active group: one whose ejection would take out too much
  /// is eligible although its breaker is open.
  func shareOfMember(
    _ g: Int, _ m: Int, _ query: Query, _ request: inout RequestState, _ now: Int64, depth: Int
  ) -> Int64 {
    let group = plan.groups[g]
    let aim = plan.members[m].aim
    let own = share(aim, query, &request, now, depth: depth + 1)
    if own > 0 || group.ejectMaxPpb < 0 { return own }
    return isCapped(g, m, query, &request, now) ? 1_000_000_000 : 0
  }

  /// The arm of a `select` that a request takes.
  func arm(_ g: Int, _ request: inout RequestState) -> Aim? {
    armPosition(g, request.facts).map { plan.arms[Int(plan.groups[g].arms.first) + $0].aim }
  }

  /// The same by its position among the arms.
  func armPosition(_ g: Int, _ facts: RequestFacts) -> Int? {
    for (position, a) in plan.groups[g].arms.range.enumerated() {
      let arm = plan.arms[a]
      switch ArmKind(rawValue: arm.kind) {
      case .size: if facts.size > arm.bound { return position }
      case .priority: if Int64(facts.priority) < arm.bound { return position }
      case .tag:
        let value = facts.value(arm.tag)
        guard value != 0 else { continue }
        for v in arm.values.range where plan.armValues[v] == value { return position }
      case .otherwise, nil: return position
      }
    }
    return nil
  }
}
