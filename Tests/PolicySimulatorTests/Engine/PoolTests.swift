import PolicyRuntime
import TestThreads
import Testing

@testable import PolicySimulator

/// Places that come and go.
@Suite(.offPool) struct PoolTests {
  @Test(arguments: 1...3) func `a place is one value's until it is given back`(seed: Int) {
    var random = Random(seed: UInt64(seed))
    let pool = Pool(0)
    defer { pool.free() }
    var values: [Int: Int] = [:]
    var taken: [Int] = []
    for step in 1...6_000 {
      if random.pick(10) < (step < 3_000 ? 7 : 4) || taken.isEmpty {
        let place = pool.take()
        #expect(values[place] == nil, "it is somebody's")
        pool[place] = step
        values[place] = step
        taken.append(place)
      } else {
        let place = taken.remove(at: random.pick(taken.count))
        #expect(pool[place] == values.removeValue(forKey: place))
        pool.give(place)
      }
      #expect(pool.count == taken.count)
    }
    for place in taken { #expect(pool[place] == values[place]) }
    #expect(pool.places >= taken.count)
  }

  @Test func `what was there before is still there`() {
    let pool = Pool("fresh")
    defer { pool.free() }
    let place = pool.take()
    #expect(pool[place] == "fresh")
    pool[place] = "used"
    pool.give(place)
    #expect(pool.take() == place)
    #expect(pool[place] == "used")
  }

  @Test func `places are used again before there are more`() {
    let pool = Pool(0)
    defer { pool.free() }
    for _ in 0..<10 {
      let taken = (0..<1_000).map { _ in pool.take() }
      #expect(Set(taken).count == 1_000)
      #expect(taken.allSatisfy { 0 <= $0 && $0 < pool.places })
      for place in taken { pool.give(place) }
    }
    #expect(pool.places == 1_024)
    #expect(pool.count == 0)
  }

  @Test func `two places can be changed at once`() {
    let pool = Pool(1)
    defer { pool.free() }
    let (a, b) = (pool.take(), pool.take())
    pool[a] = 2
    swap(&pool[a], &pool[b])
    #expect(pool[a] == 1 && pool[b] == 2)
  }
}
