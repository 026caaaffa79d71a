import PolicyGraph

/// The way of nearly every request, decided as the long way would decide it: nothing is wrong where
/// it goes, and its one attempt answers.
extension Interpreter {
  /// The first attempt of a request if nothing is wrong on its route.
  @inline(__always)
  func enter<C: Chooser>(
    _ facts: RequestFacts, _ r: UInt32, _ now: Int64, _ chooser: inout C
  ) -> Ticket {
    guard Int(r) < calm.routes.count else { return .none }
    // The way of a route that leads to one endpoint, which takes no more than its time.
    let record = calm.record(Int(r))
    let epoch = state.epoch.load(0) &+ 1
    let seen = record.load(CalmRecord.epoch)
    let leaf = record.load(CalmRecord.leaf)
    guard seen == epoch, leaf >> 32 == 1, now >= record.signed(CalmRecord.from),
      now < record.signed(CalmRecord.until), record.load(CalmRecord.epoch) == epoch
    else { return enterClosely(facts, r, now, &chooser) }
    let place = Int(leaf & 0xFFFF_FFFF)
    let member = calm.members[place]
    guard facts.size <= member.mostSize else { return .none }
    if member.needs & CalmMember.taken != 0 { return enter(at: place, facts, now) }
    let word = member.breaker.load(BreakerCell.phase)
    // Another thread may have opened it since.
    guard BreakerCell.phase(word) == BreakerCell.closed else { return .none }
    return Ticket(
      member: UInt32(truncatingIfNeeded: place), generation: BreakerCell.generation(word),
      startedAt: now, hedgeAt: .max)
  }

  @inline(__always)
  private func countFirst(_ member: CalmMember, _ lane: UInt8, _ now: Int64) {
    BudgetWindow(member.budget, width: member.budgetWidth)
      .countFirst(lane: Int(lane) & (SharedState.lanesMax - 1), at: now)
  }

  /// The same for any route.
  @inline(never)
  private func enterClosely<C: Chooser>(
    _ facts: RequestFacts, _ r: UInt32, _ now: Int64, _ chooser: inout C
  ) -> Ticket {
    let route = calm.routes[Int(r)]
    var start = Int(r)
    if route.select != none {
      guard let arm = armPosition(Int(route.select), facts) else { return .none }
      start = Int(route.arms) + arm
    }
    let leaf = calmLeaf(start, now)
    if leaf == 0 { return .none }
    let first = Int(leaf & 0xFFFF_FFFF)
    let count = Int(leaf >> 32)
    guard facts.size <= calm.members[first].mostSize else { return .none }
    return enter(at: count > 1 ? balance(first, count, &chooser) : first, facts, now)
  }

  /// The first attempt at a member, with all that it takes.
  @inline(never)
  private func enter(at place: Int, _ facts: RequestFacts, _ now: Int64) -> Ticket {
    let member = calm.members[place]
    let word = member.breaker.load(BreakerCell.phase)
    guard BreakerCell.phase(word) == BreakerCell.closed, takeAll(member, facts, now) else {
      return .none
    }
    let isHedged = member.needs & CalmMember.hedge != 0
    return Ticket(
      member: UInt32(truncatingIfNeeded: place), generation: BreakerCell.generation(word),
      startedAt: now, hedgeAt: isHedged ? hedgeAt(plan.routes[Int(member.route)], now) : .max)
  }

  /// Which of `count` members from `first` on takes a request, as `pick` says it of all.
  @inline(__always)
  private func balance<C: Chooser>(_ first: Int, _ count: Int, _ chooser: inout C) -> Int {
    let head = calm.members[first]
    switch Balance(rawValue: head.balance) {
    case .leastLoaded, .fastest:
      let i = chooser.pick(count)
      var j = chooser.pick(count - 1)
      if j >= i { j += 1 }
      let (a, b) = (calm.members[first + i], calm.members[first + j])
      if head.balance == Balance.fastest.rawValue {
        return cost(Int(b.endpoint)) < cost(Int(a.endpoint)) ? first + j : first + i
      }
      let load = FixedPoint.product(inFlight(a.own), b.weight, over: 1)
      return FixedPoint.product(inFlight(b.own), a.weight, over: 1) < load ? first + j : first + i
    case .roundRobin:
      let ticket = state.words(plan.groups[Int(head.group)].ticket).add(0, 1)
      return weighted(first, count, Int64(ticket % UInt64(head.weights)))
    case .random, .sticky, nil:
      return weighted(first, count, Int64(chooser.pick(Int(clamping: head.weights))))
    }
  }

  private func weighted(_ first: Int, _ count: Int, _ draw: Int64) -> Int {
    var left = draw
    for i in first..<first + count {
      if left < calm.members[i].weight { return i }
      left -= calm.members[i].weight
    }
    return first + count - 1
  }

