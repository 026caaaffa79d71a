/// Who makes the free choices of a request: a generator in production and in the simulator, every
/// choice in turn in the explorer.
public protocol Chooser {
  /// One of 0 ..< `n`; `n` is above zero.
  mutating func pick(_ n: Int) -> Int
  /// A number of `low` ... `high`; `low` is at most `high`.
  mutating func between(_ low: Int64, _ high: Int64) -> Int64
}

/// A fast generator for choices; not for secrets.
///
/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): 64 bits
/// of state, every seed good. Ranges by the high half of a product (Lemire, 2019), whose bias is
/// below 2⁻³² for every range used here.
public struct Random: Chooser, Sendable {
  private var state: UInt64

  /// A generator whose draws are determined by `seed`.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return FixedPoint.mix(state)
  }

  /// One of 0 ..< `n`.
  public mutating func pick(_ n: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(n)).high)
  }

  /// A number from `low` to `high`, both included.
  public mutating func between(_ low: Int64, _ high: Int64) -> Int64 {
    let width = UInt64(bitPattern: high &- low)
    if width == .max { return Int64(bitPattern: next()) }
    return low &+ Int64(bitPattern: next().multipliedFullWidth(by: width + 1).high)
  }
}
