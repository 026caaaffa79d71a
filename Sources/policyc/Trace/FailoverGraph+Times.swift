import PolicyGraph

extension FailoverGraph {
  /// How long an endpoint usually takes: its declared p50, else a tenth of a second.
  func usualTime(of endpoint: ID<Endpoint>) -> Tick {
    declaredTime(endpoints[endpoint], .median) ?? .ms(100)
  }

  /// How long an endpoint takes when it is slow: its declared p99, else ten times the usual.
  func slowTime(of endpoint: ID<Endpoint>) -> Tick {
    declaredTime(endpoints[endpoint], Percentile(millionths: 990_000)) ?? usualTime(of: endpoint)
      * 10
  }
}
