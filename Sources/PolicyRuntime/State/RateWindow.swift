/// Calls and bad calls of the last while, counted only since the first bad one.
///
/// Ten aligned buckets. The window is active until its last bad call plus its length; good calls
/// outside that write nothing. Word 0 is the time until which it is active, word 1 the newest
/// bucket seen; ten words hold, in thirty bits each, calls and bad calls.
///
/// Who has summed leaves in the last word what the nine older buckets hold, with the newest one's
/// number: for as long as that bucket lasts, one addition says what the window holds.
struct RateWindow {
  /// The words that a window needs.
  static let wordCount = 13

  private static let buckets: Int64 = 10
  /// A call, where calls are counted.
  private static let call: UInt64 = 1 << 30
  private static let countMask: UInt64 = (1 << 60) - 1
  /// From here on a bucket counts no more: the sum of ten stays in its bits.
  private static let full: UInt64 = 1 << 26

  /// The word of the older buckets: 19 bits of bad calls, 25 of calls, 8 that count its changes and
  /// 12 of the newest bucket's number.
  private static let older = 12
  private static let olderBad: UInt64 = (1 << 19) - 1
  private static let olderCalls: UInt64 = (1 << 25) - 1
  private static let olderChange: UInt64 = 1 << 44
  private static let olderChanges: UInt64 = (1 << 52) - (1 << 44)
  private static let tagShift: UInt64 = 52

  private let words: Words
  private let over: Int64
  private let clock: BucketClock

  /// The window over `words` of `over` nanoseconds.
  init(_ words: Words, over: Int64) {
    self.words = words
    self.over = max(1, over)
    clock = BucketClock(tenthOf: over)
  }

  /// The time from which on the window is empty.
  @inline(__always)
  var activeUntil: Int64 { words.signed(0) }

  /// Counts a call if the window is active or the call bad; gives what it then holds.
  @inline(__always)
  func record(bad: Bool, at now: Int64) -> (calls: UInt32, bad: UInt32)? {
    if bad {
      activate(until: FixedPoint.sum(now, over), at: now)
    } else if now >= activeUntil {
      return nil
    }
    return count(bad ? Self.call | 1 : Self.call, at: now)
  }

  /// What the window holds at `now`.
  func counts(at now: Int64) -> (calls: UInt32, bad: UInt32) {
    if now >= activeUntil { return (0, 0) }
    let seen = latest
    let bucket = clock.bucket(at: now, latest: seen)
    if bucket == seen { return sum() }
    var total: UInt64 = 0
    var old = max(0, bucket - (Self.buckets - 1))
    while old <= seen {
      total &+= words.latest(slot(old)) & Self.countMask
      old += 1
    }
    return Self.split(total)
  }

  /// Empties the window.
  func clear() { words.store(0, 0 as UInt64) }

  private var latest: Int64 { Int64(bitPattern: words.latest(1)) }

  /// Counts a call in the bucket of `now`; gives what the window then holds.
  @inline(__always)
  private func count(_ call: UInt64, at now: Int64) -> (calls: UInt32, bad: UInt32) {
    let bucket = latest
    let slot = slot(bucket)
    let older = words.latest(Self.older)
    guard clock.lasts(bucket, at: now), older >> Self.tagShift == Self.tag(bucket),
      words.latest(slot) >> 30 & 0x3FFF_FFFF < Self.full
    else { return countSummed(call, at: now) }
    let held = (words.add(slot, call) &+ call) & Self.countMask
    // Whoever moved the window on since may have summed without this call.
    guard latest == bucket else { return summed(bucket) }
    return Self.split(held &+ (older >> 19 & Self.olderCalls) << 30 &+ older & Self.olderBad)
  }

