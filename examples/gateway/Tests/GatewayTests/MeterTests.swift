import Testing

@testable import gateway

/// What clients may use in a minute, against a plain account of the same.
@Suite struct MeterTests {
  @Test(arguments: 0..<200)
  func `no stretch of time has more requests than a full bucket and its refill`(
    seed: UInt64
  ) {
    var random = Seeded(state: seed)
    let limits = ClientKeys.Limits(requests: Int.random(in: 1...30, using: &random))
    let start = ContinuousClock.now
    var now = start
    var meter = Meter(limits, at: now)
    var taken: [ContinuousClock.Instant] = []
    for _ in 0..<300 {
      now += .milliseconds(Int.random(in: 0...4000, using: &random))
      switch meter.take(limits, at: now) {
      case .none: taken.append(now)
      case .tokens: Issue.record("there is no limit of tokens")
      case .requests(let wait):
        // Who waits so long is served, and not much sooner.
        #expect(wait > .zero)
        var (early, late) = (meter, meter)
        #expect(early.take(limits, at: now + wait * 0.9) != .none)
        #expect(late.take(limits, at: now + wait + .nanoseconds(100)) == .none)
      }
    }
    let rate = Double(limits.requests ?? 0)
    for (first, begin) in taken.enumerated() {
      for (last, end) in taken.enumerated() where last >= first {
        let most = rate + rate * ((end - begin) / .seconds(60)) + 0.001
        #expect(Double(last - first + 1) <= most)
      }
    }
  }

  @Test(arguments: 0..<200)
  func `tokens beyond the limit are waited for`(seed: UInt64) {
    var random = Seeded(state: seed)
    let limits = ClientKeys.Limits(tokens: Int.random(in: 10...1000, using: &random))
    let rate = Double(limits.tokens ?? 0)
    let start = ContinuousClock.now
    var now = start
    var meter = Meter(limits, at: now)
    var used = 0.0
    for _ in 0..<200 {
      now += .milliseconds(Int.random(in: 0...20_000, using: &random))
      guard meter.take(limits, at: now) == .none else { continue }
      // Whatever was used before had been earned by now, but for the last bucket.
      #expect(used <= rate + rate * ((now - start) / .seconds(60)))
      let count = Int.random(in: 0...500, using: &random)
      meter.charge(count)
      used += Double(count)
    }
    #expect(used > 0)
  }

  @Test(arguments: 0..<100)
  func `a histogram counts each value once, and up to its bound`(seed: UInt64) throws {
    var random = Seeded(state: seed)
    var histogram = Histogram.tokens
    let values = (0..<100).map { _ in Double(Int.random(in: 0...2_000_000, using: &random)) }
    for value in values { histogram.take(value) }
    #expect(histogram.count == values.count)
    #expect(histogram.sum == values.reduce(0, +))
    var family = MetricFamily<Histogram>("x", "Values.", by: ["a"])
    family.change(["\"\\\n"], histogram) { _ in }
    let lines = family.text.split(separator: "\n")
    #expect(lines.prefix(2) == ["# HELP x Values.", "# TYPE x histogram"])
    for (bound, line) in zip(histogram.bounds, lines.dropFirst(2)) {
      let below = values.filter { $0 <= bound }.count
      #expect(line == "x_bucket{a=\"\\\"\\\\\\n\",le=\"\(bound)\"} \(below)")
    }
  }

  @Test func `names beyond the most are one`() {
    var family = MetricFamily<Int>("x", "Values.", by: ["a"])
    for name in 0..<(MetricFamily<Int>.seriesMax + 10) { family.change(["\(name)"], 0) { $0 += 1 } }
    #expect(family.series.count == MetricFamily<Int>.seriesMax + 1)
    #expect(family.series[["other"]] == 10)
  }
}
