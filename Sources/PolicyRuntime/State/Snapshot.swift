public import PolicyGraph

/// All live state at one moment, for operators and metrics; each cell is read for itself.
public struct Snapshot: Sendable {
  /// When.
  public var at: Tick
  /// Every endpoint, in the policy's order.
  public var endpoints: [EndpointSnapshot] = []
  /// Every active-passive group, once for each breaker under which routes come to it.
  public var holders: [HolderSnapshot] = []
  /// Every route.
  public var routes: [RouteSnapshot] = []
}

/// The phase of a breaker.
public enum BreakerPhase: UInt8, Sendable {
  case closed, open, halfOpen

  /// The word in metrics and JSON.
  public var word: StaticString {
    switch self {
    case .closed: "closed"
    case .open: "open"
    case .halfOpen: "half-open"
    }
  }
}

/// An endpoint's live state.
public struct EndpointSnapshot: Sendable {
  /// Which.
  public var endpoint: ID<Endpoint>
  /// Whether none of its credentials is there, so that nothing is sent there.
  public var isExcluded = false
  /// Whether the operator took it out.
  public var isIsolated = false
  /// Whether its probes say that it is down.
  public var isDown = false
  /// Attempts in flight; nil where nothing in the policy looks at them, so nobody counts.
  public var inFlight: Int?
  /// The latency average of useful answers; nil where no balance looks at it.
  public var average: Tick?
  /// Until when the endpoint, its address or its provider cools; nil if none does.
  public var coolingUntil: Tick?
  /// Its credentials, in the policy's order.
  public var credentials: [CredentialSnapshot] = []
  /// Its breakers: one for each declaration under which a route reaches it.
  public var breakers: [BreakerSnapshot] = []
}

/// A credential's live state at one endpoint.
public struct CredentialSnapshot: Sendable {
  /// Which.
  public var credential: ID<Credential>
  /// Until when it cools there; nil if it does not.
  public var coolingUntil: Tick?
}

/// A breaker's live state at one endpoint.
public struct BreakerSnapshot: Sendable {
  /// Which declaration.
  public var breaker: ID<Breaker>
  /// Its phase.
  public var phase: BreakerPhase
  /// Until when it is open; nil unless it is.
  public var until: Tick?
  /// Counted failures in a row.
  public var consecutive: Int
}

/// Who holds an active-passive group, for the routes with one breaker.
public struct HolderSnapshot: Sendable {
  /// Which group.
  public var group: ID<Group>
  /// The breaker of those routes; nil for those without one, and where every endpoint below the
  /// group has a breaker of its own, so that the group has one holder.
  public var breaker: ID<Breaker>?
  /// The member that holds, counted from 0.
  public var member: Int
  /// Since when; nil if it has held for ever.
  public var since: Tick?
}

/// A route's live state.
public struct RouteSnapshot: Sendable {
  /// Which.
  public var route: ID<Route>
  /// First attempts in the budget's window.
  public var firstAttempts: Int64 = 0
  /// Tokens reserved in the budget's window.
  public var tokens: Int64 = 0
  /// Since when it browns out; nil if it does not.
  public var brownoutSince: Tick?
  /// Requests that wait for a candidate; nil if the route has no `wait`.
  public var waiting: Int64?
  /// Waits for a candidate that began, ever.
  public var waits: Int64 = 0
}

extension Snapshot {
  /// Who holds a group for routes with a breaker; nil if it is not active-passive.
  public func holder(of group: ID<Group>, under breaker: ID<Breaker>?) -> HolderSnapshot? {
    var first: HolderSnapshot?
    for holder in holders where holder.group == group {
      if holder.breaker == breaker { return holder }
      if first == nil { first = holder }
    }
    return first
  }
}

extension Interpreter {
  /// Reads all live state; allocates, and does not disturb requests.
  public func snapshot(at now: Tick) -> Snapshot {
    let time = Swift.max(0, now.ns)
    var snapshot = Snapshot(at: now)
    for e in 0..<plan.endpoints.count { snapshot.endpoints.append(endpoint(e, time)) }
    for g in 0..<plan.groups.count {
      for h in plan.groups[g].holders.range { snapshot.holders.append(holder(g, plan.holders[h])) }
    }
    for r in 0..<plan.routes.count { snapshot.routes.append(route(r, time)) }
    return snapshot
  }

