import TestThreads
import Testing

@testable import PolicyRuntime

@Suite(.offPool) struct RateWindowTests {
  @Test(arguments: [10, 95, 1000, 30_000_000_000] as [Int64], 0..<4 as Range<UInt64>)
  func `it counts what a list of calls counts`(over: Int64, seed: UInt64) {
    let memory = SharedWords(RateWindow.wordCount)
    let window = RateWindow(memory.words, over: over)
    var model = RateModel(over: over)
    var dice = Dice(seed)
    var clock = WildClock(width: (over + 9) / 10)
    for step in 0..<50_000 {
      let now = clock.tick(&dice)
      switch dice.upTo(99) {
      case 0:
        window.clear()
        model.clear()
      case 1...15:
        let (counts, expected) = (window.counts(at: now), model.counts(at: now))
        guard same(counts.calls, expected.calls, step) else { return }
        guard same(counts.bad, expected.bad, step) else { return }
      case 16...20:
        // The last moment of a window and the first after it.
        clock.now = max(0, model.activeUntil - dice.upTo(1))
      default:
        let bad = dice.chance(30)
        let counted = window.record(bad: bad, at: now)
        let expected = model.record(bad: bad, at: now)
        guard same(counted?.calls, expected?.calls, step) else { return }
        guard same(counted?.bad, expected?.bad, step) else { return }
      }
      guard same(window.activeUntil, model.activeUntil, step) else { return }
    }
  }

  @Test func `a good call outside a window writes nothing`() {
    let memory = SharedWords(RateWindow.wordCount)
    let window = RateWindow(memory.words, over: 100)
    #expect(window.record(bad: false, at: 5) == nil)
    #expect((0..<RateWindow.wordCount).allSatisfy { memory.words.load($0) == 0 })
    _ = window.record(bad: true, at: 10)
    let before = (0..<RateWindow.wordCount).map { memory.words.load($0) }
    #expect(window.record(bad: false, at: 110) == nil)
    #expect((0..<RateWindow.wordCount).map { memory.words.load($0) } == before)
  }

  @Test func `no call of eight threads is lost, nor counted twice`() {
    let memory = SharedWords(RateWindow.wordCount)
    let window = RateWindow(memory.words, over: 1000)
    for round in 1...200 {
      let start = Int64(round) * 5000
      Crew.run(8) { index, crew in
        crew.meet(1)
        // All fall into the ten buckets from `start` on, whichever thread opens the window.
        for i in 0..<50 {
          _ = window.record(bad: true, at: start + Int64((i * 7 + index * 13) % 1000))
        }
      }
      let counts = window.counts(at: start + 999)
      #expect(counts == (400, 400), "round \(round)")
      // What was left of the older buckets has all that late threads counted there.
      let next = window.record(bad: true, at: start + 999)
      #expect(next?.calls == 401 && next?.bad == 401, "round \(round)")
    }
  }

  @Test func `a bucket that is full counts no more, and harms no other`() {
    let memory = SharedWords(RateWindow.wordCount)
    let window = RateWindow(memory.words, over: 1000)
    _ = window.record(bad: true, at: 0)
    memory.words.store(2, (1 << 26 - 1) << 30 | 5 as UInt64)
    #expect(window.record(bad: false, at: 1)?.calls == 1 << 26)
    #expect(window.record(bad: true, at: 1)?.calls == 1 << 26)
    #expect(window.counts(at: 1).bad == 5)
  }
}
