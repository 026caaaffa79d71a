extension FailoverGraph {
  /// The time that so much of the answers takes, as far as it is declared; an exponential
  /// distribution declares none.
  public func declaredTime(_ endpoint: Endpoint, _ percentile: Percentile) -> Tick? {
    guard let id = endpoint.latency else { return nil }
    switch latencies[id].kind {
    case .fixed: return latencies[id].value
    case .exponential: return nil
    case .percentiles:
      return latencyPoints[latencies[id].points].first { $0.percentile == percentile }?.value
    }
  }

  /// No attempt at an endpoint starts with less time left: what is stated, else the median, else a
  /// tenth of the attempt's timeout; never nothing.
  public func leastTime(_ endpoint: Endpoint) -> Tick {
    let least = endpoint.atLeast ?? declaredTime(endpoint, .median)
    return max(Tick(ns: 1), least ?? Tick(ns: endpoint.attemptTimeout.ns / 10))
  }

  /// When the main path of a route ends: its deadline less what the ladder keeps back.
  public func mainPathEnd(_ route: Route) -> Tick {
    route.deadline - (route.ladder.map { ladders[$0].reserve } ?? .zero)
  }
}

extension Percentile {
  /// p50.
  public static let median = Percentile(millionths: 500_000)
}
