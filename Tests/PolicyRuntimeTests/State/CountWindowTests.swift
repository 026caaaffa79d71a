import TestThreads
import Testing

@testable import PolicyRuntime

@Suite(.offPool) struct CountWindowTests {
  static let sizes = [1, 2, 3, 10, 31, 57, 58, 59, 63, 64, 65, 96, 100, 1000]

  @Test(arguments: sizes, 0..<3 as Range<UInt64>)
  func `it holds what a list of the last calls holds`(size: Int, seed: UInt64) {
    let memory = SharedWords(CountWindow.wordCount(calls: size))
    let window = CountWindow(memory.words, calls: size)
    var model = CountModel(size: size)
    var dice = Dice(seed)
    var share: Int64 = 30
    for step in 0..<histories(size > 500 ? 20_000 : 30_000) {
      if step % 997 == 0 { share = [0, 1, 5, 30, 90, 100][Int(dice.upTo(5))] }
      if dice.upTo(4999) == 0 {
        window.clear()
        model.clear()
      }
      let bad = dice.chance(share)
      let counted = window.record(bad: bad)
      let expected = model.record(bad: bad)
      guard same(counted?.calls, expected?.calls, step) else { return }
      guard same(counted?.bad, expected?.bad, step) else { return }
      guard same(window.isActive, model.isActive, step) else { return }
    }
  }

  @Test(arguments: sizes)
  func `good calls write nothing while no bad one is held`(size: Int) {
    let count = CountWindow.wordCount(calls: size)
    let memory = SharedWords(count)
    let window = CountWindow(memory.words, calls: size)
    #expect(window.record(bad: false) == nil)
    #expect((0..<count).allSatisfy { memory.words.load($0) == 0 })
    _ = window.record(bad: true)
    for _ in 0..<size { _ = window.record(bad: false) }
    #expect(!window.isActive)
    let before = (0..<count).map { memory.words.load($0) }
    #expect(window.record(bad: false) == nil)
    #expect((0..<count).map { memory.words.load($0) } == before)
  }

  @Test func `a window of a million calls is full after a million`() {
    let size = CountWindow.most
    let memory = SharedWords(CountWindow.wordCount(calls: size))
    let window = CountWindow(memory.words, calls: size)
    for _ in 0..<size { _ = window.record(bad: true) }
    #expect(window.record(bad: true) ?? (0, 0) == (1_000_000, 1_000_000))
    for _ in 0..<size - 1 { _ = window.record(bad: false) }
    #expect(window.isActive)
    #expect(window.record(bad: false) ?? (1, 1) == (0, 0))
    #expect(!window.isActive)
  }

  @Test(arguments: sizes)
  func `the count of eight threads is that of the bits held`(size: Int) {
    let memory = SharedWords(CountWindow.wordCount(calls: size))
    let window = CountWindow(memory.words, calls: size)
    for round in 0..<20 {
      Crew.run(8) { index, crew in
        var dice = Dice(UInt64(round * 8 + index))
        crew.meet(1)
        for _ in 0..<500 { _ = window.record(bad: dice.chance(20)) }
      }
      // Good calls push out every bad one: a count that drifted would not come down to none.
      guard window.isActive else { continue }
      var left: UInt32 = .max
      for step in 0..<size {
        guard let counted = window.record(bad: false) else { break }
        guard same(counted.bad <= left, true, step) else { return }
        left = counted.bad
      }
      #expect(!window.isActive, "round \(round)")
    }
  }
}
