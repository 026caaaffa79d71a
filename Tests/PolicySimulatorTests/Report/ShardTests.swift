import PolicySimulator
import TestThreads
import Testing

/// Which runs belong to which part.
@Suite(.offPool) struct ShardTests {
  @Test func `every run belongs to exactly one part`() {
    for count in 1...7 {
      let shards = (1...count).map { Shard($0, of: count) }
      for run in 0..<50 { #expect(shards.count { $0.holds(run) } == 1) }
    }
  }
}
