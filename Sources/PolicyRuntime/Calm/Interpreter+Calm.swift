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
    let member = calm.members.place(place)
    guard facts.size <= member.row.mostSize else { return .none }
    if member.row.needs & CalmMember.taken != 0 { return enter(at: place, facts, now) }
    let word = member.row.breaker.load(BreakerCell.phase)
    // Another thread may have opened it since.
    guard BreakerCell.phase(word) == BreakerCell.closed else { return .none }
    return Ticket(
      member: UInt32(truncatingIfNeeded: place), generation: BreakerCell.generation(word),
      startedAt: now, hedgeAt: .max)
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
    let place = count > 1 ? balance(first, count, &chooser) : first
    return enter(at: place, facts, now)
  }

  /// The first attempt at a member, with all that it takes.
  @inline(never)
  private func enter(at place: Int, _ facts: RequestFacts, _ now: Int64) -> Ticket {
    let member = calm.members.place(place)
    let word = member.row.breaker.load(BreakerCell.phase)
    guard BreakerCell.phase(word) == BreakerCell.closed, takeAll(member, facts, now) else {
      return .none
    }
    let isHedged = member.row.needs & CalmMember.hedge != 0
    return Ticket(
      member: UInt32(truncatingIfNeeded: place), generation: BreakerCell.generation(word),
      startedAt: now,
      hedgeAt: isHedged ? hedgeAt(plan.routes.place(Int(member.row.route)), now) : .max)
  }

  /// Which of `count` members from `first` on takes a request, as `pick` says it of all.
  @inline(__always)
  private func balance<C: Chooser>(_ first: Int, _ count: Int, _ chooser: inout C) -> Int {
    let head = calm.members.place(first)
    switch Balance(rawValue: head.row.balance) {
    case .leastLoaded, .fastest:
      let i = chooser.pick(count)
      var j = chooser.pick(count - 1)
      if j >= i { j += 1 }
      let (a, b) = (calm.members.place(first + i), calm.members.place(first + j))
      if head.row.balance == Balance.fastest.rawValue {
        return cost(Int(b.row.endpoint)) < cost(Int(a.row.endpoint)) ? first + j : first + i
      }
      let load = FixedPoint.product(inFlight(a.row.own), b.row.weight, over: 1)
      return FixedPoint.product(inFlight(b.row.own), a.row.weight, over: 1) < load
        ? first + j : first + i
    case .roundRobin:
      let ticket = state.words(plan.groups[Int(head.row.group)].ticket).add(0, 1)
      return weighted(first, count, Int64(ticket % UInt64(head.row.weights)))
    case .random, .sticky, nil:
      return weighted(first, count, Int64(chooser.pick(Int(clamping: head.row.weights))))
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
  private func takeAll(_ member: Place<CalmMember>, _ facts: RequestFacts, _ now: Int64) -> Bool {
    let needs = member.row.needs
    if needs & CalmMember.tags != 0,
      !serves(plan.endpoints[Int(member.row.endpoint)].serves, facts)
    {
      return false
    }
    if needs & CalmMember.hasLimits != 0, !takeLimits(member, facts.size, now) { return false }
    if needs & CalmMember.inFlight != 0 { member.row.own.add(EndpointCell.inFlight, 1) }
    if needs & CalmMember.budget != 0 {
      BudgetWindow(member.row.budget, width: member.row.budgetWidth)
        .countFirst(lane: Int(facts.lane) & (SharedState.lanesMax - 1), at: now)
    }
    return true
  }

  /// Takes a place and a share of every limit, or nothing.
  @inline(__always)
  private func takeLimits(_ member: Place<CalmMember>, _ size: Int64, _ now: Int64) -> Bool {
    for i in member.row.places.range {
      let limit = calm.limits.place(i)
      let before = Int64(limit.row.words.add(0, 1))
      if before >= limit.row.most {
        leavePlaces(member.row.places.range.lowerBound..<i + 1)
        return false
      }
      if before + 1 == limit.row.words.signed(ConcurrencyCell.level) { state.changed() }
    }
    for i in member.row.windows.range {
      let limit = calm.limits.place(i)
      let window = StartWindow(limit.row.words, width: limit.row.width)
      let amount = limit.row.countsTokens ? size : 1
      guard let taken = window.taking(amount, within: limit.row.most, at: now) else {
        untake(member.row.windows.range.lowerBound..<i, size, now)
        leavePlaces(member.row.places.range)
        return false
      }
      if taken.crosses { state.changed() }
    }
    return true
  }

  /// Gives back what was taken now in some windows: the request is not sent.
  private func untake(_ windows: Range<Int>, _ size: Int64, _ now: Int64) {
    for i in windows {
      let limit = calm.limits[i]
      StartWindow(limit.words, width: limit.width)
        .correct(now / limit.width, by: limit.countsTokens ? -size : -1, at: now)
    }
  }

  /// Leaves places of limits.
  @inline(__always)
  private func leavePlaces(_ places: Range<Int>) {
    for i in places { calm.limits.place(i).row.words.subtract(0, 1) }
  }

  /// The success of a ticket's attempt, which is all that its request comes to.
  @inline(__always)
  func leave<C: Chooser>(
    _ ticket: Ticket, _ size: Int64, _ usage: Int64, _ now: Int64, _ chooser: inout C
  ) {
    let member = calm.members.place(Int(ticket.member))
    let took = ticket.end(at: now) &- ticket.startedAt
    if member.row.needs & CalmMember.given == 0, isQuiet(member, ticket.generation, took, now),
      member.row.provider.load(ScopeCell.quick) == 0
    {
      return
    }
    leaveClosely(ticket, size, usage, now, &chooser)
  }

  /// Whether a success changes nothing of the breaker: closed, no failure in any window, not slow.
  @inline(__always)
  private func isQuiet(
    _ member: Place<CalmMember>, _ generation: UInt32, _ took: Int64, _ now: Int64
  ) -> Bool {
    BreakerCell.isQuiet(member.row.breaker, in: generation, at: now) && took < member.row.slowest
  }

  /// The success of any ticket's attempt.
  @inline(never)
  private func leaveClosely<C: Chooser>(
    _ ticket: Ticket, _ size: Int64, _ usage: Int64, _ now: Int64, _ chooser: inout C
  ) {
    let member = calm.members.place(Int(ticket.member))
    let took = ticket.end(at: now) &- ticket.startedAt
    if member.row.needs & CalmMember.given != 0 { giveBack(member, ticket, size, usage, now) }
    if !isQuiet(member, ticket.generation, took, now) {
      countClosely(member, ticket.generation, took, now, &chooser)
    }
    if member.row.provider.load(ScopeCell.quick) != 0 {
      endStreaksClosely(Int(member.row.endpoint), member.row.slot)
    }
  }

  /// Counts the success of a ticket's attempt under a breaker that is not quiet.
  @inline(__always)
  private func countClosely<C: Chooser>(
    _ member: Place<CalmMember>, _ generation: UInt32, _ took: Int64, _ now: Int64,
    _ chooser: inout C
  ) {
    let binding = plan.bindings[Int(member.row.binding)]
    guard binding.breaker != none else { return }
    let endpoint = Int(member.row.endpoint)
    count(binding, generation, endpoint, bad: false, took: took, now, &chooser)
  }

  /// Gives back what an attempt took, and notes how long it took.
  @inline(__always)
  private func giveBack(
    _ member: Place<CalmMember>, _ ticket: Ticket, _ size: Int64, _ usage: Int64, _ now: Int64
  ) {
    let needs = member.row.needs
    if needs & CalmMember.inFlight != 0 { member.row.own.subtract(EndpointCell.inFlight, 1) }
    if needs & CalmMember.hasLimits != 0 {
      leavePlaces(member.row.places.range)
      if usage >= 0 && usage != size { correct(member, ticket, by: usage - size, now) }
    }
    if needs & CalmMember.answers != 0 { noteAnswer(member.row.own, now) }
    if needs & CalmMember.average != 0 {
      let typical = plan.endpoints[Int(member.row.endpoint)].typical
      noteAverage(member.row.own, typical, ticket.end(at: now) &- ticket.startedAt, now)
    }
    if needs & CalmMember.latency != 0 {
      noteLatency(member.row.latency, from: ticket.startedAt, to: ticket.firstByteAt, now)
    }
    if needs & CalmMember.brownout != 0 {
      let row = plan.brownouts.place(Int(plan.routes[Int(member.row.route)].brownout))
      if state.words(row.row.cell).load(BrownoutCell.since) == 0 {
        _ = countMainPath(bad: false, row, now)
      }
    }
  }

  /// Corrects the tokens that an attempt took to those that it used: not the route's, whose limits
  /// count what is asked for.
  private func correct(
    _ member: Place<CalmMember>, _ ticket: Ticket, by delta: Int64, _ now: Int64
  ) {
    let row = plan.endpoints[Int(member.row.endpoint)]
    correct(row.limits, by: delta, startedAt: ticket.startedAt, now)
    guard member.row.slot != Leg.noSlot else { return }
    let limits = plan.slots[Int(member.row.slot)].limits
    correct(limits, by: delta, startedAt: ticket.startedAt, now)
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
