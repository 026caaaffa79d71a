import PolicyGraph

/// The mean of a declared latency, as the simulator draws it: a log-normal distribution through two
/// percentiles, by least squares if there are more.
enum MeanTime {
  /// The mean, rounded up.
  static func of(_ row: Latency, _ graph: FailoverGraph) -> Tick {
    let points = Array(graph.latencyPoints[row.points])
    switch row.kind {
    case .fixed, .exponential: return row.value
    case .percentiles:
      guard points.count > 1 else { return points.first?.value ?? row.value }
      let mean = logNormal(points)
      return mean < Double(Tick.max.ns) ? Tick(ns: Int64(mean) + 1) : .max
    }
  }

  private static func logNormal(_ points: [LatencyPoint]) -> Double {
    let z = points.map { normal(Double($0.percentile.millionths) / 1_000_000) }
    let x = points.map { ln(Double(max(1, $0.value.ns))) }
    let count = Double(points.count)
    let meanZ = z.reduce(0, +) / count
    let meanX = x.reduce(0, +) / count
    var covariance = 0.0
    var variance = 0.0
    for i in points.indices {
      covariance += (z[i] - meanZ) * (x[i] - meanX)
      variance += (z[i] - meanZ) * (z[i] - meanZ)
    }
    let sigma = variance > 0 ? max(0, covariance / variance) : 0
    return exp(meanX - sigma * meanZ + sigma * sigma / 2)
  }

  // Series of additions, multiplications and divisions give the same bits on every machine, which
  // a C library need not; nobody waits for them here.

  /// The natural logarithm of a number from 1 on: 2 artanh((m − 1)/(m + 1)) + e ln 2.
  static func ln(_ x: Double) -> Double {
    var mantissa = x
    var exponent = 0.0
    while mantissa > 1.5 {
      mantissa /= 2
      exponent += 1
    }
    let s = (mantissa - 1) / (mantissa + 1)
    var sum = 0.0
    for n in (0..<20).reversed() { sum = sum * s * s + 1 / Double(2 * n + 1) }
    return 2 * s * sum + exponent * 0.6931471805599453
  }

  /// e to the power `x`, held below 10³⁰⁰.
  static func exp(_ x: Double) -> Double {
    var r = min(x, 690)
    var halvings = 0
    while r.magnitude > 0.5 {
      r /= 2
      halvings += 1
    }
    var sum = 1.0
    for n in (1..<18).reversed() { sum = 1 + sum * r / Double(n) }
    for _ in 0..<halvings { sum *= sum }
    return sum
  }

  /// The value below which a share `p` of the standard normal distribution lies, by bisection.
  static func normal(_ p: Double) -> Double {
    var (low, high) = (-6.0, 6.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if below(middle) < p { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The share below `z`: ½ + φ(z) (z + z³/3 + z⁵/15 + …).
  private static func below(_ z: Double) -> Double {
    var term = z
    var sum = z
    for n in 1..<120 {
      term *= z * z / Double(2 * n + 1)
      sum += term
    }
    return 0.5 + sum * exp(-z * z / 2) * 0.3989422804014327
  }
}
