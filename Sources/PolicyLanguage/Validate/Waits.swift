import PolicyGraph

/// Delays of a backoff before jitter, by exact multiplication capped at each step.
struct Delays {
  private let backoff: Backoff

  init(_ backoff: Backoff) { self.backoff = backoff }

  /// The first `count` delays; a decorrelated one at its longest, three times the one before.
  func first(_ count: Int) -> [Tick] {
    var delays: [Tick] = []
    var delay = backoff.base
    for n in 0..<Swift.max(0, count) {
      switch backoff.kind {
      case .constant: delay = backoff.base
      case .linear: delay = backoff.base * Int64(n + 1)
      case .exponential: if n > 0 { delay = Delays.times(delay, backoff.factor) }
      case .decorrelated: if n > 0 { delay = delay * 3 }
      }
      if let max = backoff.max { delay = Swift.min(delay, max) }
      delays.append(delay)
    }
    return delays
  }

  /// All that attempts wait between them, before jitter: one delay fewer than attempts.
  func total(attempts: Int) -> Tick { first(attempts - 1).reduce(.zero) { $0 + $1 } }

  /// The least that is surely waited of a delay once jitter has had its way.
  func certain(_ delay: Tick) -> Tick {
    switch backoff.jitter {
    case .none: delay
    case .equal: Tick(ns: delay.ns / 2)
    case .full: .zero
    }
  }

  /// A delay times a factor, rounded down, held at the longest duration.
  private static func times(_ delay: Tick, _ factor: Factor) -> Tick {
    let product = Int128(delay.ns) * Int128(factor.millionths) / 1_000_000
    return Tick(ns: Int64(clamping: product))
  }
}
