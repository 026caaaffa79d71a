import PolicyGraph

/// When limits are reset, as the many headers tell it that are named `…ratelimit…reset…`.
///
/// Known families: `ratelimit-reset` (IETF drafts up to 7), `x-ratelimit-reset` (GitHub and
/// others),
/// `x-ratelimit-reset-requests` and `-tokens` (OpenAI, Groq: `6m0s`, `6ms`, `7.66s`),
/// `anthropic-ratelimit-tokens-reset` (RFC 3339), `x-rate-limit-reset` (X), and the structured
/// `RateLimit` (draft 8 on: `"default";r=0;t=30`; before: `limit=100, remaining=0, reset=30`).
///
/// Where several are told, one with nothing remaining is what refused us; of several such the last
/// to be reset counts, for all must let us pass. Otherwise nobody says which is to blame, and the
/// first to be reset counts: a hint is a floor, and one too low costs one attempt, one too high an
/// endpoint. A reset without a word on what remains counts before one with something left. One that
/// has passed says nothing.
struct ResetTimes {
  /// How many headers of resets are looked at: each looks for what remains of it.
  static let resetsMax = 16
  /// How much of a structured `RateLimit` is read.
  static let structuredBytesMax = 1024

  private let now: WallTime?
  /// The last reset with nothing remaining.
  private var empty: Int64 = -1
  /// The first with nothing said of what remains.
  private var unsaid: Int64 = -1
  /// The first with something remaining.
  private var left: Int64 = -1

  /// Nanoseconds to wait; below zero if nothing was said.
  var wait: Int64 { empty >= 0 ? empty : unsaid >= 0 ? unsaid : left }

  /// Reads the first `count` headers; dates count from `now`.
  init(_ headers: [Evidence.Header], _ count: Int, _ now: WallTime?) {
    self.now = now
    var resets = 0
    for i in 0..<count where ResetTimes.isReset(headers[i].name) && resets < ResetTimes.resetsMax {
      resets += 1
      let header = headers[i]
      if header.name.count == ResetTimes.structured.utf8CodeUnitCount {
        readStructured(header.value.span, header.trimmed)
      } else if let wait = until(header.value.span, header.trimmed) {
        add(wait, remaining: ResetTimes.remaining(header.name, headers, count))
      }
    }
  }

  private static var structured: StaticString { "ratelimit" }

  /// Whether a header of this name tells a reset.
  static func isReset(_ name: [UInt8]) -> Bool {
    guard name.count >= 9, name.count <= 64 else { return false }
    let name = name.span
    if name.count == 9 { return name.holds(structured, at: 0) }
    return (name.position(of: structured) ?? name.position(of: "rate-limit")) != nil
      && name.position(of: "reset") != nil
  }

  private mutating func add(_ wait: Int64, remaining: Int64?) {
    switch remaining {
    case .some(0): empty = Swift.max(empty, wait)
    case .some: left = left < 0 ? wait : Swift.min(left, wait)
    case .none: unsaid = unsaid < 0 ? wait : Swift.min(unsaid, wait)
    }
  }

  /// What remains by the header that is named like the reset's.
  private static func remaining(
    _ name: [UInt8], _ headers: [Evidence.Header], _ count: Int
  ) -> Int64? {
    let name = name.span
    guard let at = name.position(of: "reset") else { return nil }
    for i in 0..<count {
      let header = headers[i]
      let other = header.name.span
      // `remaining` is four letters longer.
      guard other.count == name.count + 4, other.holds("remaining", at: at) else { continue }
      var k = 0
      while k < name.count {
        if k == at { k += 5 }
        if k == name.count { break }
        let there = k < at ? k : k + 4
        if name[k].lowercased != other[there].lowercased { break }
        k += 1
      }
      if k == name.count { return integer(header.value.span, header.trimmed) }
    }
    return nil
  }

  // MARK: Forms

  /// Nanoseconds until a reset: seconds, a moment since 1970 in any unit, a duration, or a date.
  private func until(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    guard !range.isEmpty, range.count <= WaitText.bytesMax else { return nil }
    var end = range.lowerBound
    while end < range.upperBound && bytes[end].isDigit { end += 1 }
    if let amount = WaitText.amount(bytes, range, unitNs: 1_000_000_000) {
      // Nobody limits by the thirty years: that many seconds are a moment.
      guard let whole = ResetTimes.integer(bytes, range.lowerBound..<end) else { return nil }
      return whole < 1_000_000_000 ? amount : since(ResetTimes.moment(whole))
    }
    if let wait = WaitText.duration(bytes, range) { return wait }
    guard let date = DateText.rfc3339(bytes, range) ?? DateText.http(bytes, range, now: now)
    else { return nil }
    return since(date)
  }

  /// A moment since 1970 in seconds, milliseconds, microseconds or nanoseconds, by its size: what
  /// has twelve digits or more is not in seconds before the year 5138.
  private static func moment(_ number: Int64) -> WallTime {
    var unit: Int64 = 1
    while number / unit >= 100_000_000_000 { unit *= 1000 }
    return WallTime(seconds: number / unit, nanos: number % unit * (1_000_000_000 / unit))
  }

  private func since(_ moment: WallTime) -> Int64? {
    guard let now else { return nil }
    let wait = moment.since(now)
    return wait < 0 ? nil : wait
  }

  /// A number without a sign; nil if it does not fit.
  private static func integer(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    guard (1...19).contains(range.count) else { return nil }
    var value: UInt64 = 0
    for i in range {
      guard bytes[i].isDigit else { return nil }
      value = value * 10 + UInt64(bytes[i] - 0x30)
    }
    return Int64(exactly: value)
  }

  private static func delta(_ seconds: Int64) -> Int64 {
    Swift.min(seconds, Tick.max.ns / 1_000_000_000) * 1_000_000_000
  }

  /// Reads the items of a `RateLimit` header: a parameter belongs to the item before it; without
  /// items, all belong together.
  private mutating func readStructured(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard range.count <= ResetTimes.structuredBytesMax else { return }
    var remaining: Int64?
    var reset: Int64?
    var at = range.lowerBound
    while at < range.upperBound {
      var end = at
      var equals: Int?
      var isQuoted = false
      while end < range.upperBound {
        let byte = bytes[end]
        if byte == UInt8(ascii: "\"") { isQuoted = !isQuoted }
        if !isQuoted && (byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")) { break }
        if !isQuoted && byte == UInt8(ascii: "=") && equals == nil { equals = end }
        end += 1
      }
      if let equals {
        let key = bytes.trimmed(at..<equals)
        let value = ResetTimes.integer(bytes, bytes.trimmed(equals + 1..<end))
        if bytes.holds("r", in: key) || bytes.holds("remaining", in: key) { remaining = value }
        if bytes.holds("t", in: key) || bytes.holds("reset", in: key) { reset = value }
      } else {
        if let reset { add(ResetTimes.delta(reset), remaining: remaining) }
        (remaining, reset) = (nil, nil)
      }
      at = end + 1
    }
    if let reset { add(ResetTimes.delta(reset), remaining: remaining) }
  }
}
