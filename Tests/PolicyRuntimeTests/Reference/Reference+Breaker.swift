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

  /// What the breaker says; `peeking`: as it would be found then, without a look at it now.
  func admission(_ key: BreakerKey, now: Tick, peeking: Bool = false) -> Admission {
    let figures = peeking ? found(key, now: now) : seen(key, now: now)
    switch figures.phase {
    case .closed: return .closed
    case .open(let until): return now >= until ? .probe : .refused
    case .halfOpen:
      let most = Int(graph.breakers[key.breaker].probeAtOnce) + figures.extraPlaces
      return figures.leases.count < most ? .probe : .refused
    }
  }

  /// A breaker as whoever looks finds it, who changes it by that.
  func seen(_ key: BreakerKey, now: Tick) -> BreakerFigures {
    let figures = found(key, now: now)
    world.breakers[key] = figures
    return figures
  }

  /// A breaker as a look would find it: an expired lease was a failure when it ended, and without
  /// probes the end of the cooldown closed it.
  func found(_ key: BreakerKey, now: Tick) -> BreakerFigures {
    var figures = figures(key)
    if figures.phase == .halfOpen, let ended = figures.leases.map(\.until).min(), now >= ended {
      figures = opened(key, at: ended, jittered: false)
    }
    if case .open(let until) = figures.phase, now >= until,
      graph.breakers[key.breaker].probeCalls == 0
    {
      figures = closed(figures, at: until)
    }
    return figures
  }

  private func closed(_ before: BreakerFigures, at time: Tick) -> BreakerFigures {
    var figures = before
    figures.phase = .closed
    figures.closedAt = time
    figures.generation += 1
    figures.leases = []
    figures.extraPlaces = 0
    figures.windows = figures.windows.map { _ in BreakerFigures.Window() }
    return figures
  }

  /// An attempt starts under a breaker: its generation, and its lease if it is a probe.
  func enter(_ key: BreakerKey, timeout: Tick, now: Tick) -> (generation: Int, lease: Int?) {
    var figures = seen(key, now: now)
    if case .open = figures.phase { figures = halfOpened(figures) }
    var lease: Int?
    if figures.phase == .halfOpen {
      let ticket = world.nextTicket()
      figures.leases.append(BreakerFigures.Lease(ticket: ticket, until: now + timeout))
      lease = ticket
    }
    world.breakers[key] = figures
    return (figures.generation, lease)
  }

  private func halfOpened(_ before: BreakerFigures) -> BreakerFigures {
    var figures = before
    figures.phase = .halfOpen
    figures.generation += 1
    figures.successes = 0
    figures.leases = []
    figures.extraPlaces = 0
    return figures
  }

  /// A probe ended without a result: beside its place, one more is there.
  func abandonLease(_ key: BreakerKey, _ lease: Int, generation: Int) {
    giveBackLease(key, lease)
    var figures = figures(key)
    guard figures.generation == generation, figures.phase == .halfOpen else { return }
    figures.extraPlaces = min(16, figures.extraPlaces + 1)
    world.breakers[key] = figures
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
      figures = closed(figures, at: now)
    }
    world.breakers[key] = figures
  }

  /// A success of an active probe.
  func activeProbeSucceeded(_ key: BreakerKey, now: Tick) {
    var figures = seen(key, now: now)
    if case .open(let until) = figures.phase, now >= until {
      figures = halfOpened(figures)
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

  func open(_ key: BreakerKey, now: Tick) {
    world.breakers[key] = opened(key, at: now, jittered: true)
  }

  private func opened(_ key: BreakerKey, at now: Tick, jittered: Bool) -> BreakerFigures {
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
    figures.extraPlaces = 0
    figures.successes = 0
    figures.windows = figures.windows.map { _ in BreakerFigures.Window() }
    return figures
  }
}
