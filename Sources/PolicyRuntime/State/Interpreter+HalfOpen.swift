import PolicyGraph

/// From open to closed: the end of a cooldown, probes and their places.
extension Interpreter {
  /// What a breaker that is not closed says: a probe whose lease is over has failed when it ended.
  ///
  /// Without `changes` it is what a look would find, and nothing is noticed.
  func lookClosely(
    _ binding: Binding, _ cell: Words, _ endpoint: Int, _ now: Int64, changes: Bool
  ) -> Look {
    let word = cell.load(BreakerCell.phase)
    let breaker = plan.breakers[Int(binding.breaker)]
    switch BreakerCell.phase(word) {
    case BreakerCell.closed: return .admits
    case BreakerCell.open:
      if cell.signed(BreakerCell.until) > now { return .open }
      if breaker.calls > 0 { return .probe }
      if changes { endCooldown(binding, breaker, cell, word, endpoint, now) }
      return .admits
    case BreakerCell.halfOpen:
      var isFree = false
      var ended = Int64.max
      for i in 0..<places(breaker, cell, word) {
        let lease = cell.load(BreakerCell.leases + i)
        if lease == 0 { isFree = true } else { ended = Swift.min(ended, Stamp.time(lease)) }
      }
      if ended > now { return isFree ? .probe : .full }
      guard changes else {
        return reopened(binding, breaker, cell, word, at: ended) > now ? .open : .probe
      }
      record(.breaker, .leaseExpired, now, endpoint: endpoint, breaker: binding.breaker)
      open(binding, cell, word, endpoint, at: ended, now, span: nil)
      return lookClosely(binding, cell, endpoint, now, changes: changes)
    default: return .open  // being changed by another thread
    }
  }

  /// Takes a permit for an attempt that is given up at `leaseUntil`; nil if there is none any more.
  func admit(_ binding: Binding, _ endpoint: Int, _ now: Int64, leaseUntil: Int64) -> Permit? {
    if binding.breaker == none { return Permit() }
    let cell = state.words(binding.cell)
    let breaker = plan.breakers[Int(binding.breaker)]
    var word = cell.load(BreakerCell.phase)
    if BreakerCell.phase(word) == BreakerCell.open && cell.signed(BreakerCell.until) <= now {
      endCooldown(binding, breaker, cell, word, endpoint, now)
      word = cell.load(BreakerCell.phase)
    }
    let generation = BreakerCell.generation(word)
    if BreakerCell.phase(word) == BreakerCell.closed { return Permit(generation: generation) }
    guard BreakerCell.phase(word) == BreakerCell.halfOpen else { return nil }
    let stamp = Stamp.word(leaseUntil)
    for i in 0..<places(breaker, cell, word)
    where cell.replace(BreakerCell.leases + i, 0, by: stamp) {
      if BreakerCell.generation(cell.latest(BreakerCell.phase)) == generation {
        return Permit(generation: generation, lease: UInt16(i), isProbe: true)
      }
      _ = cell.replace(BreakerCell.leases + i, stamp, by: 0)
      return nil
    }
    return nil
  }

  /// How many probes may be in flight in the half-open period of `word`.
  private func places(_ breaker: PlanBreaker, _ cell: Words, _ word: UInt64) -> Int {
    breaker.atOnce
      + HalfOpen(cell.load(BreakerCell.halfOpenPeriod), of: BreakerCell.generation(word)).extra
  }

  /// The cooldown is over: half-open, or closed since then where no probe is asked for.
  private func endCooldown(
    _ binding: Binding, _ breaker: PlanBreaker, _ cell: Words, _ word: UInt64, _ endpoint: Int,
    _ now: Int64
  ) {
    if breaker.calls == 0 {
      close(binding, breaker, cell, word, endpoint, at: cell.signed(BreakerCell.until), now)
    } else if cell.replace(
      BreakerCell.phase, word, by: BreakerCell.next(word, BreakerCell.halfOpen))
    {
      state.changed()
      record(.breaker, .breakerHalfOpen, now, endpoint: endpoint, breaker: binding.breaker)
    }
  }

