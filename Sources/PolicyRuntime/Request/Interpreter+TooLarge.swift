import PolicyGraph

/// Sizes that are known to exceed what every candidate takes.
extension Interpreter {
  /// The first endpoint of the route's target, if the request exceeds the `context` of all that
  /// could be its candidates; nil if it fits one of them.
  func tooLargeEverywhere(_ r: inout RequestState) -> Int? {
    var first: Int?
    let query = query(&r, pathEnd: r.mainEndsAt)
    return fits(plan.routes[Int(r.route)].aim, query, &r, &first, depth: 0) ? nil : first
  }

  private func fits(
    _ aim: Aim, _ q: Query, _ r: inout RequestState, _ first: inout Int?, depth: Int
  ) -> Bool {
    if let e = aim.endpoint {
      guard supports(e, q) else { return false }
      if first == nil { first = e }
      return r.facts.size <= plan.endpoints[e].context
    }
    guard depth < 64 else { return false }
    let g = aim.group
    if plan.groups[g].kind == GroupKind.select.rawValue {
      guard let arm = arm(g, &r) else { return false }
      return fits(arm, q, &r, &first, depth: depth + 1)
    }
    for m in plan.groups[g].members.range
    where fits(plan.members[m].aim, q, &r, &first, depth: depth + 1) { return true }
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
      tell(.outcome, .tooLarge, now, r: r, endpoint: e, errorClass: plan.known.tooLarge)
    }
    return respond(&r, now, &chooser)
  }
}
