import PolicyGraph

/// How long to wait, as texts say it: an amount, or a duration with units.
///
/// Every reader gives nil for what it does not understand, and never more than `Tick.max`.
enum WaitText {
  /// How long a text may be; what is longer says nothing.
  static let bytesMax = 64

  /// A decimal number without a sign, `1`, `0.25` or `1.5`, in units of `unitNs` nanoseconds.
  static func amount(_ bytes: Span<UInt8>, _ range: Range<Int>, unitNs: Int64) -> Int64? {
    guard range.count <= bytesMax else { return nil }
    var at = range.lowerBound
    guard let value = decimal(bytes, &at, range.upperBound, unitNs), at == range.upperBound
    else { return nil }
    return value
  }

  /// A duration as Go writes it (pkg.go.dev/time#ParseDuration): `1m30s`, `6ms`, `7.66s`, and days
  /// with it.
  static func duration(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    guard !range.isEmpty, range.count <= bytesMax else { return nil }
    var at = range.lowerBound
    var sum: Int64 = 0
    while at < range.upperBound {
      // The unit stands behind the number: find it first.
      var unit = at
      while unit < range.upperBound && (bytes[unit].isDigit || bytes[unit] == UInt8(ascii: ".")) {
        unit += 1
      }
      var next = unit
      guard let unitNs = unitLength(bytes, &next, range.upperBound),
        let part = decimal(bytes, &at, unit, unitNs), at == unit
      else { return nil }
      sum = Swift.min(Tick.max.ns, sum + part)
      at = next
    }
    return sum
  }

  private static func unitLength(_ bytes: Span<UInt8>, _ at: inout Int, _ end: Int) -> Int64? {
    let start = at
    while at < end && !bytes[at].isDigit && bytes[at] != UInt8(ascii: ".") { at += 1 }
    switch at - start {
    case 1:
      switch bytes[start] {
      case UInt8(ascii: "s"): return 1_000_000_000
      case UInt8(ascii: "m"): return 60 * 1_000_000_000
      case UInt8(ascii: "h"): return 3600 * 1_000_000_000
      case UInt8(ascii: "d"): return 86_400 * 1_000_000_000
      default: return nil  // no unit
      }
    case 2 where bytes[start + 1] == UInt8(ascii: "s"):
      switch bytes[start] {
      case UInt8(ascii: "m"): return 1_000_000
      case UInt8(ascii: "u"): return 1_000
      case UInt8(ascii: "n"): return 1
      default: return nil  // no unit
      }
    case 3 where bytes[start + 2] == UInt8(ascii: "s"):
      // The micro sign and the letter mu.
      let isMicro =
        (bytes[start] == 0xC2 && bytes[start + 1] == 0xB5)
        || (bytes[start] == 0xCE && bytes[start + 1] == 0xBC)
      return isMicro ? 1_000 : nil
    default: return nil  // no unit
    }
  }

  /// Reads digits, and perhaps a point and digits, held at `Tick.max`.
  private static func decimal(
    _ bytes: Span<UInt8>, _ at: inout Int, _ end: Int, _ unitNs: Int64
  ) -> Int64? {
    guard at < end, bytes[at].isDigit else { return nil }
    let most = Tick.max.ns
    var whole: Int64 = 0
    while at < end && bytes[at].isDigit {
      whole = Swift.min(most, whole * 10 + Int64(bytes[at] - 0x30))
      at += 1
    }
    var value = whole > most / unitNs ? most : whole * unitNs
    if at < end && bytes[at] == UInt8(ascii: ".") {
      at += 1
      guard at < end, bytes[at].isDigit else { return nil }
      var part = unitNs
      while at < end && bytes[at].isDigit {
        // What is left of the unit at this digit; below a nanosecond it is nothing.
        value += part * Int64(bytes[at] - 0x30) / 10
        part /= 10
        at += 1
      }
    }
    return Swift.min(most, value)
  }
}
