import PolicyGraph

extension FailoverGraph {
  /// How long an endpoint usually takes: its declared p50, else a tenth of a second.
  func usualTime(of endpoint: ID<Endpoint>) -> Tick {
    time(of: endpoint, Percentile(millionths: 500_000)) ?? .ms(100)
  }

  /// How long an endpoint takes when it is slow: its declared p99, else ten times the usual.
  func slowTime(of endpoint: ID<Endpoint>) -> Tick {
    time(of: endpoint, Percentile(millionths: 990_000)) ?? usualTime(of: endpoint) * 10
  }

  private func time(of endpoint: ID<Endpoint>, _ percentile: Percentile) -> Tick? {
    guard let row = endpoints[endpoint].latency.map({ latencies[$0] }) else { return nil }
    switch row.kind {
    case .percentiles:
      return latencyPoints[row.points].first { $0.percentile == percentile }?.value
    case .fixed: return row.value
    case .exponential: return nil
    }
  }
}
