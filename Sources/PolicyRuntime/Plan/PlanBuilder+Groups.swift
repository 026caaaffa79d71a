import PolicyGraph

extension PlanBuilder {
  mutating func packGroups() {
    for row in graph.arms.rows {
      var packed = PlanArm()
      packed.kind = row.kind.rawValue
      packed.bound = row.bound ?? 0
      if let tag = row.tag { packed.tag = tagName(tag) }
      let first = armValues.count
      for word in graph.words[row.values] { armValues.append(tagValue(word.text)) }
      packed.values = Extent(first, armValues.count - first)
      packed.aim = aim(row.target)
      arms.append(packed)
    }
    for row in graph.members.rows {
      var packed = PlanMember()
      packed.aim = aim(row.target)
      packed.weight = Int64(row.weight)
      packed.nameHash = FixedPoint.hash(graph.bytes(name(row.target)))
      members.append(packed)
    }
    let reached = graph.routes.ids.map { RouteReach(graph, $0).groups }
    for (i, row) in graph.groups.rows.enumerated() { packGroup(i, row, reached) }
    var known = [UInt8](repeating: 0, count: groups.count)
    for i in groups.indices { _ = markPanic(i, &known, depth: 0) }
    markDrained()
    for i in members.indices where members[i].aim.endpoint == nil {
      members[i].mayPanic = groups[members[i].aim.group].mayPanic
    }
  }

  private mutating func packGroup(_ i: Int, _ row: Group, _ reached: [[Bool]]) {
    var packed = PlanGroup()
    packed.kind = row.kind.rawValue
    packed.balance = row.balance.rawValue
    packed.failback = row.failback.rawValue
    packed.proportional = row.overprovisioning != nil
    packed.members = Extent(Int(row.members.first), row.members.count)
    packed.arms = Extent(Int(row.arms.first), row.arms.count)
    packed.overprovisioning = row.overprovisioning?.millionths ?? 0
    packed.after = row.failbackAfter?.ns ?? 0
    packed.hold = row.failbackHold?.ns ?? 0
    packed.ramp = row.failbackRamp?.ns ?? 0
    if let key = row.stickyKey { packed.stickyTag = tagName(key) }
    packed.ejectMaxPpb = row.ejectMax?.ppb ?? -1
    packed.panicPpb = row.panicBelow?.ppb ?? -1
    packed.slowStart = row.slowStart?.ns ?? 0
    switch row.kind {
    case .activePassive: packed.holders = packHolders(i, row, reached)
    case .activeActive:
      packed.ticket = cells.cell(
        CellKey(.ticket).with(graph.bytes(row.name)), .ticket, words: 1, owner: i)
    case .select: break
    }
    groups.append(packed)
  }

  /// One holder for each breaker under which routes come to a group.
  ///
  /// What is down under one need not be under another. There is one alone where the endpoints below
  /// have breakers of their own.
  private mutating func packHolders(
    _ i: Int, _ row: Group, _ reached: [[Bool]]
  ) -> Extent {
    let routes = graph.routes.ids.filter { reached[$0.index][i] }
    let guarded = routes.first { graph.routes[$0].breaker != nil }
    let isSeenAlike = guarded.map { graph.holderBreaker(of: ID(i), on: $0) == nil } ?? true
    var known: [UInt32] = []
    for route in routes {
      let breaker = isSeenAlike ? none : graph.routes[route].breaker?.raw ?? none
      if !known.contains(breaker) { known.append(breaker) }
    }
    if known.isEmpty { known.append(none) }
    // The holder is an index among members: their names and order are how its cell is laid out.
    var layout: UInt64 = 0
    for m in row.members { layout = FixedPoint.mix(layout ^ members[m.index].nameHash) }
    let first = holders.count
    for breaker in known {
      var key = CellKey(.holder).with(graph.bytes(row.name))
      if breaker != none { key = key.with(graph.bytes(graph.breakers.rows[Int(breaker)].name)) }
      let cell = cells.cell(
        key, .holder, words: HolderCell.wordCount(members: row.members.count), layout: layout,
        owner: i)
      holders.append(Binding(breaker: breaker, cell: cell))
    }
    return Extent(first, known.count)
  }

  /// Notes which groups have a drained member, or a group below that has one.
  ///
  /// Weights decide in active-active groups only.
  private mutating func markDrained() {
    for i in groups.indices {
      let isActive = groups[i].kind == GroupKind.activeActive.rawValue
      for m in groups[i].members.range where members[m].weight == 0 {
        if isActive { groups[i].drains = true } else { members[m].weight = 1 }
      }
    }
    // Groups may be declared in any order, and are at most 64 deep.
    var grew = groups.contains { $0.drains }
    while grew {
      grew = false
      for i in groups.indices where !groups[i].drains {
        let below =
          groups[i].members.range.map { members[$0].aim }
          + groups[i].arms.range.map { arms[$0].aim }
        groups[i].drains = below.contains { $0.endpoint == nil && groups[$0.group].drains }
        grew = grew || groups[i].drains
      }
    }
  }

  private mutating func markPanic(_ i: Int, _ known: inout [UInt8], depth: Int) -> Bool {
    if known[i] != 0 || depth > 64 { return known[i] == 2 }
    var may = groups[i].panicPpb >= 0
    for m in groups[i].members.range where members[m].aim.endpoint == nil {
      if markPanic(members[m].aim.group, &known, depth: depth + 1) { may = true }
    }
    for a in groups[i].arms.range where arms[a].aim.endpoint == nil {
      if markPanic(arms[a].aim.group, &known, depth: depth + 1) { may = true }
    }
    groups[i].mayPanic = may
    known[i] = may ? 2 : 1
    return may
  }

  private func name(_ target: Target) -> Name {
    switch target {
    case .endpoint(let id): graph.endpoints[id].name
    case .group(let id): graph.groups[id].name
    }
  }

  func tagName(_ name: Name) -> UInt32 {
    tagNames.firstIndex(of: name).map { UInt32($0) } ?? none
  }

  mutating func tagValue(_ value: Name) -> UInt32 {
    if let known = tagValues.firstIndex(of: value) { return UInt32(known + 1) }
    tagValues.append(value)
    return UInt32(tagValues.count)
  }
}
