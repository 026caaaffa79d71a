import TestThreads
import Testing

@testable import PolicyRuntime

/// What keeps threads apart that meet in a ring, one step after the other.
@Suite(.offPool) struct TaggedRingTests {
  let memory = SharedWords(TaggedRing.wordCount)
  var ring: TaggedRing { TaggedRing(words: memory.words, clock: BucketClock(tenthOf: 1000)) }

  @Test(arguments: [100, 999, 1000, 1100, 1_126_400, 180_224_000_000] as [Int64])
  func `a thread that slept adds nothing once the window moved on`(later: Int64) throws {
    let word = try #require(ring.word(of: 0))
    let bucket = ring.arrive(at: later)
    #expect(bucket == later / 100)
    #expect(!ring.add(5, to: 0, over: word))
    #expect(ring.sum() == 0)
    #expect(ring.word(of: bucket) != nil)
  }

  @Test func `a count that changed and changed back is not taken for unchanged`() throws {
    let word = try #require(ring.word(of: 0))
    #expect(ring.add(5, to: 0, over: word))
    ring.adjust(0, by: -5)
    #expect(ring.sum() == 0)
    #expect(!ring.add(5, to: 0, over: word))
  }

  @Test(arguments: 1...12 as ClosedRange<Int64>)
  func `who comes while the window moves helps, whatever the mover has done`(state: Int64) throws {
    let fresh = min(11, state)
    for bucket in 0...20 as ClosedRange<Int64> {
      let word = try #require(ring.word(of: ring.arrive(at: bucket * 100)))
      #expect(ring.add(1, to: bucket, over: word))
    }
    // A mover stopped after saying where it goes.
    let old = try #require(ring.word(of: 20))
    let newest = 20 + fresh
    memory.words.store(0, UInt64(newest) << 4 | UInt64(state))
    #expect(ring.arrive(at: 0) == newest)
    #expect(memory.words.load(0) == UInt64(newest) << 4)
    #expect(ring.sum() == 11 - fresh)
    #expect(!ring.add(1, to: 20, over: old))
    let word = try #require(ring.word(of: newest))
    #expect(ring.add(1, to: newest, over: word))
    #expect(ring.sum() == 12 - fresh)
  }

  @Test func `a bucket before the newest is corrected and not added to`() throws {
    let word = try #require(ring.word(of: 0))
    #expect(ring.add(5, to: 0, over: word))
    #expect(ring.arrive(at: 300) == 3)
    #expect(ring.word(of: 0) == nil)
    ring.adjust(0, by: 2)
    #expect(ring.sum() == 7)
    #expect(ring.arrive(at: 1099) == 10)
    #expect(ring.sum() == 7)
    #expect(ring.sum(at: 1100) == 0)
    #expect(ring.arrive(at: 1100) == 11)
    ring.adjust(0, by: 4)
    #expect(ring.sum() == 0)
  }
}
