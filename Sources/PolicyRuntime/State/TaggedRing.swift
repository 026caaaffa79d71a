/// The counts of the eleven newest buckets, of which the oldest is counted whole.
///
/// Word 0 is the newest bucket seen; its low four bits say how many buckets, that one and those
/// before it, have yet to be emptied: while any has, nobody adds, and whoever comes helps. (After a
/// gap that is all eleven, and 12 says that they have yet to be closed before.) Each of
/// the eleven words after it holds the count of one bucket; above it how often the word was
/// changed, so that one that was changed and changed back is not taken for unchanged; then whether
/// it is closed; and the bucket's number.
///
/// Only the newest bucket is added to, by a thread that replaces its word and has summed all eleven
/// after reading it. Before the next bucket opens this one is closed, which changes its word. So a
/// sum may for a moment count too much, and never too little.
///
/// A thread that has summed leaves what the ten older buckets hold in one more word, with the
/// number of the newest. They can only lose counts, but for a correction upwards, which makes that
/// word useless after it is done: so for as long as the bucket lasts one addition is enough.
struct TaggedRing {
  /// The words that a ring needs.
  static let wordCount = 14
  /// The buckets of a window.
  static let buckets: Int64 = 11
  /// The most that a bucket counts.
  static let cap: Int64 = (1 << 41) - 1

  private static let countMask: UInt64 = (1 << 41) - 1
  private static let change: UInt64 = 1 << 41
  private static let changeMask: UInt64 = (1 << 49) - (1 << 41)
  private static let closed: UInt64 = 1 << 49
  private static let tagShift: UInt64 = 50
  private static let tagMask: UInt64 = (1 << 14) - 1
  /// What word 0 says of all buckets before they are closed.
  private static let gap: UInt64 = 12
  /// The last bucket that word 0 can hold.
  private static let last: Int64 = (1 << 59) - 1

  /// The word that says what the ten buckets before the newest hold at most: 42 bits, above them
  /// a count of its changes and the newest bucket's number.
  private static let older = 12
  private static let olderMask: UInt64 = (1 << 42) - 1
  private static let olderChanges: UInt64 = (1 << 50) - (1 << 42)
  /// A level that somebody wants to know about when it is crossed, plus one; 0 for none.
  static let level = 13

  let words: Words
  let clock: BucketClock

  /// The newest bucket seen.
  var latest: Int64 { Int64(words.latest(0) >> 4) }

  /// The newest bucket as of `now`, after making it known.
  @inline(__always)
  func arrive(at now: Int64) -> Int64 {
    let word = words.latest(0)
    let seen = Int64(word >> 4)
    return word & 15 == 0 && clock.bucket(at: now, latest: seen) == seen ? seen : advance(to: now)
  }

  /// The sum of the newest bucket and the ten before it.
  @inline(__always)
  func sum() -> Int64 {
    var total: UInt64 = 0
    for i in 1...11 { total &+= words.latest(i) & Self.countMask }
    return Int64(total)
  }

  /// The sum as of `now`, without moving the window on.
  func sum(at now: Int64) -> Int64 {
    let seen = latest
    let bucket = clock.bucket(at: now, latest: seen)
    if bucket == seen { return sum() }
    return sum(from: bucket - (Self.buckets - 1))
  }

  /// The sum of the buckets from one on, up to the newest seen.
  func sum(from first: Int64) -> Int64 {
    let seen = latest
    var total: Int64 = 0
    var old = max(0, first, seen - (Self.buckets - 1))
    while old <= seen {
      let word = words.latest(slot(old))
      if isOf(old, word) { total += Int64(word & Self.countMask) }
      old += 1
    }
    return total
  }

  /// The word of the bucket `newest`; nil if it is no longer the newest.
  @inline(__always)
  func word(of newest: Int64) -> UInt64? {
    let word = words.latest(slot(newest))
    return isOf(newest, word) && word & Self.closed == 0 ? word : nil
  }

  /// Adds `amount` to `newest` if nothing changed there since `word` was read.
  @inline(__always)
  func add(_ amount: Int64, to newest: Int64, over word: UInt64) -> Bool {
    let sum = Int64(word & Self.countMask) + amount
    return words.replace(slot(newest), word, by: changed(word, sum))
  }

  /// Adds `amount` to the bucket of `now` if it is the newest, and what is known of the older ones
  /// shows that no more than `limit` is held then: the bucket.
  @inline(__always)
  func addQuickly(_ amount: Int64, within limit: Int64, at now: Int64) -> Int64? {
    let state = words.latest(0)
    let bucket = Int64(state >> 4)
    guard state & 15 == 0, clock.lasts(bucket, at: now) else { return nil }
    let slot = slot(bucket)
    let word = words.latest(slot)
    let older = words.latest(Self.older)
    let tag = UInt64(bitPattern: bucket) << Self.tagShift
    // Of this bucket and open, and of this bucket.
    guard (word ^ tag) >> (Self.tagShift - 1) == 0, (older ^ tag) >> Self.tagShift == 0,
      amount <= limit - Int64(older & Self.olderMask) - Int64(word & Self.countMask),
      words.replace(
        slot, word,
        by: (word & ~Self.changeMask | (word &+ Self.change) & Self.changeMask)
          &+ UInt64(bitPattern: amount))
    else { return nil }
    return bucket
  }

