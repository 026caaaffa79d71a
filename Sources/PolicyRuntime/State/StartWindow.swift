/// At most so much in *any* interval of one length: the window of a limit.
///
/// Ten aligned buckets of a tenth of the length, rounded up, and an eleventh, the partial one,
/// counted whole.
struct StartWindow {
  /// The words that a window needs.
  static let wordCount = TaggedRing.wordCount

  private let ring: TaggedRing

  /// The window over `words` for intervals of `per` nanoseconds.
  init(_ words: Words, per: Int64) {
    ring = TaggedRing(words: words, clock: BucketClock(tenthOf: per))
  }

  /// The window over `words` whose buckets are `width` nanoseconds long.
  @inline(__always)
  init(_ words: Words, width: Int64) {
    ring = TaggedRing(words: words, clock: BucketClock(width: width))
  }

  /// What was taken in the window that ends at `now`.
  func used(at now: Int64) -> Int64 { ring.sum(at: now) }

  /// Whether `amount` more stays within `limit` (at most 2⁴¹); takes nothing.
  @inline(__always)
  func hasRoom(for amount: Int64, within limit: Int64, at now: Int64) -> Bool {
    max(0, amount) <= min(limit, TaggedRing.cap) - ring.sum(at: now)
  }

  /// The earliest time from `now` on at which `amount` more stays within `limit`, if nothing else
  /// is taken until then; `Int64.max` if it never does.
  func roomAt(for amount: Int64, within limit: Int64, at now: Int64) -> Int64 {
    let left = min(limit, TaggedRing.cap) - max(0, amount)
    guard left >= 0 else { return .max }
    let bucket = ring.clock.bucket(at: now, latest: ring.latest)
    for gone in 0...TaggedRing.buckets
    where ring.sum(from: bucket - (TaggedRing.buckets - 1) + gone) <= left {
      return gone == 0 ? now : FixedPoint.product(bucket + gone, ring.clock.width, over: 1)
    }
    return .max
  }

  /// Takes `amount` if that stays within `limit` (at most 2⁴¹): the bucket that it counts in.
  func take(_ amount: Int64, within limit: Int64, at now: Int64) -> Int64? {
    taking(amount, within: limit, at: now)?.bucket
  }

  /// The same, and whether what was taken may now be above the level that is watched, and was not.
  @inline(__always)
  func taking(
    _ amount: Int64, within limit: Int64, at now: Int64
  ) -> (bucket: Int64, crosses: Bool)? {
    let amount = max(0, amount)
    let limit = min(limit, TaggedRing.cap)
    let watched = ring.words.load(TaggedRing.level)
    let level = watched == 0 ? Int64.max : Int64(watched) - 1
    if let bucket = ring.addQuickly(amount, within: min(limit, level), at: now) {
      return (bucket, ring.words.load(TaggedRing.level) != watched)
    }
    guard let (bucket, held) = takeSummed(amount, within: limit, at: now) else { return nil }
    let crosses = held <= level && amount > level - held
    return (bucket, crosses || ring.words.load(TaggedRing.level) != watched)
  }

  /// The same after summing all buckets: what they held before.
  @inline(never)
  private func takeSummed(
    _ amount: Int64, within limit: Int64, at now: Int64
  ) -> (bucket: Int64, held: Int64)? {
    while true {
      let bucket = ring.arrive(at: now)
      guard let word = ring.word(of: bucket) else { continue }
      let held = ring.held(newest: bucket, word)
      guard amount <= limit - held else { return nil }
      if ring.add(amount, to: bucket, over: word) { return (bucket, held) }
    }
  }

  /// Whether at most `level` is taken; from now on who takes more is told by `taking`.
  func isBelow(_ level: Int64, at now: Int64) -> Bool {
    ring.words.watch(TaggedRing.level, level)
    return ring.sum(at: now) < ring.words.signed(TaggedRing.level)
  }

  /// Whether more is taken than the level that is watched.
  func isAboveLevel(at now: Int64) -> Bool {
    let level = ring.words.signed(TaggedRing.level)
    return level != 0 && ring.sum(at: now) >= level
  }

  /// Adds `delta` to what was taken in `bucket`, while the window holds it.
  ///
  /// Never below 0; above the limit if need be.
  func correct(_ bucket: Int64, by delta: Int64, at now: Int64) {
    let newest = ring.clock.bucket(at: now, latest: ring.latest)
    if newest - bucket < TaggedRing.buckets, delta != 0 { ring.adjust(bucket, by: delta) }
  }
}
