import PolicyGraph

/// A moment of the wall clock: of any year that a header may name, so that no sum overflows.
struct WallTime {
  /// Seconds since the beginning of 1970, UTC.
  var seconds: Int64
  /// Nanoseconds of the second.
  var nanos: Int64 = 0

  init(seconds: Int64, nanos: Int64 = 0) {
    self.seconds = seconds
    self.nanos = nanos
  }

  /// A moment in nanoseconds since the beginning of 1970; nil where the clock is not known.
  init?(epochNs: Int64) {
    guard epochNs > 0 else { return nil }
    seconds = epochNs / 1_000_000_000
    nanos = epochNs % 1_000_000_000
  }

  /// A date of the Gregorian calendar, UTC; nil if there is no such day or time.
  ///
  /// Days by the method of Howard Hinnant (chrono-compatible low-level date algorithms,
  /// `days_from_civil`). A leap second counts as the next one.
  init?(year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64, second: Int64) {
    guard (1...9999).contains(year), (1...12).contains(month), hour < 24, minute < 60, second <= 60
    else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let last: Int64 = month == 2 ? (isLeap ? 29 : 28) : 30 + (month + month / 8) % 2
    guard (1...last).contains(day) else { return nil }
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y % 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    seconds = (era * 146_097 + dayOfEra - 719_468) * 86_400 + hour * 3600 + minute * 60 + second
  }

  /// Nanoseconds from `earlier` to here, at most `Tick.max` and at least −1.
  func since(_ earlier: WallTime) -> Int64 {
    let whole = seconds - earlier.seconds
    if whole < -1 { return -1 }
    if whole > Tick.max.ns / 1_000_000_000 { return Tick.max.ns }
    return Swift.min(
      Tick.max.ns, Swift.max(-1, whole * 1_000_000_000 + nanos - earlier.nanos))
  }
}
