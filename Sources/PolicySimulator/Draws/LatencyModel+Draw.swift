import PolicyGraph

extension LatencyModel {
  /// The time that a draw of 64 bits stands for, in nanoseconds; more bits, more time.
  @inline(__always)
  func time(_ bits: UInt64) -> Double {
    switch self {
    case .fixed(let time): time
    case .exponential(let mean): -mean * Elementary.ln((~bits).unit)
    case .logNormal(let mu, let sigma): Elementary.exp(mu + sigma * Elementary.normal(bits.unit))
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
