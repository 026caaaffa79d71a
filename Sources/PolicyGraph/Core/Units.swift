// Numbers with units, each in a type of its own: a share is never taken for a factor.

/// A span of time in nanoseconds, exact.
public struct Tick: Hashable, Comparable, Sendable {
  /// Nanoseconds.
  public var ns: Int64

  /// `ns` nanoseconds.
  public init(ns: Int64) { self.ns = ns }

  /// No time at all.
  public static let zero = Tick(ns: 0)
  /// The longest duration that a policy may state: 30 days.
  public static let max = Tick(ns: 30 * 86_400 * 1_000_000_000)

  /// `n` milliseconds.
  public static func ms(_ n: Int64) -> Tick { Tick(ns: n * 1_000_000) }
  /// `n` seconds.
  public static func s(_ n: Int64) -> Tick { Tick(ns: n * 1_000_000_000) }

  public static func < (a: Tick, b: Tick) -> Bool { a.ns < b.ns }
  /// The sum, held at the largest value instead of overflowing.
  public static func + (a: Tick, b: Tick) -> Tick {
    let (sum, overflow) = a.ns.addingReportingOverflow(b.ns)
    return Tick(ns: overflow ? (b.ns > 0 ? .max : .min) : sum)
  }
  /// The difference, held at the extreme value instead of overflowing.
  public static func - (a: Tick, b: Tick) -> Tick {
    let (difference, overflow) = a.ns.subtractingReportingOverflow(b.ns)
    return Tick(ns: overflow ? (b.ns < 0 ? .max : .min) : difference)
  }
  /// The product, held at the largest value instead of overflowing.
  public static func * (a: Tick, n: Int64) -> Tick {
    let (product, overflow) = a.ns.multipliedReportingOverflow(by: n)
    return Tick(ns: overflow ? ((a.ns < 0) == (n < 0) ? .max : .min) : product)
  }
}

/// A part of a whole in parts per thousand million: `99.95%` is 999 500 000.
public struct Share: Hashable, Comparable, Sendable {
  /// Parts per thousand million.
  public var ppb: Int64

  /// `ppb` parts per thousand million.
  public init(ppb: Int64) { self.ppb = ppb }

  /// Nothing of it.
  public static let zero = Share(ppb: 0)
  /// All of it.
  public static let whole = Share(ppb: 1_000_000_000)
  /// `n` per cent.
  public static func percent(_ n: Int64) -> Share { Share(ppb: n * 10_000_000) }

  public static func < (a: Share, b: Share) -> Bool { a.ppb < b.ppb }
}

/// A multiplier in millionths: `1.5x` is 1 500 000.
public struct Factor: Hashable, Comparable, Sendable {
  /// Millionths.
  public var millionths: Int64

  /// `millionths` millionths.
  public init(millionths: Int64) { self.millionths = millionths }

  /// Once.
  public static let one = Factor(millionths: 1_000_000)

  public static func < (a: Factor, b: Factor) -> Bool { a.millionths < b.millionths }
}

/// So many in so much time: `600/min`, `300/10s`.
public struct Rate: Hashable, Sendable {
  /// How many; requests, tokens or whatever is counted.
  public var amount: Int64
  /// In how much time; above zero.
  public var per: Tick

  /// The largest amount that a policy may state, so that products with times do not overflow soon.
  public static let amountMax: Int64 = 1_000_000_000_000

  /// `amount` in every `per`.
  public init(_ amount: Int64, per: Tick) {
    self.amount = amount
    self.per = per
  }
}

/// A percentile in millionths: `p99.9` is 999 000.
public struct Percentile: Hashable, Comparable, Sendable {
  /// Millionths of the distribution that lie below.
  public var millionths: Int64

  /// The value below which `millionths` of the distribution lie.
  public init(millionths: Int64) { self.millionths = millionths }

  public static func < (a: Percentile, b: Percentile) -> Bool { a.millionths < b.millionths }
}
