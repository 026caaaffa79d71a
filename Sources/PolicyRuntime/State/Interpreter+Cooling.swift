import PolicyGraph

/// The cells that an endpoint's failures may cool.
extension Interpreter {
  /// Whether the endpoint itself, its address or its provider cools.
  @inline(__always)
  func cools(_ e: Int, allowShared: Bool, _ now: Int64) -> Bool {
    let row = plan.endpoints[e]
    let provider = state.words(row.provider)
    if provider.signed(ScopeCell.quick) <= now { return false }
    if state.words(row.cell).signed(EndpointCell.cooling) > now { return true }
    if provider.signed(ScopeCell.strict) > now { return true }
    if !allowShared && provider.signed(ScopeCell.soft) > now { return true }
    if row.address == none { return false }
    let address = state.words(row.address)
    if address.signed(ScopeCell.strict) > now { return true }
    return !allowShared && address.signed(ScopeCell.soft) > now
  }

  /// Whether a credential of an endpoint cools.
  @inline(__always)
  func cools(_ slot: Slot, of e: Int, allowShared: Bool, _ now: Int64) -> Bool {
    let row = plan.endpoints[e]
    if state.words(row.provider).signed(ScopeCell.quick) <= now { return false }
    if state.words(slot.cell).signed(0) > now { return true }
    let credential = state.words(slot.scope)
    let account = state.words(slot.account)
    if credential.signed(ScopeCell.strict) > now || account.signed(ScopeCell.strict) > now {
      return true
    }
    if allowShared { return false }
    return credential.signed(ScopeCell.soft) > now || account.signed(ScopeCell.soft) > now
  }

  /// Whether something of the endpoint, or of this credential of it, cools only for another's
  /// failure.
  func coolsShared(_ e: Int, _ slot: UInt32, _ now: Int64) -> Bool {
    if cools(e, allowShared: false, now) { return true }
    return slot != Leg.noSlot && cools(plan.slots[Int(slot)], of: e, allowShared: false, now)
  }

  /// Until when all of an endpoint's credentials are refused; `Int64.min` if one is not.
  func refusedUntil(_ e: Int, _ now: Int64) -> (isRefused: Bool, until: Int64) {
    let row = plan.endpoints[e]
    if row.slots.count == 0 || state.words(row.provider).signed(ScopeCell.quick) == 0 {
      return (false, .min)
    }
    var earliest = Int64.max
    for s in row.slots.range {
      let until = state.words(plan.slots[s].scope).signed(ScopeCell.strict)
      earliest = Swift.min(earliest, until == 0 ? .min : until)
    }
    return (earliest > now, earliest)
  }

  /// Cools what a failure's scope names; gives the time until it cools, `Int64.min` if nothing.
  func cool(
    _ e: Int, _ slot: UInt32, _ errorClass: UInt32, _ scope: Scope, hint: Int64,
    _ now: Int64
  ) -> Int64 {
    if scope == .request || scope == .local { return .min }
    let start = plan.known.coolingStart(errorClass)
    if hint < 0 && start == 0 { return .min }
    let row = plan.endpoints[e]
    let strict = plan.known.isStrict(errorClass)
    let (cell, streak) = scopeCell(e, slot, scope)
    let most =
      row.coolingMax >= 0
      ? row.coolingMax : errorClass == plan.known.banned ? 86_400_000_000_000 : 600_000_000_000
    var span = hint
    if hint < 0 {
      let isCooling = cooledUntil(e, slot, scope, cell) > now
      span = lengthen(streak, start, isCooling: isCooling)
    }
    let until = FixedPoint.sum(now, Swift.min(span, most))
    mark(e, slot, scope, until)
    if let cell { cell.raise(strict ? ScopeCell.strict : ScopeCell.soft, to: until) }
    state.words(row.provider).raise(ScopeCell.quick, to: until)
    state.changed()
    if listener != nil { recordCooled(e, slot, errorClass, scope, until - now, now) }
    return until
  }

  /// The cell that a scope cools beside the endpoint's own mark, and the word of its streak.
  private func scopeCell(
    _ e: Int, _ slot: UInt32, _ scope: Scope
  ) -> (cell: Words?, streak: Words) {
    let row = plan.endpoints[e]
    let own = state.words(row.cell).from(EndpointCell.streak)
    var cell: Words?
    switch scope {
    case .credential where slot != Leg.noSlot:
      cell = state.words(plan.slots[Int(slot)].scope)
    case .account where slot != Leg.noSlot:
      cell = state.words(plan.slots[Int(slot)].account)
    case .address where row.address != none: cell = state.words(row.address)
    case .provider where row.address != none: cell = state.words(row.provider)
    case .endpoint, .credential, .account, .address, .provider, .request, .local: cell = nil
    }
    return (cell, cell.map { $0.from(ScopeCell.streak) } ?? own)
  }

  private func cooledUntil(
    _ e: Int, _ slot: UInt32, _ scope: Scope, _ cell: Words?
  ) -> Int64 {
    let row = plan.endpoints[e]
    if let cell { return Swift.max(cell.signed(ScopeCell.strict), cell.signed(ScopeCell.soft)) }
    return state.words(row.cell).signed(EndpointCell.cooling)
  }

  /// The next length of a cooling without a hint: twice the last one, but failures that come while
  /// it lasts belong to it and do not lengthen it.
  private func lengthen(_ streak: Words, _ start: Int64, isCooling: Bool) -> Int64 {
    let most: Int64 = 600_000_000_000
    let before = streak.load(0)
    let doublings = isCooling && before > 0 ? before - 1 : before
    if !isCooling { _ = streak.replace(0, before, by: Swift.min(before + 1, 64)) }
    return doublings >= 20 ? most : Swift.min(most, start << Int64(doublings))
  }

  /// Marks what failed itself: the endpoint, or its credentials that share the trouble.
  private func mark(_ e: Int, _ slot: UInt32, _ scope: Scope, _ until: Int64) {
    let row = plan.endpoints[e]
    switch scope {
    case .credential where slot != Leg.noSlot:
      state.words(plan.slots[Int(slot)].cell).raise(0, to: until)
    case .account where slot != Leg.noSlot:
      let account = plan.slots[Int(slot)].account
      for s in row.slots.range where plan.slots[s].account == account {
        state.words(plan.slots[s].cell).raise(0, to: until)
      }
    case .endpoint, .credential, .account, .address, .provider, .request, .local:
      state.words(row.cell).raise(EndpointCell.cooling, to: until)
    }
  }

  /// A success ends the streaks of all that it used.
  @inline(__always)
  func endStreaks(_ e: Int, _ slot: UInt32) {
    let row = plan.endpoints[e]
    if state.words(row.provider).load(ScopeCell.quick) == 0 { return }
    endStreaksClosely(e, slot)
  }

  /// The same at a provider where something cooled.
  func endStreaksClosely(_ e: Int, _ slot: UInt32) {
    let row = plan.endpoints[e]
    clear(state.words(row.cell), EndpointCell.streak)
    clear(state.words(row.provider), ScopeCell.streak)
    if row.address != none { clear(state.words(row.address), ScopeCell.streak) }
    guard slot != Leg.noSlot else { return }
    clear(state.words(plan.slots[Int(slot)].scope), ScopeCell.streak)
    clear(state.words(plan.slots[Int(slot)].account), ScopeCell.streak)
  }

  private func clear(_ cell: Words, _ word: Int) {
    if cell.load(word) != 0 { cell.store(word, UInt64(0)) }
  }
}