  /// The sum while the word of `newest` is `word`; what the older buckets hold is left for others.
  @inline(never)
  func held(newest: Int64, _ word: UInt64) -> Int64 {
    let before = words.latest(Self.older)
    var older: UInt64 = 0
    for i in 1...11 where i != slot(newest) { older += words.latest(i) & Self.countMask }
    if !isOf(newest, before) || before & Self.olderMask != older {
      keep(Swift.min(older, Self.olderMask), of: newest, over: before)
    }
    return Int64(older) + Int64(word & Self.countMask)
  }

  /// Makes useless what was said of the older buckets, and what is about to be.
  private func forget(_ bucket: Int64) {
    while !keep(Self.olderMask, of: bucket, over: words.latest(Self.older)) {}
  }

  /// Says what the buckets before `newest` hold, unless somebody has said otherwise since `before`.
  @discardableResult
  private func keep(_ older: UInt64, of newest: Int64, over before: UInt64) -> Bool {
    let changes = (before &+ (Self.olderMask + 1)) & Self.olderChanges
    let tag = (UInt64(bitPattern: newest) & Self.tagMask) << Self.tagShift
    return words.replace(Self.older, before, by: tag | changes | older)
  }

  /// Changes the count of `bucket`, if it is still held, staying between 0 and `cap`.
  func adjust(_ bucket: Int64, by delta: Int64) {
    let slot = slot(bucket)
    while true {
      let word = words.latest(slot)
      guard isOf(bucket, word) else { return }
      let old = Int64(word & Self.countMask)
      let sum = old.addingReportingOverflow(delta)
      let new = sum.overflow ? (delta < 0 ? 0 : Self.cap) : max(0, min(Self.cap, sum.partialValue))
      guard words.replace(slot, word, by: changed(word, new)) else { continue }
      // What was summed before, or is being summed, may lack it.
      if new > old && latest != bucket { forget(bucket) }
      return
    }
  }

  /// Moves the window on to the bucket of `now`, emptying the buckets that come again.
  @inline(never)
  private func advance(to now: Int64) -> Int64 {
    while true {
      let word = words.latest(0)
      if word & 15 != 0 {
        settle(word)
        continue
      }
      let seen = Int64(word >> 4)
      let bucket = min(Self.last, clock.bucket(at: now, latest: seen))
      if bucket == seen { return seen }
      let state = bucket - seen < Self.buckets ? UInt64(bucket - seen) : Self.gap
      let moving = UInt64(bucket) << 4 | state
      if words.replace(0, word, by: moving) {
        settle(moving)
        return bucket
      }
    }
  }

  /// Closes the bucket that was the newest before, then empties those that `moving`, the word of
  /// the newest one, says are to be emptied.
  ///
  /// In this order: as long as a bucket is open, what is summed for it must be there. A thread that
  /// slept does nothing: what it has read was changed by who did it before. Nobody returns from
  /// here, and so nobody adds, before all is done, lest an addition is emptied by who is late.
  private func settle(_ moving: UInt64) {
    let newest = Int64(moving >> 4)
    var moving = moving
    if moving & 15 == Self.gap {
      // The bucket before is too far back to be known by its number: all are closed.
      for slot in 1...11
      where !update(slot, moving, by: { changed($0, $0 & Self.countMask) | Self.closed }) {
        break
      }
      // Whoever said so first: the rest is to be done before anyone goes on.
      moving -= 1
      _ = words.replace(0, moving + 1, by: moving)
    }
    let count = Int64(moving & 15)
    if count < Self.buckets {
      let before = slot(newest - count)
      guard update(before, moving, by: { changed($0, $0 & Self.countMask) | Self.closed }) else {
        return
      }
    }
    var fresh = newest - count + 1
    while fresh <= newest {
      let flag = fresh == newest ? 0 : Self.closed
      guard update(slot(fresh), moving, by: { emptied($0, for: fresh) | flag }) else { return }
      fresh += 1
    }
    _ = words.replace(0, moving, by: moving & ~15)
  }

  /// Changes a word while `moving` stands; false if it does no more.
  @inline(__always)
  private func update(_ slot: Int, _ moving: UInt64, by change: (UInt64) -> UInt64) -> Bool {
    while true {
      let old = words.latest(slot)
      if words.latest(0) != moving { return false }
      if words.replace(slot, old, by: change(old)) { return true }
    }
  }

  @inline(__always)
  private func slot(_ bucket: Int64) -> Int { Int(UInt64(bitPattern: bucket) % 11) + 1 }

  /// Whether a word counts for `bucket`, for all that its tag tells.
  @inline(__always)
  private func isOf(_ bucket: Int64, _ word: UInt64) -> Bool {
    word >> Self.tagShift == UInt64(bitPattern: bucket) & Self.tagMask
  }

  /// What follows `word` when its count becomes `count`.
  @inline(__always)
  private func changed(_ word: UInt64, _ count: some BinaryInteger) -> UInt64 {
    word & ~(Self.countMask | Self.changeMask) | (word &+ Self.change) & Self.changeMask
      | UInt64(truncatingIfNeeded: count)
  }

  /// What follows `word` when its place is given to `bucket`.
  private func emptied(_ word: UInt64, for bucket: Int64) -> UInt64 {
    (word &+ Self.change) & Self.changeMask
      | (UInt64(bitPattern: bucket) & Self.tagMask) << Self.tagShift
  }
}
