import TestThreads
import Testing

@testable import policyc

@Suite(.offPool) struct `the difference of lines` {
  @Test func `turns one text into the other, by as few lines as there are`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let old = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        Int.random(in: 0...3, using: &random)
      }
      let new = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        Int.random(in: 0...3, using: &random)
      }
      let changes = LineDiff.changes(from: old, to: new)
      var result: [Int] = []
      var at = 0
      for change in changes {
        result += old[at..<change.old.lowerBound]
        #expect(result.count == change.new.lowerBound)
        result += new[change.new]
        at = change.old.upperBound
      }
      result += old[at...]
      #expect(result == new)
      let cost = changes.reduce(0) { $0 + $1.old.count + $1.new.count }
      #expect(cost == old.count + new.count - 2 * common(old, new))
    }
  }

  @Test func `of large texts without a common line stays one change`() {
    let (old, new) = (Array(0..<5_000), Array(10_000..<16_000))
    #expect(
      LineDiff.changes(from: old, to: new)
        == [LineDiff.Change(old: 0..<5_000, new: 0..<6_000)])
  }

  @Test func `is written as patch reads it`() {
    let old = Array("1\n2\n3\n4\n5\n6\n7\n8\n9\n".utf8)
    let new = Array("1\n2\n3\n4\nfive\n6\n7\n8\n9\nten".utf8)
    #expect(
      String(decoding: UnifiedDiff.of(old, new, name: "a"), as: UTF8.self) == """
        --- a
        +++ a
        @@ -2,8 +2,9 @@
         2
         3
         4
        -5
        +five
         6
         7
         8
         9
        +ten
        \\ No newline at end of file

        """)
    #expect(UnifiedDiff.of(old, old, name: "a").isEmpty)
  }

  /// The length of the longest common subsequence, by the textbook table.
  private func common(_ a: [Int], _ b: [Int]) -> Int {
    var row = Array(repeating: 0, count: b.count + 1)
    for x in a {
      var diagonal = 0
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = x == y ? diagonal + 1 : max(above, row[j])
        diagonal = above
      }
    }
    return row[b.count]
  }
}
