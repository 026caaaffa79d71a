import PolicyGraph

/// What a reload carries over where the cells alone do not: the new plan asks for the same thing
/// in another layout, or no longer asks for it.
extension SharedState {
  /// Takes over what `old` says of a cell whose layout changed.
  func take(
    _ cell: Int, of plan: Plan, from old: SharedState, _ oldCell: Int, of oldPlan: Plan,
    _ now: Int64
  ) {
    let (target, source) = (words(UInt32(cell)), old.words(UInt32(oldCell)))
    switch plan.cells.specs[cell].kind {
    case .holder:
      let group = oldPlan.groups[Int(oldPlan.cells.specs[oldCell].owner)]
      takeHolder(target, of: plan, cell, from: source, of: oldPlan, group, now)
    case .breaker: takeBreaker(target, from: source)
    case .endpoint, .window, .slot, .credential, .account, .address, .provider, .requests, .tokens,
      .concurrency, .ticket, .budget, .latency, .brownout, .notify:
      return  // Their layout follows from their key.
    }
  }

  /// Holders under breakers that are new: a route that was guarded by another one before goes on
  /// with the holder that it had.
  func takeHolders(_ plan: Plan, from old: SharedState, of oldPlan: Plan, _ now: Int64) {
    for r in 0..<plan.routes.count {
      guard let before = oldPlan.route(named: plan, r) else { continue }
      let breaker = (plan.routes[r].breaker, oldPlan.routes[before].breaker)
      for g in 0..<plan.groups.count where plan.groups[g].holders.count > 0 {
        let held = plan.holding(g, breaker.0)
        guard words(held.cell).load(HolderCell.holder) == 0,
          oldPlan.cells.find(plan.cells.specs[Int(held.cell)].key) == nil,
          let was = oldPlan.group(named: plan, g)
        else { continue }
        takeHolder(
          words(held.cell), of: plan, Int(held.cell),
          from: old.words(oldPlan.holding(was, breaker.1).cell), of: oldPlan,
          oldPlan.groups[was], now)
      }
    }
  }

  /// The holder, the one before it and since when each holds, by the names of the members.
  ///
  /// The place of a holder that is gone falls to the next of those that stay, in the order in which
  /// they were tried.
  private func takeHolder(
    _ target: Words, of plan: Plan, _ cell: Int, from source: Words, of oldPlan: Plan,
    _ old: PlanGroup, _ now: Int64
  ) {
    let members = plan.groups[Int(plan.cells.specs[cell].owner)].members
    func place(_ m: Int) -> Int? {
      let name = oldPlan.members[Int(old.members.first) + m].nameHash
      return members.range.first { plan.members[$0].nameHash == name }
        .map { $0 - members.range.lowerBound }
    }
    let word = source.load(HolderCell.holder)
    let holder = HolderCell.member(word)
    let count = Int(old.members.count)
    for m in 0..<count {
      guard let place = place(m) else { continue }
      target.store(HolderCell.since + place, source.load(HolderCell.since + m))
    }
    if let stays = place(holder) {
      let before = place(HolderCell.before(word))
      return target.store(
        HolderCell.holder,
        HolderCell.next(
          word, to: stays, from: before ?? stays,
          byFailback: before != nil && word & HolderCell.cameBack != 0))
    }
    for k in 1..<Swift.max(1, count) {
      guard let next = place(holder + k < count ? holder + k : k - (count - holder)) else {
        continue
      }
      target.store(HolderCell.since + next, Stamp.word(now))
      return target.store(
        HolderCell.holder, HolderCell.next(word, to: next, from: next, byFailback: false))
    }
  }

  /// Phase, openings and cooldown.
  ///
  /// Probes in flight keep their places in the old cell: their results
  /// count there.
  private func takeBreaker(_ target: Words, from source: Words) {
    for i in 1..<BreakerCell.leases { target.store(i, source.load(i)) }
    let word = source.load(BreakerCell.phase)
    let phase: UInt64
    switch BreakerCell.phase(word) {
    case BreakerCell.closing, BreakerCell.closed: phase = BreakerCell.closed
    case BreakerCell.halfOpen: phase = BreakerCell.halfOpen
    default: phase = BreakerCell.open  // or about to be, by another thread
    }
    target.store(BreakerCell.phase, word & ~7 | phase)
  }

  /// Forgets what probes said of endpoints that declare none now, or declared none before: they
  /// are up from here on, as are those that are new.
  func beginUp(_ plan: Plan, of oldPlan: Plan, _ now: Int64) {
    for e in 0..<plan.endpoints.count {
      let row = plan.endpoints[e]
      guard let known = oldPlan.cells.find(plan.cells.specs[Int(row.cell)].key) else {
        words(row.cell).store(EndpointCell.upSince, Stamp.word(now))
        continue
      }
      let before = oldPlan.endpoints[Int(oldPlan.cells.specs[known].owner)]
      if row.downAfter > 0 && before.downAfter > 0 { continue }
      let cell = words(row.cell)
      while true {
        let word = cell.load(EndpointCell.health)
        if word & ~EndpointCell.isolated == 0 { break }
        if word & EndpointCell.down != 0 {
          cell.store(EndpointCell.upSince, Stamp.word(now))
        }
        if cell.replace(EndpointCell.health, word, by: word & EndpointCell.isolated) { break }
      }
    }
  }
}

extension Plan {
  /// The route of another plan's name.
  fileprivate func route(named other: Plan, _ r: Int) -> Int? {
    let name = other.graph.bytes(other.graph.routes.rows[r].name)
    return graph.routes.rows.firstIndex { graph.bytes($0.name).elementsEqual(name) }
  }

  /// The active-passive group of another plan's name.
  fileprivate func group(named other: Plan, _ g: Int) -> Int? {
    let name = other.graph.bytes(other.graph.groups.rows[g].name)
    return graph.groups.rows.firstIndex {
      $0.kind == .activePassive && graph.bytes($0.name).elementsEqual(name)
    }
  }
}
