import TestThreads
import Testing

@testable import PolicyRuntime

@Suite(.offPool) struct StartWindowTests {
  @Test(arguments: [10, 95, 1000, 60_000_000_000] as [Int64], 0..<4 as Range<UInt64>)
  func `it admits what a list of takes admits`(per: Int64, seed: UInt64) {
    let memory = SharedWords(StartWindow.wordCount)
    let window = StartWindow(memory.words, per: per)
    var model = StartModel(per: per)
    var dice = Dice(seed)
    var clock = WildClock(width: (per + 9) / 10)
    let unit: Int64 = seed % 2 == 0 ? 1 : 80_000_000_000
    var buckets: [Int64] = []
    for step in 0..<40_000 {
      let now = clock.tick(&dice)
      let limit = unit * 12
      let amount = unit * dice.upTo(5)
      switch dice.upTo(9) {
      case 0:
        guard same(window.used(at: now), model.used(at: now), step) else { return }
      case 1:
        let hasRoom = window.hasRoom(for: amount, within: limit, at: now)
        let expected = model.hasRoom(for: amount, within: limit, at: now)
        guard same(hasRoom, expected, step) else { return }
      case 2, 3:
        guard let bucket = buckets.randomElement(by: &dice) else { continue }
        let delta = unit * dice.between(-6, 6)
        window.correct(bucket, by: delta, at: now)
        model.correct(bucket, by: delta, at: now)
      default:
        let taken = window.take(amount, within: limit, at: now)
        let expected = model.take(amount, within: limit, at: now)
        guard same(taken, expected, step) else { return }
        if let taken { buckets = buckets.suffix(20) + [taken] }
      }
    }
  }

  @Test(arguments: [10, 95, 1000] as [Int64])
  func `no interval of its length holds more than the limit`(per: Int64) {
    let memory = SharedWords(StartWindow.wordCount)
    let window = StartWindow(memory.words, per: per)
    var dice = Dice(1)
    var now: Int64 = 0
    var taken: [(at: Int64, amount: Int64)] = []
    for _ in 0..<20_000 {
      now += dice.upTo(per / 5)
      let amount = dice.between(1, 3)
      if window.take(amount, within: 10, at: now) != nil { taken.append((now, amount)) }
      taken.removeAll { $0.at <= now - per }
      let sum = taken.reduce(0) { $0 + $1.amount }
      guard same(sum <= 10, true, sum) else { return }
    }
  }

  @Test func `what a limit leaves is given out, up to the last`() {
    let memory = SharedWords(StartWindow.wordCount)
    let window = StartWindow(memory.words, per: 1000)
    #expect(window.take(11, within: 10, at: 0) == nil)
    #expect(window.take(10, within: 10, at: 0) == 0)
    #expect(window.take(0, within: 10, at: 0) == 0)
    #expect(window.take(1, within: 10, at: 1099) == nil)
    #expect(window.take(1, within: 10, at: 1100) == 11)
    // Numbers beyond every limit neither trap nor pass.
    #expect(window.take(.max, within: .max, at: 1100) == nil)
    window.correct(11, by: .max, at: 1100)
    #expect(!window.hasRoom(for: 1, within: .max, at: 1100))
    window.correct(11, by: .min, at: 1100)
    #expect(window.used(at: 1100) == 0)
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `eight threads with clocks apart stay within the limit in every window`(seed: UInt64) {
    let memory = SharedWords(StartWindow.wordCount)
    let window = StartWindow(memory.words, per: 1000)
    let limit: Int64 = 40
    let lists = Lists<(bucket: Int64, amount: Int64, now: Int64)>(8)
    Crew.run(8) { index, crew in
      var dice = Dice(seed * 8 + UInt64(index))
      var now = dice.upTo(2000)
      crew.meet(1)
      for _ in 0..<20_000 {
        now = max(0, now + dice.between(-60, seed % 2 == 0 ? 70 : 400))
        let amount = dice.between(1, 4)
        if let bucket = window.take(amount, within: limit, at: now) {
          lists.add((bucket, amount, now), to: index)
        }
      }
    }
    var counts: [Int64: Int64] = [:]
    for take in lists.all {
      counts[take.bucket, default: 0] += take.amount
      guard same(take.bucket >= take.now / 100, true, take.bucket) else { return }
    }
    #expect(counts.values.reduce(0, +) > 1000)
    for bucket in counts.keys {
      let sum = (bucket - 10...bucket).reduce(0) { $0 + counts[$1, default: 0] }
      guard same(sum <= limit, true, bucket) else { return }
    }
  }
}
