/// Dates as headers write them; nil for what is none.
///
/// HTTP knows three forms (RFC 9110, section 5.6.7), of which two are obsolete and still sent:
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
struct DateText {
  private var at: Int
  private let end: Int

  private init(_ range: Range<Int>) {
    at = range.lowerBound
    end = range.upperBound
  }

  /// A date of HTTP.
  ///
  /// Two digits mean the century in which the date is at most 50 years ahead of `now`; 1970 to 2069
  /// where that is not known.
  static func http(_ bytes: Span<UInt8>, _ range: Range<Int>, now: WallTime?) -> WallTime? {
    guard range.count <= WaitText.bytesMax else { return nil }
    var text = DateText(range)
    guard text.letters(bytes) >= 3 else { return nil }
    if text.skip(UInt8(ascii: ","), bytes) { return text.dayFirst(bytes, now) }
    return text.monthFirst(bytes)
  }

  /// A timestamp of RFC 3339: `2024-01-27T05:27:04.5Z`, `…+01:00`.
  static func rfc3339(_ bytes: Span<UInt8>, _ range: Range<Int>) -> WallTime? {
    guard range.count <= WaitText.bytesMax else { return nil }
    var text = DateText(range)
    guard let year = text.number(bytes, digits: 4), text.skip(UInt8(ascii: "-"), bytes),
      let month = text.number(bytes, digits: 2), text.skip(UInt8(ascii: "-"), bytes),
      let day = text.number(bytes, digits: 2), text.at < text.end,
      bytes[text.at] == UInt8(ascii: " ") || bytes[text.at].lowercased == UInt8(ascii: "t")
    else { return nil }
    text.at += 1
    guard var time = text.time(bytes, year, month, day) else { return nil }
    if text.skip(UInt8(ascii: "."), bytes) {
      guard let nanos = text.fraction(bytes) else { return nil }
      time.nanos = nanos
    }
    guard let offset = text.offset(bytes), text.at == text.end else { return nil }
    time.seconds -= offset
    return time
  }

  // MARK: The forms of HTTP

  private mutating func dayFirst(_ bytes: Span<UInt8>, _ now: WallTime?) -> WallTime? {
    blanks(bytes)
    guard let day = number(bytes, digits: 2) else { return nil }
    let isShort = skip(UInt8(ascii: "-"), bytes)
    if !isShort { blanks(bytes) }
    guard let month = month(bytes) else { return nil }
    if isShort {
      guard skip(UInt8(ascii: "-"), bytes) else { return nil }
    } else {
      blanks(bytes)
    }
    guard var year = number(bytes, digits: isShort ? 2 : 4) else { return nil }
    if isShort { year += now == nil && year >= 70 ? 1900 : 2000 }
    blanks(bytes)
    guard var date = time(bytes, year, month, day), zone(bytes) else { return nil }
    // The century behind holds the leap day of 2000.
    if isShort, let now, date.seconds - now.seconds > 50 * 31_557_600 {
      date.seconds -= 36_525 * 86_400
    }
    return date
  }

  private mutating func monthFirst(_ bytes: Span<UInt8>) -> WallTime? {
    blanks(bytes)
    guard let month = month(bytes) else { return nil }
    blanks(bytes)
    guard let day = number(bytes, digits: 2) ?? number(bytes, digits: 1) else { return nil }
    blanks(bytes)
    guard let time = time(bytes, 1, 1, 1) else { return nil }
    blanks(bytes)
    guard let year = number(bytes, digits: 4), at == end,
      var date = WallTime(year: year, month: month, day: day, hour: 0, minute: 0, second: 0),
      let origin = WallTime(year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0)
    else { return nil }
    date.seconds += time.seconds - origin.seconds
    return date
  }

  // MARK: Parts

  private mutating func skip(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
    guard at < end, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  private mutating func blanks(_ bytes: Span<UInt8>) {
    while at < end && bytes[at].isBlank { at += 1 }
  }

  /// Skips letters; gives how many.
  private mutating func letters(_ bytes: Span<UInt8>) -> Int {
    let start = at
    while at < end && bytes[at].lowercased &- 0x61 < 26 { at += 1 }
    return at - start
  }

  /// Exactly so many digits; nothing is skipped if there are fewer.
  private mutating func number(_ bytes: Span<UInt8>, digits: Int) -> Int64? {
    guard at + digits <= end else { return nil }
    var value: Int64 = 0
    for i in at..<at + digits {
      guard bytes[i].isDigit else { return nil }
      value = value * 10 + Int64(bytes[i] - 0x30)
    }
    at += digits
    return value
  }

  private mutating func month(_ bytes: Span<UInt8>) -> Int64? {
    let names: StaticString = "janfebmaraprmayjunjulaugsepoctnovdec"
    guard at + 3 <= end else { return nil }
    for month in 0..<12 {
      var i = 0
      while i < 3 && bytes[at + i].lowercased == names.byte(month * 3 + i) { i += 1 }
      if i == 3 {
        at += 3
        return Int64(month + 1)
      }
    }
    return nil
  }

  /// `08:49:37` of a day.
  private mutating func time(
    _ bytes: Span<UInt8>, _ year: Int64, _ month: Int64, _ day: Int64
  ) -> WallTime? {
    guard let hour = number(bytes, digits: 2), skip(UInt8(ascii: ":"), bytes),
      let minute = number(bytes, digits: 2), skip(UInt8(ascii: ":"), bytes),
      let second = number(bytes, digits: 2)
    else { return nil }
    return WallTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
  }

  /// ` GMT` at the end, or `UTC`, which some send.
  private mutating func zone(_ bytes: Span<UInt8>) -> Bool {
    blanks(bytes)
    return bytes.holds("gmt", in: at..<end) || bytes.holds("utc", in: at..<end)
  }

  private mutating func fraction(_ bytes: Span<UInt8>) -> Int64? {
    guard at < end, bytes[at].isDigit else { return nil }
    var value: Int64 = 0
    var unit: Int64 = 100_000_000
    while at < end && bytes[at].isDigit {
      value += Int64(bytes[at] - 0x30) * unit
      unit /= 10
      at += 1
    }
    return value
  }

  /// Seconds ahead of UTC.
  private mutating func offset(_ bytes: Span<UInt8>) -> Int64? {
    if at < end, bytes[at].lowercased == UInt8(ascii: "z") {
      at += 1
      return 0
    }
    let isBehind = skip(UInt8(ascii: "-"), bytes)
    guard isBehind || skip(UInt8(ascii: "+"), bytes), let hours = number(bytes, digits: 2),
      skip(UInt8(ascii: ":"), bytes), let minutes = number(bytes, digits: 2), hours < 24,
      minutes < 60
    else { return nil }
    return (hours * 3600 + minutes * 60) * (isBehind ? -1 : 1)
  }
}
