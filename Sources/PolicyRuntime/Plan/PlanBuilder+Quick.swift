import PolicyGraph

extension PlanBuilder {
  /// Notes what a route's first attempt needs in the plain case: an active-passive group of
  /// endpoints that take nothing but their time.
  mutating func packQuickStart(_ route: Int) {
    let row = routes[route]
    for i in endpoints.indices where !endpoints[i].isPlain { endpoints[i].isPlain = isPlain(i) }
    guard row.aim.endpoint == nil, row.limits.count == 0, row.context == .max,
      row.brownout == none, row.requires.count == 0, !row.hedges
    else { return }
    let group = groups[row.aim.group]
    guard group.kind == GroupKind.activePassive.rawValue, !group.proportional, !group.mayPanic,
      group.members.count > 0
    else { return }
    var quick = QuickStart()
    let first = calmCells.count
    for m in group.members.range {
      guard let e = members[m].aim.endpoint, endpoints[e].isPlain, !endpoints[e].isExcluded,
        endpoints[e].atLeast <= row.mainSpan
      else {
        calmCells.removeLast(calmCells.count - first)
        return
      }
      let bound = bindings[binding(endpoints[e], row.breaker)]
      calmCells.append(
        CalmCells(
          endpoint: endpoints[e].cell, provider: endpoints[e].provider,
          breaker: bound.breaker == none ? none : bound.cell))
    }
    guard let e = members[Int(group.members.first)].aim.endpoint else { return }
    let endpoint = endpoints[e]
    quick.holder = holding(group, row.breaker).cell
    if group.ramp > 0 { quick.mask |= HolderCell.cameBack }
    quick.cells = Extent(first, calmCells.count - first)
    quick.endpoint = UInt16(truncatingIfNeeded: e)
    if endpoint.slots.count > 0 {
      quick.slot = endpoint.slots.first
      quick.credential = slots[Int(endpoint.slots.first)].credential
    }
    quick.binding = UInt32(binding(endpoint, row.breaker))
    quick.span = Swift.min(endpoint.attempt, row.mainSpan)
    routes[route].quick = UInt32(quickStarts.count)
    quickStarts.append(quick)
  }

  private func binding(_ row: PlanEndpoint, _ breaker: UInt32) -> Int {
    if row.ownBreaker { return Int(row.bindings.first) }
    return row.bindings.range.first { bindings[$0].breaker == breaker }
      ?? Int(row.bindings.first)
  }

  private func holding(_ group: PlanGroup, _ breaker: UInt32) -> Binding {
    holders[
      group.holders.range.first { holders[$0].breaker == breaker }
        ?? Int(group.holders.first)]
  }

  private func isPlain(_ e: Int) -> Bool {
    let row = endpoints[e]
    return row.limits.count == 0 && row.serves.count == 0 && row.context == .max
      && !row.countsInFlight && !row.averages
      && !row.notesAnswers && row.slots.range.allSatisfy { slots[$0].limits.count == 0 }
  }
}
