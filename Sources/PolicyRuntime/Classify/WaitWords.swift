import PolicyGraph

/// A wait that a failure's body tells in words: "Please try again in 7.66s" (OpenAI, Groq), "retry
/// after 26 seconds" (Azure), "reset after 2m 13s" (Gemini), "Please wait 1 hour and 5 minutes".
///
/// A cue (`again in`, `retry in`, `retry after`, `reset in`, `reset after`, `wait`, and their forms)
/// must stand right before numbers with units. One pass, in any case of letters; the body need not be
/// JSON, and may be cut or hostile.
enum WaitWords {
  /// How many numbers with units a wait may have; what follows is left aside.
  static let partsMax = 5

  /// Nanoseconds that the first wait told in the first `limit` bytes takes, at most `Tick.max`; below
  /// zero for none.
  static func find(_ bytes: Span<UInt8>, upTo limit: Int) -> Int64 {
    var at = 0
    while at < limit {
      // Every cue ends in `in`, `after` or `wait`: few words of a text do.
      let last = bytes[at].lowercased
      if last == UInt8(ascii: "n") || last == UInt8(ascii: "r") || last == UInt8(ascii: "t"),
        at + 1 < limit, bytes[at + 1] == 0x20, isCue(bytes, endingAt: at + 1),
        let wait = duration(bytes, at + 2, limit)
      {
        return wait
      }
      at += 1
    }
    return -1
  }

  /// Whether the bytes before `end` are a cue.
  private static func isCue(_ bytes: Span<UInt8>, endingAt end: Int) -> Bool {
    func ends(_ word: StaticString, _ end: Int) -> Bool {
      let start = end - word.utf8CodeUnitCount
      guard start >= 0, bytes.holds(word, at: start) else { return false }
      return start == 0 || !bytes[start - 1].isLetter
    }
    if ends("wait", end) { return true }
    let isIn = ends("in", end)
    guard isIn || ends("after", end) else { return false }
    let before = end - (isIn ? 2 : 5) - 1
    guard before > 0, bytes[before] == 0x20 else { return false }
    return ends("again", before) || ends("retry", before) || ends("retrying", before)
      || ends("reset", before) || ends("resets", before)
  }

  /// Numbers with units, as in `7.66s`, `2m 13s` or `1 hour and 5 minutes`, from `start` on.
  private static func duration(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> Int64? {
    var at = start
    var sum: Int64?
    var parts = 0
    while parts < partsMax, let part = part(bytes, &at, limit) {
      sum = Swift.min(Tick.max.ns, (sum ?? 0) + part)
      parts += 1
    }
    return sum
  }

  /// One number with its unit; leaves `at` where it was if there is none.
  private static func part(_ bytes: Span<UInt8>, _ at: inout Int, _ limit: Int) -> Int64? {
    var number = at
    // Between two parts: a blank, a comma, an "and".
    if number < limit, bytes[number] == UInt8(ascii: ",") { number += 1 }
    while number < limit, bytes[number] == 0x20 { number += 1 }
    if number + 4 <= limit, bytes.holds("and ", at: number) { number += 4 }
    var end = number
    while end < limit, bytes[end].isDigit || bytes[end] == UInt8(ascii: ".") { end += 1 }
    var unit = end
    if unit < limit, bytes[unit] == 0x20 { unit += 1 }
    var next = unit
    while next < limit, bytes[next].isLetter { next += 1 }
    // At the end of what is known more letters may follow.
    guard end > number, next < limit, let length = unitLength(bytes, unit..<next),
      let value = WaitText.amount(bytes, number..<end, unitNs: length)
    else { return nil }
    at = next
    return value
  }

  private static func unitLength(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Int64? {
    func says(_ unit: StaticString) -> Bool { bytes.holds(unit, in: word) }
    if says("ms") || says("millisecond") || says("milliseconds") { return 1_000_000 }
    if says("s") || says("sec") || says("secs") || says("second") || says("seconds") {
      return 1_000_000_000
    }
    if says("m") || says("min") || says("mins") || says("minute") || says("minutes") {
      return 60 * 1_000_000_000
    }
    if says("h") || says("hr") || says("hrs") || says("hour") || says("hours") {
      return 3600 * 1_000_000_000
    }
    return says("d") || says("day") || says("days") ? 86_400 * 1_000_000_000 : nil
  }
}
