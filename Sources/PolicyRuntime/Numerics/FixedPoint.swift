/// Logarithms, decay, hashes and products on integers: the same on every machine.
enum FixedPoint {
  /// log₂ `x` × 2³², at most 2.8 × 10⁻⁶ × 2³² too low; never falls as `x` grows.
  ///
  /// Between the 257 places of a table it is a straight line. `x` is at least 1; 0 counts as 1.
  static func log2Q32(_ x: UInt64) -> Int64 {
    let x = max(1, x)
    let zeros = x.leadingZeroBitCount
    // The bits behind the leading one: eight choose the place, 32 lie between it and the next.
    let fraction = (x << UInt64(zeros)) << 1
    let place = Int(fraction >> 56)
    let between = (fraction >> 24) & 0xFFFF_FFFF
    let low = logarithms[place]
    let rise = ((logarithms[place + 1] - low) * between) >> 32
    return Int64((UInt64(63 - zeros) << 32) + low + rise)
  }

  /// e^(−`elapsed` ÷ 10 s) × 2³²: 2³² at 0 or before it, 0 far out, never rising.
  ///
  /// At most 10⁻⁶ of the value and two units of the last place off.
  static func decayQ32(_ elapsed: Int64) -> UInt64 {
    if elapsed <= 0 { return 1 << 32 }
    // log₂ e ÷ 10¹⁰ × 2⁹⁶: the upper word of the product is the exponent of two × 2³².
    let exponent = UInt64(elapsed).multipliedFullWidth(by: 11_430_207_715_807_402_640).high
    let whole = exponent >> 32
    if whole > 32 { return 0 }
    let place = Int(exponent >> 24 & 0xFF)
    let between = exponent & 0xFF_FFFF
    let high = powers[place]
    let fall = ((high - powers[place + 1]) * between) >> 24
    return (high - fall) >> whole
  }

  /// Spreads every bit of `x` over all of the result, one to one.
  ///
  /// The finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
  /// generators", 2014).
  @inline(__always)
  static func mix(_ x: UInt64) -> UInt64 {
    var z = x
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number for `bytes` that is the same everywhere: 64-bit FNV-1a, then `mix`.
  static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return mix(hash)
  }
}
