import PolicyGraph

/// Requests that no candidate of their route could ever take.
extension Interpreter {
  /// The first endpoint of the route's target, if the request exceeds the `context` of all that
  /// could be its candidates; nil if it fits one of them.
  func tooLargeEverywhere(_ request: inout RequestState) -> Int? {
    var first: Int?
    let query = query(&request, pathEnd: request.mainEndsAt)
    let size = request.facts.size
    let fits = isAny(plan.routes[Int(request.route)].aim, &request, depth: 0) { e, request in
      let row = plan.endpoints[e]
      guard serves(row.serves, request.facts), supports(e, query) else { return false }
      if first == nil { first = e }
      return size <= row.context
    }
    return fits ? nil : first
  }

  /// Whether no endpoint of the route's target serves the request's tags; those of a `select` are
  /// the ones of the arm taken, and none if it takes no arm.
  func isServedNowhere(_ request: inout RequestState) -> Bool {
    if !plan.servesNotAll { return false }
    return !isAny(plan.routes[Int(request.route)].aim, &request, depth: 0) { e, request in
      serves(plan.endpoints[e].serves, request.facts)
    }
  }

  /// Whether `isWanted` holds for an endpoint below a target that the request could come to.
  func isAny(
    _ aim: Aim, _ request: inout RequestState, depth: Int,
    _ isWanted: (Int, inout RequestState) -> Bool
  ) -> Bool {
    if let e = aim.endpoint { return isWanted(e, &request) }
    guard depth < 64 else { return false }
    let g = aim.group
    if plan.groups[g].kind == GroupKind.select.rawValue {
      guard let arm = arm(g, &request) else { return false }
      return isAny(arm, &request, depth: depth + 1, isWanted)
    }
    for m in plan.groups[g].members.range
    where isAny(plan.members[m].aim, &request, depth: depth + 1, isWanted) { return true }
    return false
  }

  /// Answers a size that is known to be too large as the rules for `too-large` at endpoint `e` say,
  /// without an attempt.
  func refuseSize<C: Chooser>(
    _ e: Int, _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    var failure = Failure()
    failure.endpoint = UInt16(truncatingIfNeeded: e)
    failure.errorClass = plan.known.tooLarge
    failure.rule = plan.rule(for: plan.known.tooLarge, at: e, on: Int(request.route))
    request.failure = failure
    if listener != nil {
      record(
        .outcome, .tooLarge, now, request: request, endpoint: e, errorClass: plan.known.tooLarge)
    }
    return respond(&request, now, &chooser)
  }
}
