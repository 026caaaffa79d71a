/// A percentile of the latencies of the last minute.
///
/// Ten aligned buckets of 6 s, each a histogram of the classes of `LatencyScale`. Word 0 is the
/// newest bucket seen, word 1 the percentile last computed; a histogram has two classes to a word.
struct LiveLatency {
  /// The words that a view needs, about 10 KiB.
  static let wordCount = 16 + 10 * histogram

  /// Fewer samples than this tell nothing.
  static let fewest: UInt64 = 100

  private static let histogram = 128
  private static let buckets: Int64 = 10
  private static let second: Int64 = 1_000_000_000
  private static let countBits: UInt64 = 28
  private static let countMask: UInt64 = (1 << 28) - 1

  private let words: Words
  private let clock = BucketClock(tenthOf: 60 * second)

  /// The view of `words`.
  init(_ words: Words) { self.words = words }

  /// Takes in a latency.
  @inline(__always)
  func record(_ ns: Int64, at now: Int64) {
    let seen = Int64(bitPattern: words.latest(0))
    let bucket = clock.bucket(at: now, latest: seen)
    if bucket != seen { arrive(at: now) }
    let index = LatencyScale.index(of: ns)
    let word = Self.first(bucket) + index >> 1
    let shift = index & 1 == 0 ? 0 : Self.countBits
    // A full class counts no more rather than running into the next.
    if words.load(word) >> shift & Self.countMask < Self.countMask / 2 {
      words.add(word, 1 << shift)
    }
  }

  /// The percentile as of the first call of this second; nil with fewer than 100 samples.
  ///
  /// - Parameter millionths: Of all samples, so many millionths are at or below it.
  func percentile(_ millionths: Int64, at now: Int64) -> Int64? {
    let second = UInt64(max(0, now) / Self.second) + 1
    var cached = words.load(1)
    if second > cached >> 9 {
      cached = second << 9 | UInt64(computed(millionths, at: now).map { $0 + 1 } ?? 0)
      words.store(1, cached)
    }
    let index = Int(cached & 0x1FF)
    return index == 0 ? nil : LatencyScale.upperEdge(of: index - 1)
  }

  /// The class that holds the sample of that rank.
  private func computed(_ millionths: Int64, at now: Int64) -> Int? {
    let seen = Int64(bitPattern: words.latest(0))
    let oldest = max(0, clock.bucket(at: now, latest: seen) - (Self.buckets - 1))
    var total: UInt64 = 0
    for index in 0..<LatencyScale.count { total += count(index, from: oldest, to: seen) }
    if total < Self.fewest { return nil }
    let share = UInt64(max(0, min(1_000_000, millionths)))
    let rank = max(1, (total * share + 999_999) / 1_000_000)
    var below: UInt64 = 0
    for index in 0..<LatencyScale.count {
      below += count(index, from: oldest, to: seen)
      if below >= rank { return index }
    }
    return LatencyScale.count - 1
  }

  private func count(_ index: Int, from oldest: Int64, to newest: Int64) -> UInt64 {
    var total: UInt64 = 0
    var bucket = oldest
    while bucket <= newest {
      let word = words.latest(Self.first(bucket) + index >> 1)
      total += word >> (index & 1 == 0 ? 0 : Self.countBits) & Self.countMask
      bucket += 1
    }
    return total
  }

  private static func first(_ bucket: Int64) -> Int {
    16 + Int(UInt64(bitPattern: bucket) % 10) * histogram
  }

  @inline(never)
  private func arrive(at now: Int64) {
    while true {
      let seen = Int64(bitPattern: words.latest(0))
      let bucket = clock.bucket(at: now, latest: seen)
      if bucket == seen { return }
      if emptied(from: max(seen + 1, bucket - (Self.buckets - 1)), to: bucket, while: seen) {
        _ = words.replace(0, UInt64(seen), by: UInt64(bucket))
      }
    }
  }

  /// Empties the buckets that come again as long as `seen` is the newest; whether it was to the
  /// end.
  ///
  /// An emptied word differs from every word before it: a thread that slept empties nothing that
  /// was counted since.
  private func emptied(from first: Int64, to last: Int64, while seen: Int64) -> Bool {
    var bucket = first
    while bucket <= last {
      for i in Self.first(bucket)..<Self.first(bucket) + Self.histogram {
        let old = words.latest(i)
        if words.latest(0) != UInt64(seen) { return false }
        if old << 8 == 0 { continue }
        if !words.replace(i, old, by: ((old >> 56) &+ 1) << 56) { return false }
      }
      bucket += 1
    }
    return true
  }
}
