import PolicyGraph

/// When what was found out about a start holds.
private struct CalmSpan {
  var from: Int64 = 0
  var until: Int64
}

/// Where the requests of a route go while nothing changes, found out once an epoch.
extension Interpreter {
  /// The leaf that a start leads to now; 0: look closely.
  @inline(__always)
  func calmLeaf(_ start: Int, _ now: Int64) -> UInt64 {
    let record = calm.record(start)
    let epoch = state.epoch.load(0) &+ 1
    guard record.load(CalmRecord.epoch) == epoch else { return resolve(start, record, now) }
    // In this order: a leaf that was found later in the same epoch comes with its own times.
    let leaf = record.load(CalmRecord.leaf)
    guard now >= record.signed(CalmRecord.from) else { return 0 }
    guard now < record.signed(CalmRecord.until) else { return resolve(start, record, now) }
    return record.load(CalmRecord.epoch) == epoch ? leaf : 0
  }

  /// Looks at all that decides where a start leads, and keeps it; 0 if another thread does.
  @inline(never)
  private func resolve(_ start: Int, _ record: Words, _ now: Int64) -> UInt64 {
    let word = record.latest(CalmRecord.epoch)
    if word == state.epoch.latest(0) &+ 1, record.load(CalmRecord.leaf) != 0 {
      // Time alone ended it. Nobody may take what is found now for what was known in this epoch.
      state.changed()
    }
    let epoch = state.epoch.latest(0) &+ 1
    guard word != CalmRecord.claimed,
      record.replace(CalmRecord.epoch, word, by: CalmRecord.claimed)
    else { return 0 }
    record.store(CalmRecord.leaf, UInt64(0))
    let row = calm.starts[start]
    var span = CalmSpan(until: .max - plan.routes[Int(row.route)].mainSpan)
    let leaf = look(from: row, now, &span)
    // What is not calm is looked at again a millisecond later, or in the next epoch.
    record.store(CalmRecord.from, leaf == 0 ? 0 : span.from)
    record.store(
      CalmRecord.until, leaf == 0 ? FixedPoint.sum(now, 1_000_000) : span.until)
    record.store(CalmRecord.leaf, leaf)
    record.store(CalmRecord.epoch, epoch)
    return leaf
  }

  /// The leaf that a walk from a start would end at, without moving a holder, noticing anything on
  /// the way or coming near a limit; 0 if it might.
  private func look(from start: CalmStart, _ now: Int64, _ span: inout CalmSpan) -> UInt64 {
    let route = plan.routes[Int(start.route)]
    if route.brownout != none,
      state.words(plan.brownouts[Int(route.brownout)].cell).load(BrownoutCell.since) != 0
    {
      return 0
    }
    guard areEasy(route.limits, now) else { return 0 }
    let query = Query(
      pathEnd: .max, breaker: route.breaker, requires: Extent(), isOnce: route.once)
    var aim = start.target
    for _ in 0..<64 {
      let leaf = calm.leaf(start, aim)
      if leaf != 0 { return isCalm(leaf, aim, query, now, &span) ? leaf : 0 }
      guard aim.endpoint == nil, let next = calmHolder(aim.group, query, now, &span) else {
        return 0
      }
      aim = next
    }
    return 0
  }

