import Foundation
import TestThreads
import Testing

@testable import PolicyRuntime

@Suite(.offPool) struct AverageTests {
  @Test(arguments: 0..<4 as Range<UInt64>)
  func `it follows peaks at once and decays as the exponential does`(seed: UInt64) {
    let memory = SharedWords(Average.wordCount)
    let average = Average(memory.words)
    var dice = Dice(seed)
    let start: Int64 = 400_000_000
    #expect(average.value(or: start) == start)
    var expected = Double(start)
    var last: Int64?
    var now = dice.upTo(1_000_000_000_000)
    for step in 0..<30_000 {
      now += dice.upTo(4_000_000_000 >> dice.upTo(30))
      let sample = dice.upTo(2_000_000_000 >> dice.upTo(20))
      average.record(sample, at: now, start: start)
      let elapsed = Double(now - (last ?? now)) / 1e10
      let old = average.value(or: start)
      expected =
        Double(sample) >= expected
        ? Double(sample) : Double(sample) + (expected - Double(sample)) * exp(-elapsed)
      last = now
      let isNear = abs(Double(old) - expected) <= expected * 1e-6 + 2
      guard same(isNear, true, step) else { return }
      // The rounding of one step is compared alone, lest it adds up over thousands.
      expected = Double(old)
    }
  }

  @Test func `the first sample below the start leaves the start, one of zero counts`() {
    let memory = SharedWords(Average.wordCount)
    let average = Average(memory.words)
    average.record(0, at: 50_000_000_000, start: 1000)
    #expect(average.value(or: 7) == 1000)
    average.record(0, at: 1_000_000_000_000, start: 1000)
    #expect(average.value(or: 7) == 0)
    // A clock that steps back lets nothing decay.
    average.record(500, at: 1_000_000_000_001, start: 1000)
    average.record(0, at: 5, start: 1000)
    #expect(average.value(or: 7) == 500)
    average.record(.max, at: .max, start: 1)
    #expect(average.value(or: 7) == .max - 1)
  }

  @Test func `the value of eight threads stays among their samples`() {
    let memory = SharedWords(Average.wordCount)
    let average = Average(memory.words)
    Crew.run(8) { index, crew in
      var dice = Dice(UInt64(index))
      crew.meet(1)
      for i in 0..<20_000 {
        average.record(dice.between(1000, 2000), at: Int64(i) * 1_000_000, start: 1500)
        let value = average.value(or: 0)
        if value < 1000 || value > 2000 { Issue.record("\(value)") }
      }
    }
  }
}
