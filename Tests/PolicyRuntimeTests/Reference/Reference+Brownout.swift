import PolicyGraph
import PolicyRuntime

extension Reference {
  /// Whether a request takes the full path: always, but in a brownout only as its probe.
  func enterFullPath(_ request: ReferenceRequest, _ now: Tick) -> Bool {
    guard var figures = world.routes[request.route], let since = figures.brownoutSince else {
      return true
    }
    if graph.routes[request.route].effect == .once {
      // It is no probe, so nothing but time ends the brownout.
      guard let after = ladder(request.route)?.leaveAfter, now - since >= after else {
        return false
      }
      leaveBrownout(request.route)
      return true
    }
    guard now - figures.lastProbeAt >= .s(1) else { return false }
    figures.lastProbeAt = now
    world.routes[request.route] = figures
    request.brownoutProbed = figures.brownouts
    return true
  }

  private func leaveBrownout(_ route: ID<Route>) {
    world.routes[route]?.brownoutSince = nil
    world.routes[route]?.ends = []
    world.routes[route]?.lastExhausted = nil
  }

  /// The main path ended with an answer.
  func mainPathAnswered(_ request: ReferenceRequest, _ now: Tick) {
    endMainPath(request, exhausted: false, now)
  }

  /// The main path came to the ladder.
  func mainPathExhausted(_ request: ReferenceRequest, _ now: Tick) {
    endMainPath(request, exhausted: true, now)
  }

  private func endMainPath(_ request: ReferenceRequest, exhausted: Bool, _ now: Tick) {
    guard !request.mainPathEnded else { return }
    request.mainPathEnded = true
    guard let ladder = ladder(request.route), let over = ladder.enterOver else { return }
    // reading: a probe counts for nothing but the brownout.
    if let since = world.routes[request.route]?.brownoutSince {
      // A probe of a brownout before this one says nothing about it.
      if request.brownoutProbed == world.routes[request.route]?.brownouts {
        endProbe(request.route, exhausted: exhausted, since: since, ladder, now)
      }
      return
    }
    if request.brownoutProbed != nil { return }
    var figures = world.routes[request.route] ?? RouteFigures()
    // A window of the breaker's kind: the first exhausted request opens it.
    let isActive = figures.lastExhausted.map { now < $0 + over } ?? false
    if exhausted {
      if !isActive { figures.ends = [] }
      figures.lastExhausted = now
    }
    if exhausted || isActive { figures.ends.append((now, exhausted)) }
    world.routes[request.route] = figures
    if isBrownout(figures, ladder, over, now) {
      world.routes[request.route]?.brownoutSince = now
      world.routes[request.route]?.brownouts += 1
      world.routes[request.route]?.lastProbeAt = now
      world.routes[request.route]?.goodProbes = 0
    }
  }

  private func isBrownout(
    _ figures: RouteFigures, _ ladder: Ladder, _ over: Tick, _ now: Tick
  ) -> Bool {
    guard let last = figures.lastExhausted, now < last + over, let share = ladder.enterExhausted
    else { return false }
    let window = TenBuckets(over)
    let ends = figures.ends.filter { window.holds($0.at, 9, at: now) }
    let bad = ends.filter(\.exhausted).count
    return ends.count >= Int(ladder.enterMinCalls ?? 0)
      && Int128(bad) * 1_000_000_000 >= Int128(share.ppb) * Int128(ends.count)
  }

  private func endProbe(
    _ route: ID<Route>, exhausted: Bool, since: Tick, _ ladder: Ladder, _ now: Tick
  ) {
    guard !exhausted else {
      world.routes[route]?.brownoutSince = now
      world.routes[route]?.goodProbes = 0
      return
    }
    world.routes[route]?.goodProbes += 1
    guard world.routes[route]?.goodProbes ?? 0 >= 3, let after = ladder.leaveAfter,
      now - since >= after
    else { return }
    leaveBrownout(route)
  }
}
