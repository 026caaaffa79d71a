/// Going straight to the ladder while the main path hardly ever answers.
extension Interpreter {
  /// Whether a request has to go to the ladder at once; one a second does not, to find out.
  func brownsOut(_ request: inout RequestState, _ now: Int64) -> Bool {
    let route = plan.routes[Int(request.route)]
    let row = plan.brownouts[Int(route.brownout)]
    let cell = state.words(row.cell)
    let since = cell.load(BrownoutCell.since)
    if since == 0 { return false }
    if route.once {
      // It is never a probe: the time alone ends its brownout.
      guard now &- Stamp.time(since) >= row.leaveAfter else { return true }
      leaveBrownout(cell, since, row, &request, now)
      return false
    }
    let last = cell.load(BrownoutCell.probed)
    if now &- Stamp.time(last) >= 1_000_000_000,
      cell.replace(BrownoutCell.probed, last, by: Stamp.word(now))
    {
      request.probesBrownout = true
      record(.brownout, .brownoutProbe, now, request: request)
      return false
    }
    return true
  }

  /// The main path ended without an answer.
  func exhaust(_ request: inout RequestState, _ now: Int64) {
    let route = plan.routes[Int(request.route)]
    if route.brownout != none { countBrownout(bad: true, &request, now) }
  }

  /// Counts how a main path ended: for entering a brownout, or for leaving it.
  func countBrownout(bad: Bool, _ request: inout RequestState, _ now: Int64) {
    let route = plan.routes[Int(request.route)]
    let row = plan.brownouts[Int(route.brownout)]
    let cell = state.words(row.cell)
    let since = cell.load(BrownoutCell.since)
    if request.probesBrownout {
      request.probesBrownout = false
      // One that began later than the request is another brownout: the probe's own is over.
      if since != 0, Stamp.time(since) < request.startedAt {
        countProbe(bad: bad, row, cell, since, &request, now)
      }
      return
    }
    if since != 0 { return }
    if countMainPath(bad: bad, plan.brownouts.place(Int(route.brownout)), now) {
      record(.brownout, .brownoutEntered, now, request: request)
    }
  }

  /// Counts how a main path ended outside of a brownout; whether that begins one.
  func countMainPath(bad: Bool, _ brownout: Place<PlanBrownout>, _ now: Int64) -> Bool {
    let window = RateWindow(state.words(brownout.row.window), over: brownout.row.over)
    guard let (calls, hits) = window.record(bad: bad, at: now),
      Int64(calls) >= brownout.row.minCalls,
      Int64(hits) * 1_000_000_000 >= brownout.row.ppb * Int64(calls)
    else { return false }
    let cell = state.words(brownout.row.cell)
    cell.store(BrownoutCell.probed, Stamp.word(now))
    cell.store(BrownoutCell.goodSince, Stamp.word(now))
    cell.store(BrownoutCell.good, UInt64(0))
    guard cell.replace(BrownoutCell.since, 0, by: Stamp.word(now)) else { return false }
    window.clear()
    state.changed()
    return true
  }

  private func countProbe(
    bad: Bool, _ row: PlanBrownout, _ cell: Words, _ since: UInt64, _ request: inout RequestState,
    _ now: Int64
  ) {
    if bad {
      cell.store(BrownoutCell.good, UInt64(0))
      cell.store(BrownoutCell.goodSince, Stamp.word(now))
      return
    }
    let good = cell.add(BrownoutCell.good, 1) + 1
    let long = now &- Stamp.time(cell.load(BrownoutCell.goodSince)) >= row.leaveAfter
    if good >= 3 && long { leaveBrownout(cell, since, row, &request, now) }
  }

  private func leaveBrownout(
    _ cell: Words, _ since: UInt64, _ row: PlanBrownout, _ request: inout RequestState, _ now: Int64
  ) {
    if cell.replace(BrownoutCell.since, since, by: 0) {
      RateWindow(state.words(row.window), over: row.over).clear()
      state.changed()
      record(.brownout, .brownoutLeft, now, request: request)
    }
  }
}
