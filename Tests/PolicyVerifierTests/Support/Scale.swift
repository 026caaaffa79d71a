import Foundation

/// How much of something random a test tries: little where a person waits for it, more where the
/// environment says so.
struct Scale {
  /// How many this part tries.
  let count: Int
  /// Its seeds, each of which may be of no use.
  let seeds: ClosedRange<UInt64>

  /// One of the parts into which a test falls, for as many processors as there are.
  init(_ total: Int, part: Int, of parts: Int) {
    count = (total + part) / parts
    let first = UInt64(part) * 1_000_000
    seeds = first + 1...first + 20 + UInt64(count) * 200
  }

  /// The number that the environment states, or the usual one.
  static func number(_ name: String, usual: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
  }
}
