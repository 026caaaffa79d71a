/// The distribution of an endpoint's time to answer, as its `latency` declares it.
package enum LatencyModel: Equatable, Sendable {
  /// Always as long.
  case fixed(Double)
  /// Exponential, by its mean.
  case exponential(mean: Double)
  /// Log-normal: e to the power of a normal variable, in nanoseconds.
  case logNormal(mu: Double, sigma: Double)

  /// The model of a row: two percentiles fix a log-normal, more are fitted by least squares over
  /// their normal quantiles, one alone is taken as a fixed time.
  package init(_ row: Latency, _ graph: FailoverGraph) {
    switch row.kind {
    case .fixed: self = .fixed(Double(row.value.ns))
    case .exponential: self = .exponential(mean: Double(row.value.ns))
    case .percentiles: self = LatencyModel.fit(Array(graph.latencyPoints[row.points]))
    }
  }

  private static func fit(_ points: [LatencyPoint]) -> LatencyModel {
    guard points.count > 1 else { return .fixed(Double(points.first?.value.ns ?? 0)) }
    let z = points.map { Elementary.normal(Double($0.percentile.millionths) / 1_000_000) }
    let x = points.map { Elementary.ln(Double(max(1, $0.value.ns))) }
    let n = Double(points.count)
    let meanZ = z.reduce(0, +) / n
    let meanX = x.reduce(0, +) / n
    var covariance = 0.0
    var variance = 0.0
    for i in points.indices {
      covariance += (z[i] - meanZ) * (x[i] - meanX)
      variance += (z[i] - meanZ) * (z[i] - meanZ)
    }
    let sigma = variance > 0 ? max(0, covariance / variance) : 0
    return .logNormal(mu: meanX - sigma * meanZ, sigma: sigma)
  }

  /// The median, in nanoseconds.
  package var median: Double {
    switch self {
    case .fixed(let time): time
    case .exponential(let mean): mean * Elementary.ln(2)
    case .logNormal(let mu, _): Elementary.exp(mu)
    }
  }

  /// The mean, rounded up; at most the longest time there is.
  package var mean: Tick {
    switch self {
    case .fixed(let time), .exponential(let time): Tick(ns: Int64(time))
    case .logNormal(let mu, let sigma):
      Tick(roundingUp: Elementary.exp(mu + sigma * sigma / 2))
    }
  }

  /// The share of answers that take longer than `time`, from 0 to 1.
  package func share(above time: Tick) -> Double {
    switch self {
    case .fixed(let value): return value > Double(time.ns) ? 1 : 0
    case .exponential(let mean): return Elementary.exp(-Double(time.ns) / max(1, mean))
    case .logNormal(let mu, let sigma):
      let distance = Elementary.ln(Double(max(1, time.ns))) - mu
      guard sigma > 0 else { return distance < 0 ? 1 : 0 }
      return 1 - Elementary.share(below: distance / sigma)
    }
  }
}

extension Tick {
  fileprivate init(roundingUp ns: Double) {
    self = ns < Double(Tick.max.ns) ? Tick(ns: Int64(ns) + 1) : .max
  }
}
