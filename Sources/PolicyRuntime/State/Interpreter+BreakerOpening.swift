import PolicyGraph

/// How a breaker opens, and for how long.
extension Interpreter {
  /// Opens a breaker for a cooldown that is drawn about its length.
  @inline(never)
  func openWithJitter<C: Chooser>(
    _ binding: Binding, _ breaker: PlanBreaker, _ cell: Words, _ word: UInt64, _ endpoint: Int,
    _ now: Int64, _ chooser: inout C
  ) {
    var span: Int64?
    if breaker.jitterPpb > 0 {
      let d = cooldown(breaker, exponent(binding, breaker, cell, word, now))
      let spread = FixedPoint.product(d, breaker.jitterPpb, over: 1_000_000_000)
      span = chooser.between(d - spread, d + spread)
    }
    open(binding, cell, word, endpoint, at: now, now, span: span)
  }

  /// Opens a breaker that stands at `word`, from `time` on for `span` or the plain cooldown; does
  /// nothing if another thread changed it.
  func open(
    _ binding: Binding, _ cell: Words, _ word: UInt64, _ endpoint: Int, at time: Int64,
    _ now: Int64,
    span: Int64?
  ) {
    let breaker = plan.breakers[Int(binding.breaker)]
    let grown = exponent(binding, breaker, cell, word, time)
    var word = word
    while !cell.replace(BreakerCell.phase, word, by: BreakerCell.next(word, BreakerCell.opening)) {
      let changed = cell.load(BreakerCell.phase)
      // Only the count of failures in a row may have moved.
      guard changed & 0xFFFF_FFFF == word & 0xFFFF_FFFF else { return }
      word = changed
    }
    let d = cooldown(breaker, grown)
    clear(binding, breaker, cell)
    cell.store(BreakerCell.exponent, grown)
    cell.store(BreakerCell.cooldown, Stamp.word(d))
    let until = FixedPoint.sum(time, span ?? d)
    cell.store(BreakerCell.openedAt, Stamp.word(time))
    cell.store(BreakerCell.until, until)
    cell.store(
      BreakerCell.phase,
      UInt64(BreakerCell.generation(cell.load(BreakerCell.phase))) << 3 | BreakerCell.open)
    state.changed()
    record(
      .breaker, .breakerOpened, now, endpoint: endpoint, breaker: binding.breaker,
      value: Swift.max(0, until &- now))
  }

  /// Until when a breaker that stands at `word` would be open, if it opened at `time` undrawn.
  func reopened(
    _ binding: Binding, _ breaker: PlanBreaker, _ cell: Words, _ word: UInt64, at time: Int64
  ) -> Int64 {
    FixedPoint.sum(time, cooldown(breaker, exponent(binding, breaker, cell, word, time)))
  }

  /// How often the next cooldown has grown: not at all at first, or after the breaker stayed closed
  /// for its longest cooldown.
  private func exponent(
    _ binding: Binding, _ breaker: PlanBreaker, _ cell: Words, _ word: UInt64, _ now: Int64
  ) -> UInt64 {
    let last = Stamp.time(cell.load(BreakerCell.cooldown))
    if last == .min { return 0 }
    if BreakerCell.phase(word) == BreakerCell.closed {
      let longest = breaker.cooldownMax == .max ? last : breaker.cooldownMax
      let closedAt = Stamp.time(cell.load(BreakerCell.closedAt))
      if closedAt == .min || now &- closedAt >= longest { return 0 }
    }
    return Swift.min(cell.load(BreakerCell.exponent) + 1, 1_000)
  }

  private func cooldown(_ breaker: PlanBreaker, _ exponent: UInt64) -> Int64 {
    let most = Swift.min(breaker.cooldownMax, Tick.max.ns)
    var d = Swift.min(breaker.cooldown, most)
    if breaker.growth == 1_000_000 { return d }
    var n = exponent
    while n > 0 && d < most {
      d = Swift.min(most, FixedPoint.product(d, breaker.growth, over: 1_000_000))
      n -= 1
    }
    return d
  }
}
