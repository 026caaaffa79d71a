import PolicyRuntime
import TestThreads
import Testing

@testable import PolicySimulator

/// Durations in buckets, beside the durations themselves.
@Suite(.offPool) struct LatencyHistogramTests {
  /// Durations of every magnitude, from nanoseconds to days.
  private func durations(_ count: Int, seed: UInt64) -> [Int64] {
    var random = Random(seed: seed)
    return (0..<count).map { _ in
      let octave = random.between(0, 48)
      return random.between(0, 1 << octave)
    }
  }

  @Test func `a percentile is within 0.8% of the one of the sorted durations`() throws {
    for (seed, count) in [1, 2, 3, 10, 999, 20_000].enumerated() {
      let all = durations(count, seed: UInt64(seed))
      var histogram = LatencyHistogram<UInt64>()
      for duration in all { histogram.add(duration) }
      let sorted = all.sorted()
      for millionths in [0, 1, 10_000, 500_000, 900_000, 990_000, 999_000, 1_000_000] as [Int64] {
        let rank = max(1, (Int64(count) * millionths + 999_999) / 1_000_000)
        let exact = Double(sorted[Int(rank) - 1])
        let found = try #require(histogram.percentile(millionths: millionths))
        #expect((found - exact).magnitude <= 0.008 * exact, "\(millionths) of \(count)")
      }
      #expect(histogram.total == count)
    }
  }

  @Test func `below 128 ns every nanosecond has a bucket`() {
    for ns in 0..<128 as Range<Int64> {
      var histogram = LatencyHistogram<UInt64>()
      histogram.add(ns)
      #expect(histogram.percentile(millionths: 500_000) == Double(ns))
    }
  }

  @Test func `a sum of histograms is the histogram of all`() {
    let all = durations(9_000, seed: 4)
    var whole = LatencyHistogram<UInt64>()
    for duration in all { whole.add(duration) }
    var sum = LatencyHistogram<UInt64>()
    for third in [all[6_000...], all[..<3_000], all[3_000..<6_000]] {
      var part = LatencyHistogram<UInt64>()
      for duration in third { part.add(duration) }
      sum.add(part)
    }
    #expect(sum.total == whole.total)
    for millionths in stride(from: Int64(0), through: 1_000_000, by: 1_000) {
      #expect(sum.percentile(millionths: millionths) == whole.percentile(millionths: millionths))
    }
  }

  @Test func `a histogram of nothing has no percentile`() {
    #expect(LatencyHistogram<UInt64>().percentile(millionths: 500_000) == nil)
  }

  @Test func `a coarse histogram is as exact above its floor`() throws {
    for ns in durations(2_000, seed: 5) {
      var histogram = LatencyHistogram<UInt32>(floor: 14)
      histogram.add(ns)
      let found = try #require(histogram.percentile(millionths: 1))
      if ns >= 1 << 14 {
        #expect((found - Double(ns)).magnitude <= 0.008 * Double(ns))
      } else {
        #expect(found <= 1.02 * Double(1 << 14))
      }
    }
  }

  @Test func `what is longer than any counts as the longest, and below zero as nothing`() throws {
    var histogram = LatencyHistogram<UInt64>()
    histogram.add(.max)
    #expect(try #require(histogram.percentile(millionths: 1)) > 30 * 86_400e9)
    var other = LatencyHistogram<UInt64>()
    other.add(-5)
    #expect(other.percentile(millionths: 1) == 0)
  }
}