  private func endpoint(_ e: Int, _ now: Int64) -> EndpointSnapshot {
    let row = plan.endpoints[e]
    let cell = state.words(row.cell)
    let health = cell.load(EndpointCell.health)
    var one = EndpointSnapshot(endpoint: ID(e))
    one.isExcluded = row.isExcluded
    one.isIsolated = health & EndpointCell.isolated != 0
    one.isDown = health & row.heeded & EndpointCell.down != 0
    if row.countsInFlight { one.inFlight = Int(inFlight(Aim(raw: Int32(e)))) }
    if row.averages {
      let average = Average(cell.from(EndpointCell.average))
      one.average = Tick(ns: average.value(or: row.typical))
    }
    var until = cell.signed(EndpointCell.cooling)
    for scope in [row.provider, row.address] where scope != none {
      let words = state.words(scope)
      until = Swift.max(until, words.signed(ScopeCell.strict), words.signed(ScopeCell.soft))
    }
    one.coolingUntil = later(until, now)
    for s in row.slots.range {
      let slot = plan.slots[s]
      var end = state.words(slot.cell).signed(0)
      for scope in [slot.scope, slot.account] {
        let words = state.words(scope)
        end = Swift.max(end, words.signed(ScopeCell.strict), words.signed(ScopeCell.soft))
      }
      one.credentials.append(
        CredentialSnapshot(
          credential: ID(Int(slot.credential)), coolingUntil: later(end, now)))
    }
    for binding in row.bindings.range where plan.bindings[binding].breaker != none {
      one.breakers.append(breaker(plan.bindings[binding], now))
    }
    return one
  }

  private func holder(_ g: Int, _ held: Binding) -> HolderSnapshot {
    let cell = state.words(held.cell)
    let member = HolderCell.member(cell.load(HolderCell.holder))
    let since = Stamp.time(cell.load(HolderCell.since + member))
    return HolderSnapshot(
      group: ID(g), breaker: held.breaker == none ? nil : ID(Int(held.breaker)), member: member,
      since: since == .min ? nil : Tick(ns: since))
  }

  private func later(_ until: Int64, _ now: Int64) -> Tick? {
    until > now ? Tick(ns: until) : nil
  }

  private func breaker(_ binding: Binding, _ now: Int64) -> BreakerSnapshot {
    let cell = state.words(binding.cell)
    let word = cell.load(BreakerCell.phase)
    let phase: BreakerPhase
    switch BreakerCell.phase(word) {
    case BreakerCell.closed, BreakerCell.closing: phase = .closed
    case BreakerCell.halfOpen: phase = .halfOpen
    case BreakerCell.open
    where plan.breakers[Int(binding.breaker)].calls == 0 && cell.signed(BreakerCell.until) <= now:
      phase = .closed
    default: phase = .open  // open, or about to be
    }
    return BreakerSnapshot(
      breaker: ID(Int(binding.breaker)), phase: phase,
      until: phase == .open ? Tick(ns: cell.signed(BreakerCell.until)) : nil,
      consecutive: Int(BreakerCell.consecutive(word)))
  }

  private func route(_ r: Int, _ now: Int64) -> RouteSnapshot {
    let row = plan.routes[r]
    var one = RouteSnapshot(route: ID(r))
    if row.budgeted {
      let budget = BudgetWindow(
        state.words(row.budgetCell), over: row.budgetOver, lanes: SharedState.lanesMax)
      let usage = budget.usage(at: now)
      one.firstAttempts = usage.firsts
      one.tokens = usage.tokens
    }
    if row.waitCell != none {
      let cell = state.words(row.waitCell)
      one.waiting = Int64(cell.load(WaitCell.total))
      one.waits = Int64(cell.load(WaitCell.begun))
    }
    if row.brownout != none {
      let cell = state.words(plan.brownouts[Int(row.brownout)].cell)
      let since = Stamp.time(cell.load(BrownoutCell.since))
      if since != .min { one.brownoutSince = Tick(ns: since) }
    }
    return one
  }
}
