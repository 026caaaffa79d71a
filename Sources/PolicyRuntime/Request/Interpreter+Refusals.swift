import PolicyGraph

/// Requests that no candidate of their route could ever take.
extension Interpreter {
  /// The first endpoint of the route's target, if the request exceeds the `context` of all that
  /// could be its candidates; nil if it fits one of them.
  func tooLargeEverywhere(_ r: inout RequestState) -> Int? {
    var first: Int?
    let query = query(&r, pathEnd: r.mainEndsAt)
    let size = r.facts.size
    let fits = isAny(plan.routes[Int(r.route)].aim, &r, depth: 0) { e, r in
      let row = plan.endpoints[e]
      guard serves(row.serves, r.facts), supports(e, query) else { return false }
      if first == nil { first = e }
      return size <= row.context
    }
    return fits ? nil : first
  }

  /// Whether no endpoint of the route's target serves the request's tags.
  func isServedNowhere(_ r: inout RequestState) -> Bool {
    if plan.served.count == 0 { return false }
    return !isAny(plan.routes[Int(r.route)].aim, &r, depth: 0) { e, r in
      serves(plan.endpoints[e].serves, r.facts)
    }
  }

  /// Whether `isWanted` holds for an endpoint below a target that the request could come to.
  func isAny(
    _ aim: Aim, _ r: inout RequestState, depth: Int,
    _ isWanted: (Int, inout RequestState) -> Bool
  ) -> Bool {
    if let e = aim.endpoint { return isWanted(e, &r) }
    guard depth < 64 else { return false }
    let g = aim.group
    if plan.groups[g].kind == GroupKind.select.rawValue {
      guard let arm = arm(g, &r) else { return false }
      return isAny(arm, &r, depth: depth + 1, isWanted)
    }
    for m in plan.groups[g].members.range
    where isAny(plan.members[m].aim, &r, depth: depth + 1, isWanted) { return true }
    return false
  }

  /// Answers a size that is known to be too large as the rules for `too-large` at endpoint `e` say,
  /// without an attempt.
  func refuseSize<C: Chooser>(
    _ e: Int, _ r: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    var failure = Failure()
    failure.endpoint = UInt16(truncatingIfNeeded: e)
    failure.errorClass = plan.known.tooLarge
    failure.rule = plan.rule(for: plan.known.tooLarge, at: e, on: Int(r.route))
    r.failure = failure
    if listener != nil {
      record(.outcome, .tooLarge, now, r: r, endpoint: e, errorClass: plan.known.tooLarge)
    }
    return respond(&r, now, &chooser)
  }
}
