import PolicyGraph
import PolicyRuntime

/// Whether a breaker lets a request through.
enum Admission {
  case closed
  /// As a half-open probe.
  case probe
  case refused
}

extension Reference {
  func figures(_ key: BreakerKey) -> BreakerFigures {
    world.breakers[key]
      ?? BreakerFigures(
        windows: graph.breakers[key.breaker].trips.map { _ in BreakerFigures.Window() })
  }

  /// What the breaker says.
  func admission(_ key: BreakerKey, now: Tick) -> Admission {
    let figures = seen(key, now: now)
    switch figures.phase {
    case .closed: return .closed
    case .open(let until): return now >= until ? .probe : .refused
    case .halfOpen:
      let most = Int(graph.breakers[key.breaker].probeAtOnce)
      return figures.leases.count < most ? .probe : .refused
    }
  }

  /// A breaker as whoever looks finds it: an expired lease is a failure at that time.
  func seen(_ key: BreakerKey, now: Tick) -> BreakerFigures {
    let before = figures(key)
    guard before.phase == .halfOpen, before.leases.contains(where: { now >= $0.until }) else {
      return before
    }
    open(key, now: now, jittered: false)
    return figures(key)
  }

  /// An attempt starts under a breaker: its generation, and its lease if it is a probe.
  func enter(_ key: BreakerKey, timeout: Tick, now: Tick) -> (generation: Int, lease: Int?) {
    var figures = figures(key)
    if case .open = figures.phase {
      figures.phase = .halfOpen
      figures.generation += 1
      figures.successes = 0
      figures.leases = []
    }
    var lease: Int?
    if figures.phase == .halfOpen {
      let ticket = world.nextTicket()
      figures.leases.append(BreakerFigures.Lease(ticket: ticket, until: now + timeout))
      lease = ticket
    }
    world.breakers[key] = figures
    return (figures.generation, lease)
  }

  func giveBackLease(_ key: BreakerKey, _ lease: Int) {
    var figures = figures(key)
    figures.leases.removeAll { $0.ticket == lease }
    world.breakers[key] = figures
  }

  /// A counted result of an attempt that was begun in `generation`.
  func count(
    _ key: BreakerKey, generation: Int, failed: Bool, took: Tick, now: Tick
  ) {
    var figures = figures(key)
    guard figures.generation == generation else { return }
    switch figures.phase {
    case .open: break
    case .halfOpen:
      if failed { return open(key, now: now) }
      succeedHalfOpen(key, now: now)
    case .closed:
      var trips = false
      for (i, trip) in graph.trips[graph.breakers[key.breaker].trips].enumerated() {
        record(trip, &figures.windows[i], failed: failed, took: took, now: now)
        if holds(trip, figures.windows[i], now: now) { trips = true }
      }
      world.breakers[key] = figures
      if trips { open(key, now: now) }
    }
  }

  /// A success while half-open; enough of them close the breaker.
  func succeedHalfOpen(_ key: BreakerKey, now: Tick) {
    var figures = figures(key)
    figures.successes += 1
    if figures.successes >= Int(graph.breakers[key.breaker].probeCalls) {
      figures.phase = .closed
      figures.closedAt = now
      figures.generation += 1
      figures.leases = []
      figures.windows = figures.windows.map { _ in BreakerFigures.Window() }
    }
    world.breakers[key] = figures
  }

  /// A success of an active probe.
  func activeProbeSucceeded(_ key: BreakerKey, now: Tick) {
    var figures = seen(key, now: now)
    if case .open(let until) = figures.phase, now >= until {
      figures.phase = .halfOpen
      figures.generation += 1
      figures.successes = 0
      figures.leases = []
      world.breakers[key] = figures
    }
    if figures.phase == .halfOpen { succeedHalfOpen(key, now: now) }
  }

  // MARK: Trips

  private func record(
    _ trip: Trip, _ window: inout BreakerFigures.Window, failed: Bool, took: Tick, now: Tick
  ) {
    let bad: Bool
    switch trip.kind {
    case .consecutive:
      window.run = failed ? window.run + 1 : 0
      return
    case .failureRate, .failures: bad = failed
    case .slowRate: bad = took >= (trip.slowerThan ?? .never)
    }
    let call = BreakerFigures.Call(at: now, bad: bad)
    if let over = trip.over {
      let isActive = window.lastBad.map { now < $0 + over } ?? false
      if bad {
        if !isActive { window.calls = [] }
        window.calls.append(call)
        window.lastBad = now
      } else if isActive {
        window.calls.append(call)
      }
    } else if let most = trip.overCalls {
      if bad || !window.calls.isEmpty { window.calls.append(call) }
      if window.calls.count > Int(most) { window.calls.removeFirst() }
      if !window.calls.contains(where: \.bad) { window.calls = [] }
    }
  }

  private func holds(_ trip: Trip, _ window: BreakerFigures.Window, now: Tick) -> Bool {
    if trip.kind == .consecutive { return window.run >= Int(trip.count ?? .max) }
    var calls = window.calls
    if let over = trip.over {
      // reading: a window whose last bad call is too old holds nothing, even for a good call.
      guard let last = window.lastBad, now < last + over else { return false }
      let buckets = TenBuckets(over)
      calls = calls.filter { buckets.holds($0.at, 9, at: now) }
    }
    let bad = calls.filter(\.bad).count
    if trip.kind == .failures { return bad >= Int(trip.count ?? .max) }
    guard !calls.isEmpty, calls.count >= Int(trip.minCalls) else { return false }
    let share = trip.share ?? .whole
    return Int128(bad) * 1_000_000_000 >= Int128(share.ppb) * Int128(calls.count)
  }

  // MARK: Opening

  func open(_ key: BreakerKey, now: Tick, jittered: Bool = true) {
    let breaker = graph.breakers[key.breaker]
    var figures = figures(key)
    if let exponent = figures.exponent {
      let longest = breaker.cooldownMax ?? figures.lastCooldown
      let isForgotten =
        figures.phase == .closed && (figures.closedAt.map { now - $0 >= longest } ?? true)
      figures.exponent = isForgotten ? 0 : exponent + 1
    } else {
      figures.exponent = 0
    }
    var cooldown = breaker.cooldown
    for _ in 0..<(figures.exponent ?? 0) {
      let grown = Int128(cooldown.ns) * Int128(breaker.growth.millionths) / 1_000_000
      cooldown = min(Tick(ns: Int64(clamping: grown)), breaker.cooldownMax ?? .never)
      if cooldown == breaker.cooldownMax || breaker.growth == .one { break }
    }
    figures.lastCooldown = cooldown
    let jitter = breaker.cooldownJitter
    if jittered, jitter > .zero {
      let spread = Int64(Int128(cooldown.ns) * Int128(jitter.ppb) / 1_000_000_000)
      cooldown = Tick(ns: draws.between(cooldown.ns - spread, cooldown.ns + spread))
    }
    figures.phase = .open(until: now + cooldown)
    figures.generation += 1
    figures.openedAt = now
    figures.leases = []
    figures.successes = 0
    figures.windows = figures.windows.map { _ in BreakerFigures.Window() }
    world.breakers[key] = figures
  }
}
