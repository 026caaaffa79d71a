import PolicyGraph

@testable import PolicyRuntime

extension Reference {
  /// The average latency of useful answers; the declared p50 before the first.
  func averageLatency(_ id: ID<Endpoint>, now: Tick) -> Int64 {
    // reading: an endpoint without a declared p50 starts at zero.
    world.endpoints[id]?.average?.value ?? medianDeclared(id)?.ns ?? 0
  }

  /// Takes in the latency of a useful answer, to its end or its commit, and to its first byte.
  func sample(
    _ latency: Tick, toFirstByte: Tick, of id: ID<Endpoint>, _ route: ID<Route>, now: Tick
  ) {
    var figures = world.endpoints[id] ?? EndpointFigures()
    var value = latency.ns
    let (before, at) = figures.average ?? (medianDeclared(id)?.ns ?? 0, now)
    if before > latency.ns {
      let kept = FixedPoint.decayQ32((now - at).ns)
      value += Int64(FixedPoint.productQ32(UInt64(before - latency.ns), kept))
    }
    figures.average = (value, now)
    world.endpoints[id] = figures
    guard let hedge = graph.routes[route].hedge, graph.hedges[hedge].percentile != nil else {
      return
    }
    var shared = world.routes[route] ?? RouteFigures()
    shared.samples.removeAll { $0.at < now - .s(70) }
    shared.samples.append((now, toFirstByte.ns))
    world.routes[route] = shared
  }

  /// The delay of a hedge that is armed now.
  func hedgeDelay(_ hedge: Hedge, _ route: ID<Route>, now: Tick) -> Tick {
    if let after = hedge.after { return after }
    let least = hedge.atLeast ?? .zero
    guard let percentile = hedge.percentile else { return least }
    var figures = world.routes[route] ?? RouteFigures()
    let second = now.ns / 1_000_000_000
    if second > figures.percentileSecond {
      figures.percentileSecond = second
      figures.percentile = computed(percentile, figures.samples, now: now)
      world.routes[route] = figures
    }
    return max(least, figures.percentile ?? .zero)
  }

  /// The upper edge of the class of the histogram that holds the percentile of the last minute.
  private func computed(
    _ percentile: Percentile, _ samples: [(at: Tick, latency: Int64)], now: Tick
  ) -> Tick? {
    let window = TenBuckets(.s(60))
    let classes = samples.filter { window.holds($0.at, 9, at: now) }
      .map { LatencyScale.index(of: $0.latency) }.sorted()
    guard classes.count >= 100 else { return nil }
    // Of all samples, so many millionths are at or below it.
    let rank = (Int64(classes.count) * percentile.millionths + 999_999) / 1_000_000
    return Tick(ns: LatencyScale.upperEdge(of: classes[max(1, Int(rank)) - 1]))
  }
}
