/// Products that are exact before they are divided, rounded down and held at the largest number.
enum Exact {
  /// a × b ÷ d, for numbers that are not negative and d above 0.
  @inline(__always)
  static func product(_ a: Int64, _ b: Int64, over d: Int64) -> Int64 {
    let wide = a.magnitude.multipliedFullWidth(by: b.magnitude)
    if wide.high >= d.magnitude { return .max }
    return Int64(clamping: d.magnitude.dividingFullWidth(wide).quotient)
  }

  /// a × b × c ÷ d, likewise.
  static func product(_ a: Int64, _ b: Int64, _ c: Int64, over d: Int64) -> Int64 {
    let (ab, overflow) = UInt128(a.magnitude).multipliedReportingOverflow(by: UInt128(b.magnitude))
    let (abc, more) = ab.multipliedReportingOverflow(by: UInt128(c.magnitude))
    if overflow || more { return .max }
    return Int64(clamping: abc / UInt128(d.magnitude))
  }

  /// a + b for a time that may be `Int64.max`.
  @inline(__always)
  static func sum(_ a: Int64, _ b: Int64) -> Int64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }
}
