import PolicyGraph

/// Holds a run against what the scenario expects.
struct ExpectationCheck {
  let world: World
  let tally: Tally
  private let measures: Measures

  init(_ world: World, _ tally: Tally) {
    self.world = world
    self.tally = tally
    measures = Measures(world: world, tally: tally)
  }

  /// What one expectation came to.
  func verdict(_ expect: Expect) -> Verdict {
    let route = expect.route.flatMap { world.routes.firstIndex(of: $0) } ?? 0
    let (observed, isVacuous) = observation(expect, route)
    let (bound, isAtLeast) = expect.bound
    let isWithin = observed.map { isAtLeast ? $0 >= bound : $0 <= bound } ?? false
    // What is missed is missed, however little put it to the test.
    let isUntested = isVacuous && (isWithin || observed == nil)
    return Verdict(observed: observed, held: isWithin && !isUntested, vacuous: isUntested)
  }

  private func observation(_ expect: Expect, _ route: Int) -> (Double?, isVacuous: Bool) {
    let figures = tally.routes[route]
    let requests = Double(figures.counts.requests)
    let isIdle = figures.counts.requests == 0 || !isMet(route)
    func share(_ count: Int) -> Double? { requests == 0 ? nil : Double(count) / requests }
    switch expect.measure {
    case .availability: return (share(figures.counts.full), isIdle)
    case .degraded: return (share(figures.counts.degraded), isIdle)
    case .latency:
      let millionths = expect.percentile?.millionths ?? 500_000
      return (figures.percentile(millionths), isIdle)
    case .failover:
      let found = measures.failover(route)
      return (found.value, found == .nothing)
    case .failback:
      let found = measures.failback(route)
      return (found.value, found == .nothing)
    case .recovery:
      let found = measures.recovery(route)
      return (found.value, found == .nothing)
    case .amplification:
      let found = measures.amplification(route..<route + 1)
      return (found, isIdle || found == nil)
    case .attempts: return (expect.endpoint.map { measures.rate(of: $0.index) }, isIdle)
    case .duplicates: return (Double(figures.duplicates), isIdle || !isHurt(route))
    }
  }

  /// Whether attempts of a route failed by a fault; without faults, whether any failed.
  private func isHurt(_ route: Int) -> Bool {
    world.faults.isEmpty
      ? tally.routes[route].risks > 0
      : world.faults.indices.contains { tally.isMarked($0, route, .hurt) }
  }

  /// Whether a route met any of the faults; without faults there is nothing to meet.
  private func isMet(_ route: Int) -> Bool {
    world.faults.isEmpty
      || world.faults.indices.contains { tally.isMarked($0, route, .felt) }
  }
}

extension Tally.RouteTally {
  /// A percentile of the latency in seconds, never above what was seen.
  func percentile(_ millionths: Int64) -> Double? {
    latencies.percentile(millionths: millionths).map { min($0, Double(latencyMax)) / 1e9 }
  }
}

extension Expect {
  /// The bound in the measure's unit, and whether more than it is good.
  var bound: (Double, isAtLeast: Bool) {
    if let share = atLeast { return (Double(share.ppb) / 1e9, true) }
    if let share = atMostShare { return (Double(share.ppb) / 1e9, false) }
    if let time = atMostTime { return (Double(time.ns) / 1e9, false) }
    if let factor = atMostFactor { return (Double(factor.millionths) / 1e6, false) }
    if let rate = atMostRate { return (Double(rate.amount) / (Double(rate.per.ns) / 1e9), false) }
    return (Double(atMostCount ?? 0), false)
  }
}
