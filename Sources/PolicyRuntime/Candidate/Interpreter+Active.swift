import PolicyGraph

/// Members that share load.
extension Interpreter {
  /// Picks a member of an active-active group and an endpoint below it.
  func chooseActive<C: Chooser>(
    _ g: Int, _ query: inout Query, _ request: inout RequestState, _ now: Int64, later: Bool,
    depth: Int,
    _ chooser: inout C
  ) -> Candidate? {
    let group = plan.groups[g]
    var eligible = Eligible(g)
    for (i, m) in group.members.range.enumerated() where !isDrained(m, query) {
      if let e = plan.members[m].aim.endpoint {
        let verdict = check(e, query, &request, now)
        if verdict.reason == .none {
          eligible.add(i, weight(g, m, query, now), slot: verdict.slot)
        } else if group.ejectMaxPpb >= 0 && isCapped(g, m, query, &request, now) {
          eligible.add(i, weight(g, m, query, now))
        }
      } else if shareOfMember(g, m, query, &request, now, depth: depth) > 0 {
        eligible.add(i, weight(g, m, query, now))
      }
    }
    guard eligible.count > 0 else { return nil }
    let picked = pick(g, eligible, query, &request, now, &chooser)
    // What was just found out of an endpoint need not be asked again.
    if let e = plan.members[picked].aim.endpoint,
      let slot = eligible.slot(picked - Int(group.members.first))
    {
      return Candidate(endpoint: e, slot: slot, reason: .balanced)
    }
    if let found = enter(g, picked, &query, &request, now, later: later, depth, &chooser) {
      return found
    }
    // Another thread took what there was: whatever else is left, in order.
    for m in group.members.range where m != picked && !isDrained(m, query) {
      if let found = enter(g, m, &query, &request, now, later: later, depth, &chooser) {
        return found
      }
    }
    return nil
  }

  /// The endpoint below a member, if there is one.
  private func enter<C: Chooser>(
    _ g: Int, _ m: Int, _ query: inout Query, _ request: inout RequestState, _ now: Int64,
    later: Bool, _ depth: Int, _ chooser: inout C
  ) -> Candidate? {
    let group = plan.groups[g]
    let aim = plan.members[m].aim
    if var found = choose(aim, &query, &request, now, later: later, depth + 1, &chooser) {
      if found.reason == .none { found.reason = .balanced }
      return found
    }
    guard let e = aim.endpoint, group.ejectMaxPpb >= 0, isCapped(g, m, query, &request, now) else {
      return nil
    }
    query.ignoresHealth = true
    let verdict = check(e, query, &request, now)
    query.ignoresHealth = false
    return Candidate(
      endpoint: e, slot: verdict.slot, reason: .ejectionCapped, isUncounted: true)
  }

  /// Whether a member takes no requests while somebody else is left.
  @inline(__always)
  func isDrained(_ m: Int, _ query: Query) -> Bool {
    plan.members[m].weight == 0 && !query.allowsDrained
  }

  /// A member's weight: ramped up while it has only just come back, from nothing while it is down
  /// and tried.
  private func weight(_ g: Int, _ m: Int, _ query: Query, _ now: Int64) -> Int64 {
    let group = plan.groups[g]
    let member = plan.members[m]
    // Those that are drained are asked where nobody else is left, and then alike.
    let stated = Swift.max(1, member.weight)
    guard group.slowStart > 0 else { return stated }
    let whole = stated * 1_000
    if isDown(member.aim, query, now) { return isProbed(member.aim, query, now) ? 1 : whole }
    let since = upSince(member.aim, query, now)
    guard since != .min, now &- since < group.slowStart else { return whole }
    return Swift.max(
      1, FixedPoint.product(whole, Swift.max(0, now &- since), over: group.slowStart))
  }

