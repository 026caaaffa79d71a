import PolicyGraph

/// Whether a breaker admits a request.
enum Look: Equatable {
  /// It is closed.
  case admits
  /// Its cooldown is over, or it is half-open and has a place for a probe.
  case probe
  /// It is open.
  case open
  /// It is half-open, and all its probes are in flight.
  case full
}

/// What an attempt holds of a breaker.
struct Permit {
  var generation: UInt32 = 0
  var lease: UInt16 = 0
  var isProbe = false
}

extension Interpreter {
  /// Whether a breaker would admit a request now.
  @inline(__always)
  func look(_ binding: Binding, _ endpoint: Int, _ now: Int64, changes: Bool = true) -> Look {
    if binding.breaker == none { return .admits }
    let cell = state.words(binding.cell)
    if BreakerCell.phase(cell.load(BreakerCell.phase)) == BreakerCell.closed { return .admits }
    return lookClosely(binding, cell, endpoint, now, changes: changes)
  }

  /// Whether a success that took `took` would change nothing: closed, no failure in any window,
  /// not slow.
  @inline(__always)
  func isQuiet(_ binding: Binding, _ generation: UInt32, took: Int64, _ now: Int64) -> Bool {
    if binding.breaker == none { return true }
    guard BreakerCell.isQuiet(state.words(binding.cell), in: generation, at: now) else {
      return false
    }
    let breaker = plan.breakers[Int(binding.breaker)]
    return took < breaker.slowest && !breaker.hasCountWindow
  }

  /// Counts a result: good or bad, and how long the call took.
  func count<C: Chooser>(
    _ leg: Leg, bad: Bool, took: Int64, _ now: Int64, _ chooser: inout C
  ) {
    let binding = plan.bindings[Int(leg.binding)]
    guard binding.breaker != none, leg.flags & Leg.uncounted == 0 else { return }
    if !bad && isQuiet(binding, leg.generation, took: took, now) { return }
    let cell = state.words(binding.cell)
    let endpoint = Int(leg.endpoint)
    var word = cell.load(BreakerCell.phase)
    guard BreakerCell.generation(word) == leg.generation else {
      record(.breaker, .lateResult, now, endpoint: endpoint, breaker: binding.breaker)
      return
    }
    let breaker = plan.breakers[Int(binding.breaker)]
    switch BreakerCell.phase(word) {
    case BreakerCell.closed:
      let isDue = countClosed(binding, breaker, cell, &word, bad: bad, took: took, now)
      if isDue { openWithJitter(binding, breaker, cell, word, endpoint, now, &chooser) }
    case BreakerCell.halfOpen:
      if bad {
        openWithJitter(binding, breaker, cell, word, endpoint, now, &chooser)
      } else {
        countProbe(binding, breaker, cell, leg.generation, endpoint, now)
      }
    default: return  // being changed by another thread: the result comes too late
    }
  }

  /// Counts a result while closed; tells whether a trip holds.
  private func countClosed(
    _ binding: Binding, _ breaker: PlanBreaker, _ cell: Words, _ word: inout UInt64, bad: Bool,
    took: Int64, _ now: Int64
  ) -> Bool {
    let generation = word & 0xFFFF_FFFF
    var consecutive = BreakerCell.consecutive(word)
    while bad || consecutive != 0 {
      let next = bad ? Swift.min(consecutive + 1, 0xFFFF_FFFF) : 0
      let replaced = cell.replace(BreakerCell.phase, word, by: next << 32 | generation)
      if replaced {
        consecutive = next
        word = next << 32 | generation
        break
      }
      word = cell.load(BreakerCell.phase)
      guard word & 0xFFFF_FFFF == generation else { return false }
      consecutive = BreakerCell.consecutive(word)
    }
    var isDue = false
    for (n, t) in breaker.trips.range.enumerated() {
      let trip = plan.trips[t]
      let window = state.words(binding.cell + 1 + UInt32(n))
      switch TripKind(rawValue: trip.kind) {
      case .consecutive: if bad && consecutive >= UInt64(trip.count) { isDue = true }
      case .failureRate, .slowRate:
        let isBad = trip.kind == TripKind.slowRate.rawValue ? took >= trip.slower : bad
        if !isBad && recordGood(trip, window, now) { continue }
        guard let (calls, hits) = record(trip, window, cell, bad: isBad, now) else { continue }
        let enough = Int64(calls) >= trip.minCalls
        if enough && Int64(hits) * 1_000_000_000 >= trip.ppb * Int64(calls) { isDue = true }
      case .failures:
        if !bad && recordGood(trip, window, now) { continue }
        guard let (_, hits) = record(trip, window, cell, bad: bad, now) else { continue }
        if Int64(hits) >= trip.count { isDue = true }
      case nil: continue
      }
    }
    return isDue
  }

  /// Counts a good call that surely trips nothing: too few bad ones are held.
  @inline(__always)
  private func recordGood(_ trip: PlanTrip, _ window: Words, _ now: Int64) -> Bool {
    trip.over > 0
      && RateWindow(window, over: trip.over).recordGood(at: now, amongFewerThan: trip.leastBad)
  }

  private func record(
    _ trip: PlanTrip, _ window: Words, _ cell: Words, bad: Bool, _ now: Int64
  ) -> (calls: UInt32, bad: UInt32)? {
    guard trip.over > 0 else {
      return CountWindow(window, calls: Swift.max(1, trip.overCalls)).record(bad: bad)
    }
    let counts = RateWindow(window, over: trip.over).record(bad: bad, at: now)
    if bad { cell.raise(BreakerCell.busy, to: FixedPoint.sum(now, trip.over)) }
    return counts
  }

  /// Empties windows, leases and counts: nothing from before counts after a transition.
  func clear(_ binding: Binding, _ breaker: PlanBreaker, _ cell: Words) {
    for (n, t) in breaker.trips.range.enumerated() {
      let trip = plan.trips[t]
      let window = state.words(binding.cell + 1 + UInt32(n))
      if trip.kind == TripKind.consecutive.rawValue { continue }
      if trip.over > 0 {
        RateWindow(window, over: trip.over).clear()
      } else {
        CountWindow(window, calls: Swift.max(1, trip.overCalls)).clear()
      }
    }
    cell.store(BreakerCell.busy, UInt64(0))
    cell.store(BreakerCell.halfOpenPeriod, UInt64(0))
    // All places: the policy before may have had more probes at once.
    for i in 0..<BreakerCell.places(atOnce: breaker.atOnce) {
      cell.store(BreakerCell.leases + i, UInt64(0))
    }
  }
}
