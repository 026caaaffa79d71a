import PolicyGraph

/// Whether one endpoint may take one request.
extension Interpreter {
  /// The endpoint's breaker under a route.
  @inline(__always)
  func binding(_ e: Int, _ breaker: UInt32) -> Int { plan.binding(e, breaker) }

  /// What is wrong with an endpoint for a request, in the order that traces tell it.
  func check(_ e: Int, _ query: Query, _ request: inout RequestState, _ now: Int64) -> Verdict {
    if !query.asks {
      if request.usedCount > 0 && wasLeft(e, &request) { return Verdict(reason: .failedOver) }
      if e == query.leaving { return Verdict(reason: .failedOver) }
      if request.inFlight != 0 && isInFlight(e, &request) { return Verdict(reason: .inFlight) }
      if let reason = unfit(e, query, &request) { return Verdict(reason: reason) }
    }
    let row = plan.endpoints[e]
    // A question is no request: it is small, whatever it is about.
    let size = query.asks ? 0 : request.facts.size
    if let reason = unhealthy(e, query, now) { return Verdict(reason: reason) }
    if cools(e, allowShared: query.allowShared, now) { return Verdict(reason: .cooling) }
    var slot = Leg.noSlot
    if row.slots.count > 0 {
      let found = usable(e, query.allowShared, tried: 0, size: size, now)
      if found.reason != .none { return found }
      slot = found.slot
    }
    if row.limits.count > 0 && !haveRoom(row.limits, size, now) {
      return Verdict(reason: .limitFull)
    }
    if query.pathEnd &- now < row.atLeast { return Verdict(reason: .noTimeLeft) }
    return Verdict(reason: .none, slot: slot)
  }

  /// Whether the request was failed over from it.
  func wasLeft(_ e: Int, _ request: inout RequestState) -> Bool {
    guard let place = request.findUsed(e, Used.anyRule) else { return false }
    return request.used(place).flags & Used.failedOver != 0
  }

  func isInFlight(_ e: Int, _ request: inout RequestState) -> Bool {
    for leg in 0..<RuntimeLimits.legsMax
    where request.inFlight & (1 << UInt8(leg)) != 0 && Int(request.leg(leg).endpoint) == e {
      return true
    }
    return false
  }

  /// What no change of health could fix.
  @inline(__always)
  func unfit(
    _ e: Int, _ query: Query, _ request: inout RequestState
  ) -> Reason? {
    let row = plan.endpoints[e]
    if row.serves.count > 0, !serves(row.serves, request.facts) { return .notServed }
    if query.requires.count > 0 || query.resumes, !supports(e, query) { return .notSupported }
    if query.same != none && !isSame(e, as: query.leaving, in: query.same) { return .otherDomain }
    if request.facts.size > row.context { return .tooLarge }
    if request.largerThan >= 0 && row.context <= request.largerThan { return .notLarger }
    return nil
  }

  /// Whether a request carries, of each tag in a run, one of its values there.
  func serves(_ run: Extent, _ facts: RequestFacts) -> Bool {
    var tag = none
    var isServed = true
    for i in run.range {
      let one = plan.served[i]
      if one.tag != tag {
        if !isServed { return false }
        tag = one.tag
        isServed = false
      }
      if facts.value(tag) == one.value { isServed = true }
    }
    return isServed
  }

  func supports(_ e: Int, _ query: Query) -> Bool {
    if query.resumes && !plan.endpoints[e].resumes { return false }
    return plan.supports(e, query.requires)
  }

  /// Whether an endpoint lies in a domain of a label in which another one lies as well.
  private func isSame(_ e: Int, as other: Int, in label: UInt32) -> Bool {
    let row = plan.endpoints[e]
    guard other >= 0 else { return true }
    let theirs = plan.endpoints[other].domains
    for i in row.domains.range where plan.domainLabels[i] == label {
      for j in theirs.range where plan.domains[j] == plan.domains[i] { return true }
    }
    return false
  }

  /// What is wrong with its health: no credential, the operator, its probe, its breaker.
  @inline(__always)
  private func unhealthy(_ e: Int, _ query: Query, _ now: Int64) -> Reason? {
    let row = plan.endpoints[e]
    if row.isExcluded { return .excluded }
    let health = state.words(row.cell).load(EndpointCell.health)
    if health & EndpointCell.isolated != 0 { return .isolated }
    if query.ignoresHealth { return nil }
    if health & row.heeded & EndpointCell.down != 0 { return .probeDown }
    switch look(plan.bindings[binding(e, query.breaker)], e, now, changes: !query.explains) {
    case .admits: return nil
    case .probe: return query.allowsProbes ? nil : .onceNoProbe
    case .open: return .breakerOpen
    case .full: return .halfOpenFull
    }
  }

  /// What will still be wrong with an endpoint at a later time if nothing happens until then;
  /// limits have room again by themselves, and are left out.
  func outlook(_ e: Int, _ query: Query, _ request: inout RequestState, _ at: Int64) -> Reason? {
    var query = query
    query.explains = true
    if let reason = unfit(e, query, &request) ?? unhealthy(e, query, at) { return reason }
    if cools(e, allowShared: query.allowShared, at) { return .cooling }
    let slots = plan.endpoints[e].slots
    for s in slots.range where !cools(plan.slots[s], of: e, allowShared: query.allowShared, at) {
      return nil
    }
    return slots.count > 0 ? .cooling : nil
  }

  /// The first of an endpoint's credentials that is not among `tried` and can be used.
  func usable(
    _ e: Int, _ allowShared: Bool, tried: UInt64, size: Int64, _ now: Int64
  ) -> Verdict {
    let row = plan.endpoints[e]
    var reason = Reason.cooling
    var bit: UInt64 = 1
    for s in row.slots.range {
      let isTried = tried & bit != 0
      bit <<= 1
      let slot = plan.slots[s]
      if isTried || cools(slot, of: e, allowShared: allowShared, now) { continue }
      if slot.limits.count > 0 && !haveRoom(slot.limits, size, now) {
        reason = .limitFull
      } else {
        return Verdict(reason: .none, slot: UInt32(s))
      }
    }
    return Verdict(reason: reason)
  }

  /// Whether an endpoint is down: for holders, what does not depend on one request.
  @inline(__always)
  func isDown(_ e: Int, _ query: Query, _ now: Int64) -> Bool {
    let row = plan.endpoints[e]
    let health = state.words(row.cell).load(EndpointCell.health)
    if row.isExcluded || health & row.heeded != 0 { return true }
    if look(plan.bindings[binding(e, query.breaker)], e, now) != .admits { return true }
    return refusedUntil(e, now).isRefused
  }

  /// Since when an endpoint that is not down has been so; `Int64.min` for ever.
  func upSince(_ e: Int, _ query: Query, _ now: Int64) -> Int64 {
    let row = plan.endpoints[e]
    var since = Stamp.time(state.words(row.cell).load(EndpointCell.upSince))
    let bound = plan.bindings[binding(e, query.breaker)]
    if bound.breaker != none {
      since = Swift.max(since, Stamp.time(state.words(bound.cell).load(BreakerCell.closedAt)))
    }
    return Swift.max(since, refusedUntil(e, now).until)
  }
}
