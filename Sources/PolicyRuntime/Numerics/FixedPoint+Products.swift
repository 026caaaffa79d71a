extension FixedPoint {
  /// A billion: what shares in parts per billion are divided by.
  static let billion: Int64 = 1_000_000_000

  /// ⌊`value` × `ppb` ÷ 10⁹⌋, exact; at most `Int64.max`.
  ///
  /// Negative factors count as 0.
  static func scaled(_ value: Int64, by ppb: Int64) -> Int64 {
    scaled(value, by: ppb, over: billion)
  }

  /// ⌊`value` × `factor` ÷ `divisor`⌋, exact; at most `Int64.max`.
  ///
  /// Negative factors count as 0, a divisor below 1 as 1.
  static func scaled(_ value: Int64, by factor: Int64, over divisor: Int64) -> Int64 {
    product(max(0, value), max(0, factor), over: max(1, divisor))
  }

  /// ⌊a × b ÷ d⌋, exact; at most `Int64.max`.
  ///
  /// `a` and `b` are not negative, and `d` is above 0.
  @inline(__always)
  static func product(_ a: Int64, _ b: Int64, over d: Int64) -> Int64 {
    let wide = a.magnitude.multipliedFullWidth(by: b.magnitude)
    if wide.high == 0 { return Int64(clamping: wide.low / d.magnitude) }
    if wide.high >= d.magnitude { return .max }
    return Int64(clamping: d.magnitude.dividingFullWidth(wide).quotient)
  }

  /// ⌊a × b × c ÷ d⌋, likewise.
  static func product(_ a: Int64, _ b: Int64, _ c: Int64, over d: Int64) -> Int64 {
    let (ab, overflow) = UInt128(a.magnitude).multipliedReportingOverflow(by: UInt128(b.magnitude))
    let (abc, more) = ab.multipliedReportingOverflow(by: UInt128(c.magnitude))
    if overflow || more { return .max }
    return Int64(clamping: abc / UInt128(d.magnitude))
  }

  /// a + b, at most `Int64.max`.
  @inline(__always)
  static func sum(_ a: Int64, _ b: Int64) -> Int64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }

  /// `a` × `b` + `c`, none of them negative; `Int64.max` where that is less.
  @inline(__always)
  static func saturatingProduct(_ a: Int64, _ b: Int64, plus c: Int64) -> Int64 {
    let product = a.multipliedReportingOverflow(by: b)
    if product.overflow { return .max }
    let sum = product.partialValue.addingReportingOverflow(c)
    return sum.overflow ? .max : sum.partialValue
  }

  /// ⌊`value` × `share` ÷ 2³²⌋, exact, for a share of at most 2³².
  @inline(__always)
  static func productQ32(_ value: UInt64, _ share: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: share)
    return product.high << 32 | product.low >> 32
  }
}
