import PolicyRuntime
import TestThreads
import Testing

@testable import PolicySimulator

/// The queue of what will happen, beside a sorted array.
@Suite(.offPool) struct EventQueueTests {
  /// An entry as a test compares it.
  private struct Known: Comparable {
    var at: Int64
    var order: UInt64

    static func < (a: Known, b: Known) -> Bool { (a.at, a.order) < (b.at, b.order) }
  }

  @Test(arguments: 1...6) func `what comes out is what a sorted array gives`(seed: Int) {
    var random = Random(seed: UInt64(seed))
    var queue = EventQueue()
    var sorted: [Known] = []
    var order: UInt64 = 0
    // Few times, so that many are alike; at first more come than go.
    let span = [Int64(3), 100, 1_000_000_000][seed % 3]
    for step in 0..<3_000 {
      let grows = random.pick(10) < (step < 1_500 ? 7 : 4)
      if grows || sorted.isEmpty {
        order += 1
        let known = Known(at: random.between(0, span), order: order)
        queue.push(Entry(at: known.at, order: order, place: Int(order % 1000), .request))
        // The last entered is often the last of all.
        let place = sorted.lastIndex { $0 < known }.map { $0 + 1 } ?? 0
        sorted.insert(known, at: place)
      } else {
        let entry = queue.pop()
        #expect(Known(at: entry.at, order: entry.order) == sorted.removeFirst())
        #expect(entry.place == Int(entry.order % 1000))
      }
      #expect(queue.count == sorted.count)
      #expect(queue.soonest == sorted.first?.at ?? .max)
    }
    while !sorted.isEmpty { #expect(queue.pop().order == sorted.removeFirst().order) }
    #expect(queue.soonest == .max)
  }

  @Test func `what is entered first comes first at one time`() {
    var queue = EventQueue()
    for order in 1...5_000 {
      queue.push(Entry(at: 7, order: UInt64(order), place: 5_000 - order, .other))
    }
    for order in 1...5_000 { #expect(queue.pop().order == UInt64(order)) }
  }

  @Test func `an entry tells what it was made of`() {
    let largest = Entry(
      at: .max, order: 1 << 40 - 1, place: Entry.placesMax - 1, .job)
    #expect(largest.order == 1 << 40 - 1)
    #expect(largest.place == Entry.placesMax - 1)
    #expect(largest.isJob && !largest.isRequest)
    let least = Entry(at: 0, order: 0, place: 0, .request)
    #expect(least.order == 0 && least.place == 0 && least.isRequest && !least.isJob)
    let other = Entry(at: 1, order: 1, place: 1, .other)
    #expect(!other.isRequest && !other.isJob)
  }
}
