/// The classes of a latency histogram: eight to each doubling, from 1 µs up; what lasts longer than
/// an hour is in the last one.
///
/// The scale of HdrHistogram (Tene) with three bits: an upper edge is at most an eighth above any
/// time of its class.
enum LatencyScale {
  /// The classes: one below 1 µs, then those up to the one that holds an hour.
  static let count = 255

  /// Nanoseconds in a step of the finest classes.
  private static let step: UInt64 = 125

  /// The class of a time in nanoseconds.
  @inline(__always)
  static func index(of ns: Int64) -> Int {
    let steps = UInt64(max(0, ns)) / step
    if steps < 8 { return 0 }
    let doublings = 60 - steps.leadingZeroBitCount
    return min(count - 1, doublings * 8 + Int(steps >> UInt64(doublings)) - 7)
  }

  /// The least time above all those of a class; for the last one, as if it ended.
  static func upperEdge(of index: Int) -> Int64 {
    if index <= 0 { return Int64(8 * step) }
    let doublings = UInt64(index - 1) / 8
    return Int64((UInt64(index - 1) % 8 + 9) << doublings * step)
  }
}
