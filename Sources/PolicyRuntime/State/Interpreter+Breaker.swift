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
    count(binding, leg.generation, Int(leg.endpoint), bad: bad, took: took, now, &chooser)
  }

  /// The same under one breaker, which is not quiet.
  @inline(__always)
  func count<C: Chooser>(
    _ binding: Binding, _ generation: UInt32, _ endpoint: Int, bad: Bool, took: Int64,
    _ now: Int64, _ chooser: inout C
  ) {
    let cell = state.words(binding.cell)
    var word = cell.load(BreakerCell.phase)
    guard BreakerCell.generation(word) == generation else {
      record(.breaker, .lateResult, now, endpoint: endpoint, breaker: binding.breaker)
      return
    }
    switch BreakerCell.phase(word) {
    case BreakerCell.closed:
      guard countClosed(binding, cell, &word, bad: bad, took: took, now) else { return }
      let breaker = plan.breakers[Int(binding.breaker)]
      openWithJitter(binding, breaker, cell, word, endpoint, now, &chooser)
    case BreakerCell.halfOpen:
      let breaker = plan.breakers[Int(binding.breaker)]
      if bad {
        openWithJitter(binding, breaker, cell, word, endpoint, now, &chooser)
      } else {
        countProbe(binding, breaker, cell, generation, endpoint, now)
      }
    default: return  // being changed by another thread: the result comes too late
    }
  }

  /// Counts a result while closed; tells whether a trip holds.
  @inline(never)
  private func countClosed(
    _ binding: Binding, _ cell: Words, _ word: inout UInt64, bad: Bool, took: Int64, _ now: Int64
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
    let trips = plan.breakers[Int(binding.breaker)].trips
    for n in 0..<trips.count {
      let trip = plan.trips.place(Int(trips.first &+ n))
      let kind = TripKind(rawValue: trip.row.kind)
      if kind == .consecutive {
        if bad && consecutive >= UInt64(trip.row.count) { isDue = true }
        continue
      }
      let isBad = kind == .slowRate ? took >= trip.row.slower : bad
      let window = state.words(binding.cell &+ 1 &+ n)
      guard let held = record(trip, window, cell, bad: isBad, now) else { continue }
      switch kind {
      case .failureRate, .slowRate:
        let (calls, hits) = (Int64(held.calls), Int64(held.bad))
        let isEnough = calls >= trip.row.minCalls
        if isEnough && hits &* 1_000_000_000 >= trip.row.ppb &* calls { isDue = true }
      case .failures: if Int64(held.bad) >= trip.row.count { isDue = true }
      case .consecutive, nil: break
      }
    }
    return isDue
  }

  @inline(__always)
  private func record(
    _ trip: Place<PlanTrip>, _ window: Words, _ cell: Words, bad: Bool, _ now: Int64
  ) -> (calls: UInt32, bad: UInt32)? {
    let over = trip.row.over
    guard over > 0 else {
      return CountWindow(window, calls: Swift.max(1, trip.row.overCalls)).record(bad: bad)
    }
    let counts = RateWindow(window, over: over).record(bad: bad, at: now)
    if bad { cell.raise(BreakerCell.busy, to: FixedPoint.sum(now, over)) }
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
