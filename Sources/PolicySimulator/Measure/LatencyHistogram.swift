/// How many requests took how long: 64 buckets in every doubling, so that a bucket's middle is at
/// most 0.8% away from what fell into it.
///
/// Histograms of one precision add up, in any order, to the same. The layout is that of
/// HdrHistogram (Tene): below 64 ns every nanosecond has a bucket, above a bucket is 2⁻⁶ of its
/// octave.
struct LatencyHistogram<Count: FixedWidthInteger & Sendable>: Sendable {
  /// Up to 52 days: no request lasts longer than thirty.
  private static var octaves: Int { 47 }
  private var counts: [Count]
  /// Buckets below this octave are one: a timeline needs no nanoseconds.
  private let coarse: Int
  /// How many.
  private(set) var total = 0

  /// An empty one; durations below 2 to the power `floor` nanoseconds (at least 6) count as that.
  init(floor: Int = 6) {
    coarse = (floor - 6) * 64
    counts = Array(repeating: 0, count: (Self.octaves - floor + 6) * 64)
  }

  /// Counts a duration of so many nanoseconds.
  @inline(__always)
  mutating func add(_ ns: Int64) {
    total += 1
    counts[place(ns)] &+= 1
  }

  @inline(__always)
  private func place(_ ns: Int64) -> Int {
    let value = UInt64(bitPattern: max(0, ns))
    let shift = max(0, 57 - value.leadingZeroBitCount)
    let bucket = shift << 6 + Int(truncatingIfNeeded: value >> UInt64(shift))
    return min(max(0, bucket - coarse), counts.count - 1)
  }

  /// Adds what another of the same precision counted.
  mutating func add(_ other: LatencyHistogram) {
    total += other.total
    for i in counts.indices { counts[i] &+= other.counts[i] }
  }

  /// The duration below or at which a share of millionths lies, in nanoseconds: the middle of the
  /// bucket in which the ⌈share × count⌉-th lies; nil without any.
  func percentile(millionths: Int64) -> Double? {
    guard total > 0 else { return nil }
    let product = UInt64(total).multipliedFullWidth(by: UInt64(millionths))
    let (quotient, rest) = UInt64(1_000_000).dividingFullWidth((product.high, product.low))
    let rank = max(1, Int(quotient) + (rest > 0 ? 1 : 0))
    var seen = 0
    for i in counts.indices where counts[i] != 0 {
      seen += Int(counts[i])
      if seen >= rank { return middle(i + coarse) }
    }
    return nil
  }

  private func middle(_ bucket: Int) -> Double {
    if bucket < 64 { return Double(bucket) }
    // The buckets of an octave are numbered from 64 × its shift on, 64 to 127 within it.
    let shift = bucket >> 6 - 1
    let low = UInt64(bucket - shift << 6) << UInt64(shift)
    return Double(low) + Double((UInt64(1) << UInt64(shift)) - 1) / 2
  }
}