  /// Which of the eligible members takes the request.
  private func pick<C: Chooser>(
    _ g: Int, _ eligible: Eligible, _ query: Query, _ request: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Int {
    let group = plan.groups[g]
    if eligible.count == 1 { return nth(0, g, eligible, query, &request, now) }
    switch Balance(rawValue: group.balance) {
    case .random, nil:
      let draw = Int64(chooser.pick(Int(clamping: eligible.weight)))
      return weighted(draw, g, eligible, query, &request, now)
    case .roundRobin:
      let ticket = state.words(group.ticket).add(0, 1)
      let draw = Int64(ticket % UInt64(eligible.weight))
      return weighted(draw, g, eligible, query, &request, now)
    case .leastLoaded, .fastest:
      let i = chooser.pick(eligible.count)
      var j = chooser.pick(eligible.count - 1)
      if j >= i { j += 1 }
      let a = nth(i, g, eligible, query, &request, now)
      let b = nth(j, g, eligible, query, &request, now)
      return better(a, b, g, query, &request, now)
    case .sticky: return sticky(g, eligible, query, &request, now, &chooser)
    }
  }

  /// Whether a member is eligible: remembered for the first 64.
  private func isEligible(
    _ i: Int, _ m: Int, _ g: Int, _ eligible: Eligible, _ query: Query,
    _ request: inout RequestState, _ now: Int64
  ) -> Bool {
    if i < 64 { return eligible.bits & (1 << UInt64(i)) != 0 }
    return !isDrained(m, query) && shareOfMember(g, m, query, &request, now, depth: 0) > 0
  }

  /// The n-th eligible member.
  private func nth(
    _ n: Int, _ g: Int, _ eligible: Eligible, _ query: Query, _ request: inout RequestState,
    _ now: Int64
  ) -> Int {
    let group = plan.groups[g]
    var left = n
    for (i, m) in group.members.range.enumerated()
    where isEligible(i, m, g, eligible, query, &request, now) {
      if left == 0 { return m }
      left -= 1
    }
    return Int(group.members.first)
  }

  /// The eligible member in whose part of all weights a draw lies.
  private func weighted(
    _ draw: Int64, _ g: Int, _ eligible: Eligible, _ query: Query,
    _ request: inout RequestState, _ now: Int64
  ) -> Int {
    let group = plan.groups[g]
    var left = draw
    var last = Int(group.members.first)
    for (i, m) in group.members.range.enumerated()
    where isEligible(i, m, g, eligible, query, &request, now) {
      let weight = weight(g, m, query, now)
      last = m
      if left < weight { return m }
      left -= weight
    }
    return last
  }

  /// The better of two drawn members: less loaded or faster, then sharing fewer fault domains with
  /// what was tried, then the one drawn first.
  private func better(
    _ a: Int, _ b: Int, _ g: Int, _ query: Query, _ request: inout RequestState, _ now: Int64
  ) -> Int {
    let group = plan.groups[g]
    let first: Int64
    let second: Int64
    if group.balance == Balance.fastest.rawValue {
      first = plan.members[a].aim.endpoint.map { cost($0) } ?? 0
      second = plan.members[b].aim.endpoint.map { cost($0) } ?? 0
    } else {
      first = FixedPoint.product(inFlight(plan.members[a].aim), weight(g, b, query, now), over: 1)
      second = FixedPoint.product(inFlight(plan.members[b].aim), weight(g, a, query, now), over: 1)
    }
    if first != second { return first < second ? a : b }
    guard query.leaving >= 0 || request.usedCount > 0 else { return a }
    let shared = sharedDomains(plan.members[a].aim, query, &request)
    return sharedDomains(plan.members[b].aim, query, &request) < shared ? b : a
  }

  /// How long an endpoint's answers take, times the attempts in flight there and this one.
  @inline(__always)
  func cost(_ e: Int) -> Int64 {
    let row = plan.endpoints[e]
    let cell = state.words(row.cell)
    let average = Average(cell.from(EndpointCell.average)).value(or: row.typical)
    return FixedPoint.product(average, cell.signed(EndpointCell.inFlight) + 1, over: 1)
  }

  /// Attempts in flight at an endpoint, of its cell.
  @inline(__always)
  func inFlight(_ cell: Words) -> Int64 { Swift.max(0, cell.signed(EndpointCell.inFlight)) }

  /// Attempts in flight below a target.
  func inFlight(_ aim: Aim, depth: Int = 0) -> Int64 {
    if let e = aim.endpoint { return inFlight(state.words(plan.endpoints[e].cell)) }
    guard depth < 64 else { return 0 }
    let group = plan.groups[aim.group]
    var sum: Int64 = 0
    for m in group.members.range { sum += inFlight(plan.members[m].aim, depth: depth + 1) }
    for a in group.arms.range { sum += inFlight(plan.arms[a].aim, depth: depth + 1) }
    return sum
  }

  /// How many of a target's fault domains hold an endpoint that the request was failed over from,
  /// the one that it is leaving included.
  private func sharedDomains(_ aim: Aim, _ query: Query, _ request: inout RequestState) -> Int {
    guard let e = aim.endpoint else { return 0 }
    var shared = 0
    for d in plan.endpoints[e].domains.range where isTried(plan.domains[d], query, &request) {
      shared += 1
    }
    return shared
  }

  private func isTried(_ domain: UInt32, _ query: Query, _ request: inout RequestState) -> Bool {
    if query.leaving >= 0 && lies(query.leaving, in: domain) { return true }
    for i in 0..<request.usedCount {
      let used = request.used(i)
      guard used.flags & Used.failedOver != 0 else { continue }
      if lies(Int(used.endpoint), in: domain) { return true }
    }
    return false
  }

  private func lies(_ e: Int, in domain: UInt32) -> Bool {
    for d in plan.endpoints[e].domains.range where plan.domains[d] == domain { return true }
    return false
  }

  /// Weighted rendezvous hashing with bounded load.
  ///
  /// Thaler, Ravishankar: Using Name-Based Mappings to Increase Hit Rates, 1998; the weights as in
  /// Schindelhauer, Schomaker: Weighted Distributed Hash Tables, 2005; the bound of 1.25 times the
  /// fair share as in Mirrokni, Thorup, Zadimoghaddam: Consistent Hashing with Bounded Loads, 2018.
  private func sticky<C: Chooser>(
    _ g: Int, _ eligible: Eligible, _ query: Query, _ request: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Int {
    let group = plan.groups[g]
    var key = UInt64(request.facts.hash(group.stickyTag))
    if key == 0 { key = UInt64(bitPattern: chooser.between(0, .max)) }
    var total: Int64 = 1
    for (i, m) in group.members.range.enumerated()
    where isEligible(i, m, g, eligible, query, &request, now) {
      total += inFlight(plan.members[m].aim)
    }
    var best = -1
    var bounded = -1
    for (i, m) in group.members.range.enumerated()
    where isEligible(i, m, g, eligible, query, &request, now) {
      if best < 0 || isCloser(key, m, best, g, query, now) { best = m }
      // ⌈1.25 × total × weight ÷ all weights⌉ − 1 may be in flight there.
      let fair = FixedPoint.product(5 * total, weight(g, m, query, now), over: 4 * eligible.weight)
      let isExact = isWhole(5 * total, weight(g, m, query, now), 4 * eligible.weight)
      let most = isExact ? fair - 1 : fair
      if inFlight(plan.members[m].aim) <= most,
        bounded < 0 || isCloser(key, m, bounded, g, query, now)
      {
        bounded = m
      }
    }
    return bounded < 0 ? best : bounded
  }

  private func isWhole(_ a: Int64, _ b: Int64, _ d: Int64) -> Bool {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return !overflow && product % d == 0
  }

  /// Whether a key is closer to member `a` than to `b`: −log2(u) ÷ weight, by multiplication.
  private func isCloser(
    _ key: UInt64, _ a: Int, _ b: Int, _ g: Int, _ query: Query, _ now: Int64
  ) -> Bool {
    let first = distance(key, a).multipliedFullWidth(by: UInt64(weight(g, b, query, now)))
    let second = distance(key, b).multipliedFullWidth(by: UInt64(weight(g, a, query, now)))
    return first.high != second.high ? first.high < second.high : first.low < second.low
  }

  /// −log2(u) of a key and a member in units of 2⁻³², u their hash as a number below 1.
  private func distance(_ key: UInt64, _ m: Int) -> UInt64 {
    let hash = FixedPoint.mix(key ^ FixedPoint.mix(plan.members[m].nameHash))
    return UInt64(64 << 32 - FixedPoint.log2Q32(Swift.max(1, hash)))
  }
}
