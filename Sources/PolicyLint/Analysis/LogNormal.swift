import PolicyGraph

/// A log-normal latency, fitted to declared percentiles as the simulator fits it.
///
/// Good to a hundredth of a per cent, out of additions, multiplications and square roots: no
/// library of functions is wanted for the sake of a lint.
struct LogNormal {
  private let mu: Double
  private let sigma: Double

  /// The fit by least squares over normal quantiles; nil for fewer than two points.
  init?(_ points: [LatencyPoint]) {
    guard points.count > 1 else { return nil }
    let z = points.map { LogNormal.quantile(Double($0.percentile.millionths) / 1_000_000) }
    let x = points.map { LogNormal.ln(Double(max(1, $0.value.ns))) }
    let n = Double(points.count)
    let (meanZ, meanX) = (z.reduce(0, +) / n, x.reduce(0, +) / n)
    var (covariance, variance) = (0.0, 0.0)
    for i in points.indices {
      covariance += (z[i] - meanZ) * (x[i] - meanX)
      variance += (z[i] - meanZ) * (z[i] - meanZ)
    }
    sigma = variance > 0 ? max(0, covariance / variance) : 0
    mu = meanX - sigma * meanZ
  }

  /// The share of calls that take longer, in parts of 1.
  func share(above time: Tick) -> Double {
    let distance = LogNormal.ln(Double(max(1, time.ns))) - mu
    guard sigma > 0 else { return distance < 0 ? 1 : 0 }
    return 1 - LogNormal.below(distance / sigma)
  }

  /// The natural logarithm: of a number so near to 1 that its own distance is enough.
  private static func ln(_ x: Double) -> Double {
    var root = x
    for _ in 0..<20 { root = root.squareRoot() }
    return (root - 1 / root) / 2 * Double(1 << 20)
  }

  /// e to the power −x, for x from 0 on: by its series, squared again and again.
  static func decay(_ x: Double) -> Double {
    let small = -x / 1024
    var power = 1 + small * (1 + small / 2 * (1 + small / 3 * (1 + small / 4)))
    for _ in 0..<10 { power *= power }
    return power
  }

  /// The share of a standard normal distribution below `z`.
  ///
  /// Marsaglia: Evaluating the Normal Distribution, Journal of Statistical Software 11, 2004.
  private static func below(_ z: Double) -> Double {
    if z.magnitude > 6 { return z < 0 ? 0 : 1 }
    var (sum, term, k) = (z, z, 1.0)
    while term.magnitude > 1e-12 {
      k += 2
      term *= z * z / k
      sum += term
    }
    return 0.5 + sum * decay(z * z / 2) * 0.398_942_280_401_432_7
  }

  /// The value below which a share of the standard normal distribution lies.
  private static func quantile(_ share: Double) -> Double {
    var (low, high) = (-6.0, 6.0)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if below(middle) < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
