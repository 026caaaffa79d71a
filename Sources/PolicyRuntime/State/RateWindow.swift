/// Calls and bad calls of the last while, counted only since the first bad one.
///
/// Ten aligned buckets. The window is active until its last bad call plus its length; good calls
/// outside that write nothing. Word 0 is the time until which it is active, word 1 the newest
/// bucket seen; ten words hold, in thirty bits each, calls and bad calls. The last word says how
/// many bad calls there are at most, so that a good call among few bad ones need not sum them.
struct RateWindow {
  /// The words that a window needs.
  static let wordCount = 13

  private static let buckets: Int64 = 10
  /// A call, where calls are counted.
  private static let call: UInt64 = 1 << 30
  private static let countMask: UInt64 = (1 << 60) - 1
  /// From here on a bucket counts no more: the sum of ten stays in its bits.
  private static let full: UInt64 = 1 << 26

  /// The word that says in 32 bits how many bad calls there are at most; above them how many came.
  private static let most = 12
  private static let mostMask: UInt64 = (1 << 32) - 1
  private static let oneMore: UInt64 = 1 << 32 | 1

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
    if !bad && now >= activeUntil { return nil }
    return count(bad: bad, at: now)
  }

  /// Counts a good call if the window is active and surely holds fewer than `bad` bad calls; false:
  /// only `record` can tell whether it does.
  @inline(__always)
  func recordGood(at now: Int64, amongFewerThan bad: Int64) -> Bool {
    if now >= activeUntil { return true }
    guard Int64(words.latest(Self.most) & Self.mostMask) < bad else { return false }
    add(Self.call, at: now)
    return true
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

  private func count(bad: Bool, at now: Int64) -> (calls: UInt32, bad: UInt32) {
    if bad {
      let end = now.addingReportingOverflow(over)
      activate(until: end.overflow ? .max : end.partialValue, at: now)
    }
    add(bad ? Self.call | 1 : Self.call, at: now)
    // Behind the call itself: whoever sums without it has read this word before.
    if bad { words.add(Self.most, Self.oneMore) }
    let most = words.latest(Self.most)
    let held = sum()
    if held.bad < most & Self.mostMask {
      _ = words.replace(Self.most, most, by: most & ~Self.mostMask | UInt64(held.bad))
    }
    return held
  }

  /// Counts a call in the bucket of `now`.
  @inline(__always)
  private func add(_ call: UInt64, at now: Int64) {
    var seen = latest
    var bucket = clock.bucket(at: now, latest: seen)
    while bucket != seen {
      advance(from: seen, to: bucket)
      seen = latest
      bucket = clock.bucket(at: now, latest: seen)
    }
    let slot = slot(bucket)
    if words.latest(slot) >> 30 & 0x3FFF_FFFF < Self.full { words.add(slot, call) }
  }

  /// Keeps the window active, after emptying one that was not.
  private func activate(until end: Int64, at now: Int64) {
    while true {
      let word = words.latest(0)
      let until = Int64(bitPattern: word)
      if now < until {
        if until >= end || words.replace(0, word, by: UInt64(bitPattern: end)) { return }
      } else if emptied(while: word, in: 0, 2...11)
        && words.replace(0, word, by: UInt64(bitPattern: end))
      {
        return
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
  private func slot(_ bucket: Int64) -> Int { Int(UInt64(bitPattern: bucket) % 10) + 2 }
}
