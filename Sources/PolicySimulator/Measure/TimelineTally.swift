import PolicyGraph
import PolicyRuntime

/// A run over time, while it goes on: at most 300 bins, whatever its length.
struct TimelineTally {
  static let binsMax = 300
  /// Latencies below 2¹⁴ ns (16 µs) need not be told apart in a picture.
  private static let floor = 14

  let step: Int64
  private var bins: [Timeline.Bin]
  private var latencies: [LatencyHistogram<UInt32>]
  /// The longest of each bin: no percentile is above it.
  private var longest: [Int64]

  init(_ world: World) {
    let seconds = max(1, (world.endsAt + 999_999_999) / 1_000_000_000)
    let widths: [Int64] = [
      1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400,
    ]
    let width = widths.first { seconds <= $0 * Int64(TimelineTally.binsMax) } ?? 86_400
    step = width * 1_000_000_000
    let count = Int((seconds + width - 1) / width)
    bins = (0..<count).map { i in
      var bin = Timeline.Bin(t: Double(Int64(i) * width))
      bin.endpoints = Array(repeating: Timeline.EndpointBin(), count: world.endpoints.count)
      bin.steps = Array(repeating: 0, count: world.steps.count)
      return bin
    }
    latencies = Array(
      repeating: LatencyHistogram(floor: TimelineTally.floor), count: count)
    longest = Array(repeating: 0, count: count)
  }

  @inline(__always)
  private func place(_ at: Int64) -> Int { min(Int(at / step), bins.count - 1) }

  mutating func arrive(_ now: Int64) { bins[place(now)].offered += 1 }

  mutating func attempt(_ endpoint: Int, _ now: Int64) {
    bins[place(now)].endpoints[endpoint].attempts += 1
  }

  mutating func fail(_ endpoint: Int, _ now: Int64) {
    bins[place(now)].endpoints[endpoint].failures += 1
  }

  mutating func end(_ action: Action, arrivedAt: Int64, took: Int64) {
    let i = place(arrivedAt)
    latencies[i].add(took)
    longest[i] = max(longest[i], took)
    guard action.kind == .answer else {
      bins[i].failed += 1
      return
    }
    if let step = action.step {
      bins[i].degraded += 1
      bins[i].steps[step.index] += 1
    } else {
      bins[i].full += 1
    }
    // What a step's endpoint answered is the step's: every answer is counted once.
    if action.step == nil, action.attempt != .none || action.reason == .landed {
      bins[i].endpoints[action.endpoint.index].answers += 1
    }
  }

  /// How the breakers stand at the beginning of a bin.
  mutating func sample(_ snapshot: Snapshot, at time: Int64) {
    let i = place(time)
    guard time == Int64(i) * step else { return }
    for endpoint in snapshot.endpoints {
      bins[i].endpoints[endpoint.endpoint.index].breaker = TimelineTally.band(endpoint)
    }
  }

  private static func band(_ endpoint: EndpointSnapshot) -> Timeline.BreakerBand {
    if endpoint.isDown || endpoint.isIsolated { return .down }
    var band = endpoint.breakers.isEmpty ? Timeline.BreakerBand.none : .closed
    for breaker in endpoint.breakers {
      switch breaker.phase {
      case .open: band = .open
      case .halfOpen: if band != .open { band = .halfOpen }
      case .closed: break
      }
    }
    return band
  }

  /// The timeline, with the endpoints and steps that a report names.
  func timeline(endpoints: [Int], steps: [Int]) -> Timeline {
    var result: [Timeline.Bin] = []
    for (i, bin) in bins.enumerated() {
      var shown = bin
      shown.endpoints = endpoints.map { bin.endpoints[$0] }
      shown.steps = steps.map { bin.steps[$0] }
      let most = Double(longest[i])
      shown.p50 = latencies[i].percentile(millionths: 500_000).map { min($0, most) / 1e9 }
      shown.p99 = latencies[i].percentile(millionths: 990_000).map { min($0, most) / 1e9 }
      result.append(shown)
    }
    return Timeline(step: Double(step / 1_000_000_000), bins: result)
  }
}
