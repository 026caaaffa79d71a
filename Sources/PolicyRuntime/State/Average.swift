/// An average that follows a peak at once and forgets it slowly: an exponentially weighted one with
/// a decay of 10 s.
///
/// Word 0 is the value plus one, 0 before the first sample; word 1 the time of the newest sample.
struct Average {
  /// The words that an average needs.
  static let wordCount = 2

  private let words: Words

  /// The average over `words`.
  init(_ words: Words) { self.words = words }

  /// The average, or `start` before the first sample.
  @inline(__always)
  func value(or start: Int64) -> Int64 {
    let value = words.signed(0)
    return value == 0 ? start : value - 1
  }

  /// Takes in a sample.
  func record(_ sample: Int64, at now: Int64, start: Int64) {
    let elapsed = passed(until: now)
    while true {
      let word = words.latest(0)
      let old = word == 0 ? start : Int64(bitPattern: word) - 1
      let value = Self.next(old, sample, after: word == 0 ? 0 : elapsed)
      if words.replace(0, word, by: UInt64(bitPattern: value) + 1) { return }
    }
  }

  /// The value after `sample` came, `elapsed` nanoseconds after the one before it.
  static func next(_ value: Int64, _ sample: Int64, after elapsed: Int64) -> Int64 {
    let value = max(0, min(value, .max - 1))
    let sample = max(0, min(sample, .max - 1))
    if sample >= value { return sample }
    let kept = FixedPoint.productQ32(UInt64(value - sample), FixedPoint.decayQ32(elapsed))
    return sample + Int64(kept)
  }

  /// The time since the sample before; who moves it on is the one who lets the average decay.
  private func passed(until now: Int64) -> Int64 {
    while true {
      let word = words.latest(1)
      let last = Int64(bitPattern: word)
      if now <= last { return 0 }
      if words.replace(1, word, by: UInt64(bitPattern: now)) { return now &- last }
    }
  }
}