  @inline(never)
  private func countSummed(_ call: UInt64, at now: Int64) -> (calls: UInt32, bad: UInt32) {
    var seen = latest
    var bucket = clock.bucket(at: now, latest: seen)
    while bucket != seen {
      advance(from: seen, to: bucket)
      seen = latest
      bucket = clock.bucket(at: now, latest: seen)
    }
    let slot = slot(bucket)
    if words.latest(slot) >> 30 & 0x3FFF_FFFF < Self.full { words.add(slot, call) }
    return summed(bucket)
  }

  /// What the window holds after a call was counted in `bucket`; leaves what the others hold.
  @inline(never)
  private func summed(_ bucket: Int64) -> (calls: UInt32, bad: UInt32) {
    if latest != bucket {
      forget()
      return sum()
    }
    let before = words.latest(Self.older)
    let slot = slot(bucket)
    var older: UInt64 = 0
    for i in 2...11 where i != slot { older &+= words.latest(i) & Self.countMask }
    let (calls, bad) = (older >> 30, older & 0x3FFF_FFFF)
    if calls <= Self.olderCalls && bad <= Self.olderBad {
      keep(calls << 19 | bad, of: bucket, over: before)
    }
    return Self.split(older &+ words.latest(slot) & Self.countMask)
  }

  /// Says what the buckets before `newest` hold, unless somebody has said otherwise since `before`.
  @discardableResult
  private func keep(_ counts: UInt64, of newest: Int64, over before: UInt64) -> Bool {
    let changes = (before &+ Self.olderChange) & Self.olderChanges
    return words.replace(
      Self.older, before, by: Self.tag(newest) << Self.tagShift | changes | counts)
  }

  /// Makes useless what was said of the older buckets, and what is about to be: it is of a bucket
  /// that is over.
  private func forget() {
    while !keep(0, of: latest &- 1, over: words.latest(Self.older)) {}
  }

  /// Keeps the window active, after emptying one that was not.
  private func activate(until end: Int64, at now: Int64) {
    while true {
      let word = words.latest(0)
      let until = Int64(bitPattern: word)
      if now < until {
        if until >= end || words.replace(0, word, by: UInt64(bitPattern: end)) { return }
      } else if emptied(while: word, in: 0, 2...11) {
        forget()
        if words.replace(0, word, by: UInt64(bitPattern: end)) { return }
      }
    }
  }

  /// Empties the buckets that come again, then moves the window on.
  @inline(never)
  private func advance(from seen: Int64, to bucket: Int64) {
    var next = max(seen + 1, bucket - (Self.buckets - 1))
    while next <= bucket {
      let slot = slot(next)
      if !emptied(while: UInt64(seen), in: 1, slot...slot) { return }
      next += 1
    }
    _ = words.replace(1, UInt64(seen), by: UInt64(bucket))
  }

  /// Empties `slots` as long as `word` stands in `guardian`; whether it did to the end.
  ///
  /// An emptied word differs from every word before it: a thread that slept empties nothing that
  /// was counted since.
  private func emptied(
    while word: UInt64, in guardian: Int, _ slots: ClosedRange<Int>
  ) -> Bool {
    for slot in slots {
      let old = words.latest(slot)
      if words.latest(guardian) != word { return false }
      if old & Self.countMask == 0 { continue }
      if !words.replace(slot, old, by: ((old >> 60) &+ 1) << 60) { return false }
    }
    return true
  }

  @inline(__always)
  private func sum() -> (calls: UInt32, bad: UInt32) {
    var total: UInt64 = 0
    for i in 2...11 { total &+= words.latest(i) & Self.countMask }
    return Self.split(total)
  }

  private static func split(_ total: UInt64) -> (calls: UInt32, bad: UInt32) {
    (UInt32(truncatingIfNeeded: total >> 30), UInt32(truncatingIfNeeded: total & 0x3FFF_FFFF))
  }

  @inline(__always)
  private static func tag(_ bucket: Int64) -> UInt64 { UInt64(bitPattern: bucket) & 0xFFF }

  @inline(__always)
  private func slot(_ bucket: Int64) -> Int { Int(UInt64(bitPattern: bucket) % 10) + 2 }
}