  /// The holder of an active-passive group; nil if it might lose its place, or share it.
  private func calmHolder(
    _ g: Int, _ query: Query, _ now: Int64, _ span: inout CalmSpan
  ) -> Aim? {
    let group = plan.groups[g]
    // A holder that carries all has the whole load, as long as a whole is no less than that.
    guard group.kind == GroupKind.activePassive.rawValue,
      !group.proportional || group.overprovisioning >= 1_000_000
    else { return nil }
    let cell = state.words(plan.holding(g, query.breaker).cell)
    let word = cell.load(HolderCell.holder)
    let holder = HolderCell.member(word)
    let since = Stamp.time(cell.load(HolderCell.since + holder))
    let first = Int(group.members.first)
    for i in 0..<Int(group.members.count) {
      let aim = plan.members[first + i].aim
      guard let isDown = isSurelyDown(aim, query, now, &span, depth: 0) else { return nil }
      if i == holder && isDown { return nil }
      guard i < holder, !isDown, group.failback != Failback.manual.rawValue else { continue }
      guard group.failback == Failback.after.rawValue else { return nil }
      let up = upSince(aim, query, now)
      let due = Swift.max(
        up == .min ? .min : FixedPoint.sum(up, group.after),
        since == .min ? .min : FixedPoint.sum(since, group.hold))
      guard due > now else { return nil }
      span.until = Swift.min(span.until, due)
    }
    if group.ramp > 0, word & HolderCell.cameBack != 0, since != .min {
      guard now &- since >= group.ramp else { return nil }
      span.from = Swift.max(span.from, FixedPoint.sum(since, group.ramp))
    }
    return plan.members[first + holder].aim
  }

  /// Whether a target is down, as `isDown` would say it; nil if a look at an endpoint below it
  /// would change something.
  private func isSurelyDown(
    _ aim: Aim, _ query: Query, _ now: Int64, _ span: inout CalmSpan, depth: Int
  ) -> Bool? {
    guard let e = aim.endpoint else {
      guard depth < 64 else { return nil }
      let group = plan.groups[aim.group]
      var isDown = true
      for m in group.members.range {
        let below = plan.members[m].aim
        guard let one = isSurelyDown(below, query, now, &span, depth: depth + 1) else { return nil }
        if !one && plan.members[m].weight > 0 { isDown = false }
      }
      for a in group.arms.range {
        let below = plan.arms[a].aim
        guard let one = isSurelyDown(below, query, now, &span, depth: depth + 1) else { return nil }
        if !one { isDown = false }
      }
      return isDown
    }
    let row = plan.endpoints[e]
    let health = state.words(row.cell).load(EndpointCell.health)
    var isDown = row.isExcluded || health & row.heeded != 0
    let bound = plan.bindings[plan.binding(e, query.breaker)]
    if bound.breaker != none {
      let cell = state.words(bound.cell)
      switch BreakerCell.phase(cell.load(BreakerCell.phase)) {
      case BreakerCell.closed: break
      case BreakerCell.open where cell.signed(BreakerCell.until) > now:
        span.until = Swift.min(span.until, cell.signed(BreakerCell.until))
        isDown = true
      default: return nil  // half-open, or being changed by another thread
      }
    }
    if isDown { return true }
    return row.slots.count == 0 || isCool(state.words(row.provider), now, &span) ? false : nil
  }

  /// Whether nothing at a provider cools any more.
  private func isCool(_ provider: Words, _ now: Int64, _ span: inout CalmSpan) -> Bool {
    let until = provider.signed(ScopeCell.quick)
    span.from = Swift.max(span.from, until)
    return until <= now
  }

  /// Whether every member of a leaf takes any request that is not too large.
  private func isCalm(
    _ leaf: UInt64, _ aim: Aim, _ query: Query, _ now: Int64, _ span: inout CalmSpan
  ) -> Bool {
    let first = Int(leaf & 0xFFFF_FFFF)
    let count = Int(leaf >> 32)
    for i in first..<first + count {
      let member = calm.members[i]
      let row = plan.endpoints[Int(member.endpoint)]
      guard state.words(row.cell).load(EndpointCell.health) & row.heeded == 0,
        BreakerCell.phase(member.breaker.load(BreakerCell.phase)) == BreakerCell.closed,
        isCool(member.provider, now, &span),
        areEasy(row.limits, now),
        member.slot == Leg.noSlot || areEasy(plan.slots[Int(member.slot)].limits, now)
      else { return false }
      guard aim.endpoint == nil, plan.groups[aim.group].slowStart > 0 else { continue }
      let since = upSince(Int(member.endpoint), query, now)
      if since == .min { continue }
      let end = FixedPoint.sum(since, plan.groups[aim.group].slowStart)
      guard end <= now else { return false }
      span.from = Swift.max(span.from, end)
    }
    return true
  }
}
