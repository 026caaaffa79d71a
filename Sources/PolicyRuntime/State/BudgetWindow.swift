/// First attempts and the tokens that later attempts took, in one window.
///
/// Tokens count in the newest bucket and the ten before it, the partial one counted whole; first
/// attempts in the newest and nine before. Each lane counts its first attempts in a cache line of
/// its own, so that threads that use different lanes do not meet.
struct BudgetWindow {
  /// The words of a cache line, for which two lines of 64 bytes are taken.
  private static let line = 16

  private let ring: TaggedRing
  private let lanes: Int

  /// The window over `words` of `over` nanoseconds.
  init(_ words: Words, over: Int64, lanes: Int) {
    ring = TaggedRing(words: words, clock: BucketClock(tenthOf: over))
    self.lanes = max(1, lanes)
  }

  /// The same for who only counts first attempts, of buckets of `width` nanoseconds.
  @inline(__always)
  init(_ words: Words, width: Int64) {
    ring = TaggedRing(words: words, clock: BucketClock(width: width))
    lanes = 1
  }

  /// The words that a window with so many lanes needs.
  static func wordCount(lanes: Int) -> Int { line * (max(1, lanes) + 1) }

  /// Counts a first attempt.
  @inline(__always)
  func countFirst(lane: Int, at now: Int64) {
    let bucket = ring.arrive(at: now)
    let i = Self.line &* (lane &+ 1) &+ Int(bucket & 15)
    let tag = Self.tag(bucket)
    if ring.words.load(i) >> 32 == tag {
      // If the word was begun anew since, this attempt counts in the newer bucket.
      ring.words.add(i, 1)
    } else {
      begin(i, tag)
    }
  }

  /// Takes a token if the budget allows it: the bucket that it counts in.
  ///
  /// - Parameters:
  ///   - ppb: Tokens allowed for 10⁹ first attempts.
  ///   - minPpb: Billionths of a token allowed whatever the first attempts.
  func reserve(ppb: Int64, minPpb: Int64, at now: Int64) -> Int64? {
    while true {
      let bucket = ring.arrive(at: now)
      guard let word = ring.word(of: bucket) else { continue }
      let tokens = FixedPoint.saturatingProduct(ring.sum() + 1, 1_000_000_000, plus: 0)
      guard allows(tokens, ppb, minPpb, newest: bucket) else { return nil }
      if ring.add(1, to: bucket, over: word) { return bucket }
    }
  }

  /// Gives back a token that was taken in `bucket`, while the window holds it.
  func giveBack(_ bucket: Int64, at now: Int64) {
    let newest = ring.clock.bucket(at: now, latest: ring.latest)
    if newest - bucket < TaggedRing.buckets { ring.adjust(bucket, by: -1) }
  }

  /// What the window that ends at `now` holds.
  func usage(at now: Int64) -> (firsts: Int64, tokens: Int64) {
    let newest = ring.clock.bucket(at: now, latest: ring.latest)
    return (firsts(newest: newest), ring.sum(at: now))
  }

  /// Whether so many billionths of a token are allowed; counts no further back than it takes to say
  /// that they are.
  @inline(__always)
  private func allows(_ tokens: Int64, _ ppb: Int64, _ minPpb: Int64, newest: Int64) -> Bool {
    var firsts: Int64 = 0
    var bucket = newest
    while tokens > FixedPoint.saturatingProduct(ppb, firsts, plus: minPpb) {
      guard bucket >= max(0, newest - 9) else { return false }
      firsts += self.firsts(of: bucket)
      bucket -= 1
    }
    return true
  }

  private func firsts(newest: Int64) -> Int64 {
    (max(0, newest - 9)...newest).reduce(0) { $0 + firsts(of: $1) }
  }

  /// The first attempts of one bucket, of all lanes.
  @inline(__always)
  private func firsts(of bucket: Int64) -> Int64 {
    var total: UInt64 = 0
    for lane in 1...lanes {
      let word = ring.words.latest(Self.line * lane + Int(bucket & 15))
      if word >> 32 == Self.tag(bucket) { total &+= word & 0xFFFF_FFFF }
    }
    return Int64(total)
  }

  @inline(never)
  private func begin(_ i: Int, _ tag: UInt64) {
    while true {
      let word = ring.words.latest(i)
      // A thread that slept finds a newer bucket in its place, and counts there.
      if Int32(truncatingIfNeeded: word >> 32 &- tag) >= 0 {
        ring.words.add(i, 1)
        return
      }
      if ring.words.replace(i, word, by: tag << 32 | 1) { return }
    }
  }

  /// The bits that tell the buckets of one word apart; they come again after 2³⁶ buckets.
  private static func tag(_ bucket: Int64) -> UInt64 {
    UInt64(bitPattern: bucket) >> 4 & 0xFFFF_FFFF
  }
}
