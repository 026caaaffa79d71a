import PolicyGraph

/// How long an endpoint takes, as one draw decides.
enum LatencyModel: Equatable, Sendable {
  /// Always as long.
  case fixed(Double)
  /// Exponential, by its mean.
  case exponential(mean: Double)
  /// Log-normal: e to the power of a normal variable, in nanoseconds.
  case logNormal(mu: Double, sigma: Double)

  /// The model of a row: two percentiles fix a log-normal, more are fitted by least squares over
  /// their normal quantiles, one alone is taken as a fixed time.
  init(_ row: Latency, _ graph: FailoverGraph) {
    switch row.kind {
    case .fixed: self = .fixed(Double(row.value.ns))
    case .exponential: self = .exponential(mean: Double(row.value.ns))
    case .percentiles: self = LatencyModel.fit(Array(graph.latencyPoints[row.points]))
    }
  }

  private static func fit(_ points: [LatencyPoint]) -> LatencyModel {
    let z = points.map { Elementary.normal(Double($0.percentile.millionths) / 1_000_000) }
    let x = points.map { Elementary.ln(Double(max(1, $0.value.ns))) }
    guard points.count > 1 else { return .fixed(Double(points.first?.value.ns ?? 0)) }
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

  /// The time that a draw of 64 bits stands for, in nanoseconds; more bits, more time.
  @inline(__always)
  func time(_ bits: UInt64) -> Double {
    switch self {
    case .fixed(let time): time
    case .exponential(let mean): -mean * Elementary.ln((~bits).unit)
    case .logNormal(let mu, let sigma): Elementary.exp(mu + sigma * Elementary.normal(bits.unit))
    }
  }

  /// The median, in nanoseconds.
  var median: Double {
    switch self {
    case .fixed(let time): time
    case .exponential(let mean): mean * Elementary.ln(2)
    case .logNormal(let mu, _): Elementary.exp(mu)
    }
  }
}

extension Double {
  /// As whole nanoseconds, at least 1, at most thirty days.
  @inline(__always)
  var nanoseconds: Int64 {
    self < 1 ? 1 : self > Double(Tick.max.ns) ? Tick.max.ns : Int64(self)
  }
}
