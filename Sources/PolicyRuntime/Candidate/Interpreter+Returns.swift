import PolicyGraph

/// When an endpoint that is passed over will be a candidate again.
struct Return {
  /// What ends then.
  enum Cause {
    /// Nothing kept it out.
    case nothing
    case cooling
    /// A limit's window has room again.
    case window
    /// A place of a limit's concurrency may be free.
    case place
  }

  var endpoint: Int
  /// The last of what keeps it out ends then; `Int64.max` if that never does.
  var at: Int64
  var cause = Cause.nothing

  /// Something keeps it out until `time`.
  mutating func wait(until time: Int64, _ cause: Cause) {
    guard time > at else { return }
    at = time
    self.cause = cause
  }
}

/// The first endpoint of some targets that will be a candidate again.
struct Soonest {
  let now: Int64
  /// Nothing later is of use.
  let until: Int64
  /// When the path ends that the attempt would belong to.
  let pathEnd: Int64
  /// Whether the end of an open breaker counts.
  let countsBreakers: Bool
  /// The first that is a candidate now.
  private(set) var free: Int?
  /// The first that only time keeps out; of equals, the one met first.
  private(set) var found: Return?

  init(now: Int64, until: Int64, pathEnd: Int64, countsBreakers: Bool) {
    self.now = now
    self.until = until
    self.pathEnd = pathEnd
    self.countsBreakers = countsBreakers
  }

  /// The last time at which an attempt at an endpoint that wants `atLeast` may be sent.
  func last(_ atLeast: Int64) -> Int64 {
    Swift.min(until, pathEnd == .max ? .max : pathEnd - atLeast)
  }

  mutating func add(_ one: Return, atLeast: Int64) {
    if one.at <= now {
      if free == nil { free = one.endpoint }
      return
    }
    var one = one
    let last = last(atLeast)
    // A place may be free at any time: it is looked for until the last moment.
    if one.cause == .place { one.at = Swift.min(one.at, last) }
    guard one.at > now, one.at <= last, found.map({ one.at < $0.at }) ?? true else { return }
    found = one
  }
}

extension Interpreter {
  /// Looks below a target for the first endpoint that time alone keeps out.
  ///
  /// Coolings learnt from other endpoints and half-open probes are put up with, as in the last pass
  /// of a walk. Below a group that may panic, breakers and probes keep nobody out.
  func findSoonest(
    _ aim: Aim, _ query: Query, _ request: inout RequestState, _ soonest: inout Soonest,
    depth: Int = 0
  ) {
    if let e = aim.endpoint {
      guard let one = comesBack(e, query, &request, soonest) else { return }
      return soonest.add(one, atLeast: plan.endpoints[e].atLeast)
    }
    guard depth < 64 else { return }
    let g = aim.group
    let group = plan.groups[g]
    var query = query
    if group.panicPpb >= 0 { query.ignoresHealth = true }
    if group.kind == GroupKind.select.rawValue {
      guard let arm = arm(g, &request) else { return }
      return findSoonest(arm, query, &request, &soonest, depth: depth + 1)
    }
    for m in group.members.range {
      findSoonest(plan.members[m].aim, query, &request, &soonest, depth: depth + 1)
    }
  }

  /// When an endpoint is a candidate again; nil if something keeps it out that time does not end.
  func comesBack(
    _ e: Int, _ q: Query, _ request: inout RequestState, _ soonest: Soonest
  ) -> Return? {
    let now = soonest.now
    if !q.asks && (e == q.leaving || wasLeft(e, &request) || isInFlight(e, &request)) { return nil }
    if unfit(e, q, &request) != nil { return nil }
    let row = plan.endpoints[e]
    if row.isExcluded { return nil }
    var back = Return(endpoint: e, at: now)
    let health = state.words(row.cell).load(EndpointCell.health)
    if health & EndpointCell.isolated != 0 { return nil }
    if !q.ignoresHealth {
      if health & EndpointCell.down != 0 { return nil }
      let bound = plan.bindings[binding(e, q.breaker)]
      switch look(bound, e, now) {
      case .admits, .probe: break
      case .open where soonest.countsBreakers:
        back.wait(until: state.words(bound.cell).signed(BreakerCell.until), .cooling)
      case .open, .full: return nil
      }
    }
    back.wait(until: cooledUntil(e, now), .cooling)
    if row.slots.count > 0 {
      var best: Return?
      for s in row.slots.range {
        var one = Return(endpoint: e, at: now)
        one.wait(until: cooledUntil(plan.slots[s], of: e, now), .cooling)
        haveRoom(at: &one, plan.slots[s].limits, request.facts.size, pace: row.pace, now)
        if best.map({ one.at < $0.at }) ?? true { best = one }
      }
      if let best { back.wait(until: best.at, best.cause) }
    }
    haveRoom(at: &back, row.limits, request.facts.size, pace: row.pace, now)
    return back.at == .max ? nil : back
  }

  /// When all of some limits have room; a place is looked for after `pace`.
  func haveRoom(
    at one: inout Return, _ run: Extent, _ size: Int64, pace: Int64, _ now: Int64
  ) {
    for i in run.range {
      let limit = plan.limits[i]
      if limit.concurrencyCell != none
        && Int64(state.words(limit.concurrencyCell).load(0)) >= limit.concurrency
      {
        one.wait(until: FixedPoint.sum(now, pace), .place)
      }
      if limit.requestsCell != none {
        let window = StartWindow(state.words(limit.requestsCell), per: limit.requestsPer)
        one.wait(until: window.roomAt(for: 1, within: limit.requests, at: now), .window)
      }
      if limit.tokensCell != none {
        let window = StartWindow(state.words(limit.tokensCell), per: limit.tokensPer)
        one.wait(until: window.roomAt(for: size, within: limit.tokens, at: now), .window)
      }
    }
  }

  /// Until when the endpoint itself, its address or its provider cools, what is learnt from others
  /// left out; a time that is past if none does.
  private func cooledUntil(_ e: Int, _ now: Int64) -> Int64 {
    let row = plan.endpoints[e]
    let provider = state.words(row.provider)
    if provider.signed(ScopeCell.quick) <= now { return .min }
    var until = Swift.max(
      state.words(row.cell).signed(EndpointCell.cooling), provider.signed(ScopeCell.strict))
    if row.address != none {
      until = Swift.max(until, state.words(row.address).signed(ScopeCell.strict))
    }
    return until
  }

  /// The same for a credential of an endpoint.
  private func cooledUntil(_ slot: Slot, of e: Int, _ now: Int64) -> Int64 {
    if state.words(plan.endpoints[e].provider).signed(ScopeCell.quick) <= now { return .min }
    return Swift.max(
      state.words(slot.cell).signed(0), state.words(slot.scope).signed(ScopeCell.strict),
      state.words(slot.account).signed(ScopeCell.strict))
  }
}
