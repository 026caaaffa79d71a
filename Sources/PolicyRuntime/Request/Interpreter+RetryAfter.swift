import PolicyGraph

extension Interpreter {
  /// How long until a request like this one might be answered in full; `Tick.never` if an endpoint
  /// is free already, or nobody knows.
  ///
  /// Known ends are those of coolings, open breakers, limits' windows and the brownout; a place of
  /// an endpoint's concurrency is expected after its pace.
  func retryAfter(_ request: inout RequestState, _ now: Int64) -> Tick {
    let route = plan.routes[Int(request.route)]
    var back = Return(endpoint: 0, at: now)
    if !request.holdsRoute && route.limits.count > 0 {
      haveRoom(at: &back, route.limits, request.facts.size, pace: .max, now)
    }
    if route.brownout != none { back.wait(until: fullPathAt(route), .cooling) }
    if back.at == .max || request.facts.size > route.context { return .never }
    var query = query(&request, pathEnd: .max)
    query.asks = true
    var soonest = Soonest(now: now, until: .max, pathEnd: .max, countsBreakers: true)
    findSoonest(route.aim, query, &request, &soonest)
    if soonest.free == nil {
      guard let found = soonest.found else { return .never }
      back.wait(until: found.at, found.cause)
    }
    return back.at > now ? Tick(ns: back.at - now) : .never
  }

  /// When the next request takes the full path in a brownout: its next probe, or its end.
  private func fullPathAt(_ route: PlanRoute) -> Int64 {
    let row = plan.brownouts[Int(route.brownout)]
    let cell = state.words(row.cell)
    let since = cell.load(BrownoutCell.since)
    if since == 0 { return .min }
    if route.once { return FixedPoint.sum(Stamp.time(since), row.leaveAfter) }
    return FixedPoint.sum(Stamp.time(cell.load(BrownoutCell.probed)), 1_000_000_000)
  }
}