  /// Closes a breaker that stands at `word`, as of `time`; does nothing if another thread changed
  /// it.
  ///
  /// - Parameter forgets: Whether it is forgotten how far the cooldown had grown.
  func close(
    _ binding: Binding, _ breaker: PlanBreaker, _ cell: Words, _ word: UInt64, _ endpoint: Int,
    at time: Int64, _ now: Int64, forgets: Bool = false
  ) {
    guard cell.replace(BreakerCell.phase, word, by: BreakerCell.next(word, BreakerCell.closing))
    else { return }
    clear(binding, breaker, cell)
    if forgets {
      cell.store(BreakerCell.exponent, UInt64(0))
      cell.store(BreakerCell.cooldown, UInt64(0))
    }
    cell.store(BreakerCell.closedAt, Stamp.word(time))
    // The claim already counted the generation on; only the phase is published.
    let claimed = cell.load(BreakerCell.phase)
    cell.store(BreakerCell.phase, claimed & ~7 | BreakerCell.closed)
    state.changed()
    record(.breaker, .breakerClosed, now, endpoint: endpoint, breaker: binding.breaker)
  }

  /// A good probe of a half-open period: enough of them close the breaker.
  func countProbe(
    _ binding: Binding, _ breaker: PlanBreaker, _ cell: Words, _ generation: UInt32,
    _ endpoint: Int,
    _ now: Int64
  ) {
    guard let (period, word) = changePeriod(cell, generation, { $0.succeeded }),
      period.successes >= breaker.calls
    else { return }
    close(binding, breaker, cell, word, endpoint, at: now, now)
  }

  /// Changes what a half-open period has come to, and gives it with the breaker's word; nil if the
  /// period is over.
  @discardableResult
  private func changePeriod(
    _ cell: Words, _ generation: UInt32, _ change: (HalfOpen) -> HalfOpen
  ) -> (HalfOpen, UInt64)? {
    while true {
      let word = cell.load(BreakerCell.phase)
      guard BreakerCell.phase(word) == BreakerCell.halfOpen,
        BreakerCell.generation(word) == generation
      else { return nil }
      let before = cell.load(BreakerCell.halfOpenPeriod)
      let period = change(HalfOpen(before, of: generation))
      if cell.replace(BreakerCell.halfOpenPeriod, before, by: period.word) {
        return (period, word)
      }
    }
  }

  /// Gives a probe's place back: its result is known, or it was not sent.
  func release(_ leg: Leg) {
    guard leg.flags & Leg.probe != 0 else { return }
    let binding = plan.bindings[Int(leg.binding)]
    let until = FixedPoint.sum(leg.startedAt, plan.endpoints[Int(leg.endpoint)].attempt)
    _ = state.words(binding.cell).replace(
      BreakerCell.leases + Int(leg.lease), Stamp.word(until), by: 0)
  }

  /// Gives a probe's place back without a result, and lets one more in beside it: however many
  /// callers give up, somebody who waits comes to be a probe.
  func abandon(_ leg: Leg) {
    guard leg.flags & Leg.probe != 0 else { return }
    release(leg)
    let cell = state.words(plan.bindings[Int(leg.binding)].cell)
    changePeriod(cell, leg.generation) { $0.widened }
  }

  /// An active probe found the endpoint up: that counts like a half-open call.
  func countActiveProbe(_ binding: Binding, _ endpoint: Int, _ now: Int64) {
    guard binding.breaker != none else { return }
    let seen = look(binding, endpoint, now)
    guard seen == .probe || seen == .full else { return }
    let cell = state.words(binding.cell)
    let breaker = plan.breakers[Int(binding.breaker)]
    let word = cell.load(BreakerCell.phase)
    if BreakerCell.phase(word) == BreakerCell.open {
      endCooldown(binding, breaker, cell, word, endpoint, now)
    }
    let generation = BreakerCell.generation(cell.load(BreakerCell.phase))
    countProbe(binding, breaker, cell, generation, endpoint, now)
  }
}
