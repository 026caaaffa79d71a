import Synchronization
import TestThreads
import Testing

@testable import PolicyRuntime

@Suite(.offPool) struct BudgetWindowTests {
  @Test(arguments: [10, 95, 10_000_000_000] as [Int64], [1, 2, 5])
  func `it reserves what lists of attempts and tokens allow`(over: Int64, lanes: Int) {
    let memory = SharedWords(BudgetWindow.wordCount(lanes: lanes))
    let window = BudgetWindow(memory.words, over: over, lanes: lanes)
    var model = BudgetModel(over: over)
    var dice = Dice(UInt64(lanes))
    var clock = WildClock(width: (over + 9) / 10)
    var buckets: [Int64] = []
    for step in 0..<40_000 {
      let now = clock.tick(&dice)
      switch dice.upTo(19) {
      case 0...10:
        window.countFirst(lane: Int(dice.upTo(Int64(lanes) - 1)), at: now)
        model.countFirst(at: now)
      case 11:
        let (usage, expected) = (window.usage(at: now), model.usage(at: now))
        guard same(usage.firsts, expected.firsts, step) else { return }
        guard same(usage.tokens, expected.tokens, step) else { return }
      case 12, 13:
        guard let bucket = buckets.randomElement(by: &dice) else { continue }
        window.giveBack(bucket, at: now)
        model.giveBack(bucket, at: now)
      default:
        let ppb = [200_000_000, 0, 1_000_000_000, 333_333_333][Int(dice.upTo(3))] as Int64
        let minPpb = dice.upTo(3) * 700_000_000
        let bucket = window.reserve(ppb: ppb, minPpb: minPpb, at: now)
        let expected = model.reserve(ppb: ppb, minPpb: minPpb, at: now)
        guard same(bucket, expected, step) else { return }
        if let bucket { buckets = buckets.suffix(20) + [bucket] }
      }
    }
  }

  @Test func `numbers beyond every budget do not trap`() {
    let memory = SharedWords(BudgetWindow.wordCount(lanes: 1))
    let window = BudgetWindow(memory.words, over: 1000, lanes: 1)
    for _ in 0..<10 { window.countFirst(lane: 0, at: 0) }
    #expect(window.reserve(ppb: .max, minPpb: .max, at: 0) == 0)
    #expect(window.reserve(ppb: 0, minPpb: 0, at: .max) == nil)
  }

  @Test(arguments: [1, 4, 8])
  func `of a thousand reservations at once a fifth of the first attempts get a token`(lanes: Int) {
    for round in 0..<30 {
      let memory = SharedWords(BudgetWindow.wordCount(lanes: lanes))
      let window = BudgetWindow(memory.words, over: 10_000, lanes: lanes)
      let sent = Atomic<Int>(0)
      Crew.run(8) { index, crew in
        // A thousand requests arrive, and then all of them want to be tried again.
        for i in 0..<125 { window.countFirst(lane: index % lanes, at: Int64(i % 3) * 1000) }
        crew.meet(1)
        for _ in 0..<125
        where window.reserve(ppb: 200_000_000, minPpb: 0, at: 2500) != nil {
          sent.wrappingAdd(1, ordering: .relaxed)
        }
      }
      #expect(sent.load(ordering: .relaxed) == 200, "round \(round)")
      #expect(window.usage(at: 2500) == (1000, 200), "round \(round)")
    }
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `threads with clocks apart never send more than the budget`(seed: UInt64) {
    let memory = SharedWords(BudgetWindow.wordCount(lanes: 2))
    let window = BudgetWindow(memory.words, over: 1000, lanes: 2)
    let tokens = Lists<Int64>(8)
    let firsts = Lists<Int64>(8)
    Crew.run(8) { index, crew in
      var dice = Dice(seed * 8 + UInt64(index))
      var now = dice.upTo(1000)
      crew.meet(1)
      for _ in 0..<10_000 {
        now = max(0, now + dice.between(-60, seed % 2 == 0 ? 70 : 300))
        if dice.chance(50) {
          // The bucket is at least that of the clock, and may be newer: no more is known.
          firsts.add(now / 100, to: index)
          window.countFirst(lane: index % 2, at: now)
        } else if let bucket = window.reserve(ppb: 200_000_000, minPpb: 0, at: now) {
          if dice.chance(10) {
            window.giveBack(bucket, at: now)
          } else {
            tokens.add(bucket, to: index)
          }
        }
      }
    }
    // Every token in a window stands for five first attempts counted by then.
    let all = tokens.all
    #expect(!all.isEmpty && all.count * 5 <= firsts.all.count * 2)
    var counts: [Int64: Int] = [:]
    for bucket in all { counts[bucket, default: 0] += 1 }
    let newest = max(all.max() ?? 0, firsts.all.max() ?? 0)
    #expect(window.usage(at: newest * 100).tokens >= counts[newest, default: 0])
  }
}
