import Foundation
import Synchronization

/// Does operations on a window and notes when they began and ended.
protocol RecordedWindow: Sendable {
  func perform(_ call: Operation.Call, lane: Int, at now: Int64) -> (answer: Int64?, firsts: Int64)
  func empty()
}

/// Short random histories of two or three threads.
struct Recorder<Window: RecordedWindow>: Sendable {
  let window: Window
  let width: Int64
  /// Which calls a history is made of: a draw of a hundred to a call.
  let draw: @Sendable (inout Dice, _ own: [Int64]) -> Operation.Call
  /// How far apart times may be, in buckets.
  let span: Int64

  /// Runs `count` histories and gives each to `check`, on one thread.
  func run(
    _ count: Int, threads: Int, seed: UInt64,
    _ check: @escaping @Sendable (_ round: Int, [Operation]) -> Void
  ) {
    let lists = Lists<Operation>(threads)
    let counter = Counter()
    let recorder = self
    Crew.run(threads) { index, crew in
      var dice = Dice(seed &* 31 &+ UInt64(index))
      for round in 0..<count {
        lists.empty(index)
        if index == 0 {
          recorder.window.empty()
          var own: [Int64] = []
          for _ in 0..<dice.upTo(5) { recorder.step(0, &dice, &own, lists, counter) }
        }
        crew.meet(3 * round + 1)
        var own: [Int64] = []
        for _ in 0..<dice.between(1, threads == 2 ? 4 : 2) {
          for _ in 0..<dice.upTo(30) { counter.idle() }
          if dice.upTo(15) == 0 { sched_yield() }
          recorder.step(index, &dice, &own, lists, counter)
        }
        crew.meet(3 * round + 2)
        if index == 0 {
          // What is left when all is quiet, bucket by bucket.
          for i in 0..<4 as Range<Int64> {
            recorder.act(.used, recorder.width * (recorder.span + 4 * i), 0, lists, counter)
          }
          check(round, lists.all)
        }
        crew.meet(3 * round + 3)
      }
    }
  }

  private func step(
    _ index: Int, _ dice: inout Dice, _ own: inout [Int64], _ lists: Lists<Operation>,
    _ counter: Counter
  ) {
    let now = dice.chance(70) ? dice.upTo(2 * width) : dice.upTo(span * width)
    let call = draw(&dice, own)
    let answer = act(call, now, index, lists, counter)
    if case .take = call, let answer { own.append(answer) }
  }

  @discardableResult
  private func act(
    _ call: Operation.Call, _ now: Int64, _ index: Int, _ lists: Lists<Operation>,
    _ counter: Counter
  ) -> Int64? {
    let begun = counter.next()
    let (answer, firsts) = window.perform(call, lane: index, at: now)
    let ended = counter.next()
    lists.add(
      Operation(
        call: call, now: now, answer: answer, firsts: firsts, begun: begun, ended: ended),
      to: index)
    return answer
  }
}

/// Numbers that rise, for all threads.
final class Counter: Sendable {
  private let value = Atomic<UInt64>(0)

  func next() -> UInt64 { value.wrappingAdd(1, ordering: .sequentiallyConsistent).oldValue }
  func idle() { _ = value.load(ordering: .relaxed) }
}
