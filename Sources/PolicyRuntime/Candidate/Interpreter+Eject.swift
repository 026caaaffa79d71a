import PolicyGraph

/// The cap on how much breakers may take out of a group.
extension Interpreter {
  /// Whether a member is out for its breaker alone, and taking it out would be too much.
  ///
  /// Members go out in the order in which their breakers opened; the first always may.
  func isCapped(
    _ g: Int, _ m: Int, _ query: Query, _ request: inout RequestState, _ now: Int64
  ) -> Bool {
    let group = plan.groups[g]
    // A drained member has no weight to be taken out.
    guard !query.ignoresHealth, plan.members[m].weight > 0 else { return false }
    let opened = outSince(m, query, &request, now)
    guard opened != .max else { return false }
    var total: Int64 = 0
    var out = plan.members[m].weight
    var isFirst = true
    for other in group.members.range {
      let member = plan.members[other]
      total += member.weight
      guard other != m, member.weight > 0 else { continue }
      let theirs = outSince(other, query, &request, now)
      if theirs != .max, theirs < opened || theirs == opened && other < m {
        out += member.weight
        isFirst = false
      }
    }
    if isFirst { return false }
    return FixedPoint.product(out, 1_000_000_000, over: 1)
      > FixedPoint.product(total, group.ejectMaxPpb, over: 1)
  }

  /// When the breaker opened that alone keeps a member out; `Int64.max` if none does.
  private func outSince(_ m: Int, _ query: Query, _ request: inout RequestState, _ now: Int64)
    -> Int64
  {
    guard let e = plan.members[m].aim.endpoint else { return .max }
    let bound = plan.bindings[binding(e, query.breaker)]
    switch look(bound, e, now) {
    case .admits: return .max
    case .probe where query.allowsProbes: return .max
    case .probe, .open, .full: break
    }
    var without = query
    without.ignoresHealth = true
    let health = state.words(plan.endpoints[e].cell).load(EndpointCell.health)
    guard health & EndpointCell.down == 0, check(e, without, &request, now).reason == .none else {
      return .max
    }
    return Stamp.time(state.words(bound.cell).load(BreakerCell.openedAt))
  }
}