  /// Takes what an attempt at a member takes, or nothing.
  @inline(__always)
  private func takeAll(_ member: CalmMember, _ facts: RequestFacts, _ now: Int64) -> Bool {
    let needs = member.needs
    if needs & CalmMember.tags != 0,
      !serves(plan.endpoints[Int(member.endpoint)].serves, facts)
    {
      return false
    }
    if needs & CalmMember.hasLimits != 0, !takeLimits(member, facts.size, now) { return false }
    if needs & CalmMember.inFlight != 0 { member.own.add(EndpointCell.inFlight, 1) }
    if needs & CalmMember.budget != 0 { countFirst(member, facts.lane, now) }
    return true
  }

  @inline(__always)
  private func takeLimits(_ member: CalmMember, _ size: Int64, _ now: Int64) -> Bool {
    guard take(member.routeLimits, size, now) else { return false }
    guard take(member.limits, size, now) else {
      untake(member.routeLimits, size, now)
      return false
    }
    guard take(member.slotLimits, size, now) else {
      untake(member.routeLimits, size, now)
      untake(member.limits, size, now)
      return false
    }
    return true
  }

  /// The success of a ticket's attempt, which is all that its request comes to.
  @inline(__always)
  func leave<C: Chooser>(
    _ ticket: Ticket, _ size: Int64, _ usage: Int64, _ now: Int64, _ chooser: inout C
  ) {
    let member = calm.members[Int(ticket.member)]
    let took = ticket.end(at: now) &- ticket.startedAt
    if member.needs & CalmMember.given == 0, isQuiet(member, ticket.generation, took, now),
      member.provider.load(ScopeCell.quick) == 0
    {
      return
    }
    leaveClosely(ticket, size, usage, now, &chooser)
  }

  /// Whether a success changes nothing of the breaker: closed, no failure in any window, not slow.
  @inline(__always)
  private func isQuiet(
    _ member: CalmMember, _ generation: UInt32, _ took: Int64, _ now: Int64
  ) -> Bool {
    BreakerCell.isQuiet(member.breaker, in: generation, at: now) && took < member.slowest
  }

  /// The success of any ticket's attempt.
  @inline(never)
  private func leaveClosely<C: Chooser>(
    _ ticket: Ticket, _ size: Int64, _ usage: Int64, _ now: Int64, _ chooser: inout C
  ) {
    let member = calm.members[Int(ticket.member)]
    let took = ticket.end(at: now) &- ticket.startedAt
    if member.needs & CalmMember.given != 0 { giveBack(ticket, size, usage, now) }
    if !isQuiet(member, ticket.generation, took, now) {
      var leg = Leg()
      leg.endpoint = UInt16(truncatingIfNeeded: member.endpoint)
      leg.binding = member.binding
      leg.generation = ticket.generation
      count(leg, bad: false, took: took, now, &chooser)
    }
    endStreaks(Int(member.endpoint), member.slot)
  }

  /// Gives back what an attempt took, and notes how long it took.
  private func giveBack(_ ticket: Ticket, _ size: Int64, _ usage: Int64, _ now: Int64) {
    let member = calm.members[Int(ticket.member)]
    let needs = member.needs
    if needs & CalmMember.inFlight != 0 { member.own.subtract(EndpointCell.inFlight, 1) }
    if needs & CalmMember.hasLimits != 0 {
      leave(member.limits, size, usage: usage, startedAt: ticket.startedAt, now)
      leave(member.slotLimits, size, usage: usage, startedAt: ticket.startedAt, now)
      leave(member.routeLimits)
    }
    if needs & CalmMember.answers != 0 { noteAnswer(member.own, now) }
    if needs & CalmMember.average != 0 {
      let row = plan.endpoints[Int(member.endpoint)]
      noteAverage(row, ticket.end(at: now) &- ticket.startedAt, now)
    }
    if needs & CalmMember.latency != 0 {
      let route = plan.routes[Int(member.route)]
      noteLatency(route, from: ticket.startedAt, to: ticket.firstByteAt, now)
    }
    if needs & CalmMember.brownout != 0 {
      let brownout = plan.brownouts[Int(plan.routes[Int(member.route)].brownout)]
      if state.words(brownout.cell).load(BrownoutCell.since) == 0 {
        _ = countMainPath(bad: false, brownout, now)
      }
    }
  }

  /// What a success that is the answer of a request is told as.
  func answer(_ ticket: Ticket, _ request: inout RequestState) -> Action {
    let member = calm.members[Int(ticket.member)]
    request.inFlight = 0
    request.phase = .ended
    request.hedgeAt = .max
    request.holdsRoute = false
    request.executed = .yes
    var action = Action()
    action.kind = .answer
    action.reason = .answered
    action.executed = .yes
    action.attempt = AttemptID(leg: 0, number: 1)
    action.endpoint = ID(Int(member.endpoint))
    if member.slot != Leg.noSlot {
      action.credential = ID(Int(plan.slots[Int(member.slot)].credential))
    }
    return action
  }
}
