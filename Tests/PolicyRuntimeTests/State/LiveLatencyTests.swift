import TestThreads
import Testing

@testable import PolicyRuntime

@Suite(.offPool) struct LiveLatencyTests {
  /// The upper edges of the classes, one after the other.
  static let edges: [Int64] = {
    var edges: [Int64] = [1000]
    var step: Int64 = 125
    while edges.count < LatencyScale.count {
      for _ in 0..<8 { edges.append((edges.last ?? 0) + step) }
      step *= 2
    }
    return Array(edges.prefix(LatencyScale.count))
  }()

  @Test func `a time is below the upper edge of its class and not below the lower one`() {
    var dice = Dice(1)
    var times: [Int64] = [0, 1, 999, 1000, 1001, 3_600_000_000_000, .max, -5]
    for edge in Self.edges { times += [edge - 1, edge, edge + 1] }
    for _ in 0..<10_000 { times.append(dice.upTo(4_000_000_000_000 >> dice.upTo(41))) }
    for time in times {
      let expected = Self.edges.firstIndex { time < $0 } ?? LatencyScale.count - 1
      guard same(LatencyScale.index(of: time), expected, time) else { return }
    }
    for (i, edge) in Self.edges.enumerated() { #expect(LatencyScale.upperEdge(of: i) == edge) }
    #expect((Self.edges.last ?? 0) > 3_600_000_000_000)
    #expect(Self.edges[LatencyScale.count - 2] <= 3_600_000_000_000)
  }

  @Test(arguments: [500_000, 950_000, 990_000, 999_999, 1_000_000, 1, 0] as [Int64])
  func `the percentile is that of the sorted samples of the last minute`(millionths: Int64) {
    let memory = SharedWords(LiveLatency.wordCount)
    let latency = LiveLatency(memory.words)
    var dice = Dice(UInt64(millionths))
    var samples: [(bucket: Int64, ns: Int64)] = []
    var now: Int64 = 0
    var newest: Int64 = 0
    var second: Int64 = -1
    var cached: Int64?
    for step in 0..<15_000 {
      now += dice.upTo(step % 3000 < 2000 ? 100_000_000 : 2_000_000_000)
      if dice.chance(1) { now = max(0, now - dice.upTo(10_000_000_000)) }
      if dice.upTo(999) == 0 { now += 60_000_000_000 * dice.upTo(3) }
      if dice.chance(70) {
        newest = max(newest, now / 6_000_000_000)
        let ns = dice.upTo(10_000_000_000 >> dice.upTo(24))
        samples.append((newest, ns))
        samples.removeAll { $0.bucket < newest - 9 }
        latency.record(ns, at: now)
      } else {
        if now / 1_000_000_000 > second {
          second = now / 1_000_000_000
          let bucket = max(newest, now / 6_000_000_000)
          let sorted = samples.filter { $0.bucket >= bucket - 9 }.map(\.ns).sorted()
          let rank = max(1, (sorted.count * Int(millionths) + 999_999) / 1_000_000)
          cached =
            sorted.count < 100
            ? nil : Self.edges.first { $0 > sorted[rank - 1] } ?? Self.edges.last
        }
        guard same(latency.percentile(millionths, at: now), cached, step) else { return }
      }
    }
  }

  @Test func `no sample of eight threads is lost`() {
    let memory = SharedWords(LiveLatency.wordCount)
    let latency = LiveLatency(memory.words)
    for round in 1...60 {
      let start = Int64(round) * 120_000_000_000
      Crew.run(8) { index, crew in
        crew.meet(1)
        for i in 0..<40 {
          let now = start + Int64((i * 7 + index * 3) % 60) * 1_000_000_000
          latency.record(Int64(index) * 1_000_000, at: now)
        }
      }
      // 320 samples, 40 below 1 µs: the 41st is the first above it.
      let now = start + 59_000_000_000
      #expect(latency.percentile(125_000, at: now) == 1000, "round \(round)")
      #expect(latency.percentile(125_001, at: now + 1_000_000_000) != nil)
    }
  }
}
