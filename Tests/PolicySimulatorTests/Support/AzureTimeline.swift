import PolicySimulator

/// Ten minutes in bins, of five seconds unless told: azure, its loss, anthropic, its overload, and
/// back again.
struct AzureTimeline {
  private var random: TestRandom

  init(seed: UInt64) { random = TestRandom(seed) }

  /// The whole of it.
  func bins(step: Int = 5) -> Timeline {
    var copy = self
    let bins = (0..<600 / step).map { copy.bin(at: Double($0 * step)) }
    return Timeline(step: Double(step), bins: bins)
  }

  private mutating func bin(at t: Double) -> Timeline.Bin {
    var bin = Timeline.Bin(t: t)
    bin.offered = 30 + random.below(21)
    let isFirst = (60..<70).contains(t)
    let isShort = (120..<180).contains(t)
    bin.degraded = isFirst ? 5 + random.below(7) : isShort ? random.below(3) : 0
    bin.failed = isFirst ? random.below(4) : isShort && random.below(6) == 0 ? 1 : 0
    bin.full = bin.offered - bin.degraded - bin.failed
    let slow = isFirst ? 3.0 : isShort ? 1.7 : (70..<395).contains(t) ? 1.4 : 1
    bin.p50 = Double(400 + random.below(120)) * slow / 1000
    bin.p99 = Double(1500 + random.below(1500)) * slow / 1000
    bin.endpoints = endpoints(bin, isFirst: isFirst, isShort: isShort)
    bin.steps = [0, bin.degraded > 1 ? bin.degraded - 1 : 0, bin.degraded > 0 ? 1 : 0, 0]
    return bin
  }

  private mutating func endpoints(
    _ bin: Timeline.Bin, isFirst: Bool, isShort: Bool
  ) -> [Timeline.EndpointBin] {
    let isAway = (70..<395).contains(bin.t)
    var all = [Timeline.EndpointBin](repeating: Timeline.EndpointBin(), count: 5)
    if isFirst {
      all[2].answers = bin.full
      all[0].failures = 22
      all[1].failures = 10
    } else if isAway {
      all[3].answers = isShort ? bin.full * 3 / 10 : 0
      all[2].answers = bin.full - all[3].answers
      all[2].failures = isShort ? bin.offered * 3 / 10 : 0
    } else {
      all[1].answers = bin.full / 4
      all[0].answers = bin.full - all[1].answers
    }
    all[4].answers = bin.degraded / 2
    for i in all.indices {
      all[i].attempts = all[i].answers + all[i].failures
      all[i].breaker = i == 4 ? .none : .closed
    }
    all[0].breaker = azure(at: bin.t)
    all[1].breaker = azure(at: bin.t - 5)
    return all
  }

  private func azure(at t: Double) -> Timeline.BreakerBand {
    switch t {
    case 65..<80, 85..<110, 115..<170, 175..<230, 235..<295: .open
    case 110..<115, 170..<175, 230..<235, 295..<300: .down
    case 80..<85, 300..<315: .halfOpen
    default: .closed
    }
  }
}
