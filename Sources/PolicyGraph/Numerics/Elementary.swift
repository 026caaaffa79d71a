/// Logarithm, exponential and normal quantile out of additions, multiplications, divisions and
/// square roots alone.
///
/// Those are exact to the last bit on every machine with IEEE 754 numbers, which a C library's
/// functions are not: the same seed gives the same bytes wherever it runs. Errors are below 2 ulp
/// for the arguments used here, far less than a nanosecond in an hour.
package enum Elementary {
  private static let ln2High = 0x1.62e42fee00000p-1
  private static let ln2Low = 0x1.a39ef35793c76p-33

  /// The natural logarithm of a normal number above 0: 2 artanh((m − 1)/(m + 1)) + e ln 2.
  package static func ln(_ x: Double) -> Double {
    let bits = x.bitPattern
    var exponent = Int(bits >> 52) - 1023
    var mantissa = Double(bitPattern: bits & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
    if mantissa > 1.4142135623730951 {
      mantissa *= 0.5
      exponent += 1
    }
    let s = (mantissa - 1) / (mantissa + 1)
    let z = s * s
    // The ten terms z⁰/3 … z⁹/21 by Estrin's scheme: pairs, then pairs of pairs.
    let z2 = z * z
    let z4 = z2 * z2
    let low = (1.0 / 3 + z * (1.0 / 5)) + z2 * (1.0 / 7 + z * (1.0 / 9))
    let high = (1.0 / 11 + z * (1.0 / 13)) + z2 * (1.0 / 15 + z * (1.0 / 17))
    let sum = low + z4 * (high + z4 * (1.0 / 19 + z * (1.0 / 21)))
    let e = Double(exponent)
    return e * ln2High + (2 * s + (2 * s * z * sum + e * ln2Low))
  }

  /// e to the power `x`; held at the ends where a Double has none.
  package static func exp(_ x: Double) -> Double {
    if x > 709 { return Double.greatestFiniteMagnitude }
    if x < -708 { return 0 }
    let k = Int(x * 1.4426950408889634 + (x < 0 ? -0.5 : 0.5))
    let n = Double(k)
    let r = (x - n * ln2High) - n * ln2Low
    // The terms r²/2! … r¹³/13! by Estrin's scheme.
    let r2 = r * r
    let r4 = r2 * r2
    let low = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120))
    let middle =
      (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40_320 + r * (1.0 / 362_880))
    let high =
      (1.0 / 3_628_800 + r * (1.0 / 39_916_800))
      + r2 * (1.0 / 479_001_600 + r * (1.0 / 6_227_020_800))
    let sum = 1 + (r + r2 * (low + r4 * (middle + r4 * high)))
    return sum * Double(bitPattern: UInt64(bitPattern: Int64(k + 1023)) << 52)
  }

  /// The value below which a share `p` of the standard normal distribution lies; 0 < p < 1.
  ///
  /// Algorithm AS 241, PPND16 (Wichura: The Percentage Points of the Normal Distribution, Applied
  /// Statistics 37, 1988), accurate to about 1 part in 10¹⁶.
  package static func normal(_ p: Double) -> Double {
    let q = p - 0.5
    if q.magnitude <= 0.425 {
      let r = 0.180625 - q * q
      return q * ratio(r, centre.0, centre.1)
    }
    let r = (-ln(q < 0 ? p : 1 - p)).squareRoot()
    let value = r <= 5 ? ratio(r - 1.6, middle.0, middle.1) : ratio(r - 5, tail.0, tail.1)
    return q < 0 ? -value : value
  }

  /// The share of the standard normal distribution below `z`: ½ + φ(z) (z + z³/3 + z⁵/15 + …).
  ///
  /// Marsaglia: Evaluating the Normal Distribution, Journal of Statistical Software 11, 2004.
  package static func share(below z: Double) -> Double {
    if z.magnitude > 8 { return z < 0 ? 0 : 1 }
    var (sum, term, k) = (z, z, 1.0)
    while term.magnitude > 1e-17 {
      k += 2
      term *= z * z / k
      sum += term
    }
    return 0.5 + sum * exp(-z * z / 2) * 0.398_942_280_401_432_7
  }

  /// One polynomial over another, of degree 7, highest power first.
  @inline(__always)
  private static func ratio(_ r: Double, _ a: [8 of Double], _ b: [8 of Double]) -> Double {
    var above = a[0]
    var below = b[0]
    for i in 1..<8 {
      above = above * r + a[i]
      below = below * r + b[i]
    }
    return above / below
  }

  private typealias Ratio = ([8 of Double], [8 of Double])

  private static let centre: Ratio = (
    [
      2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
      4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
      1.3314166789178437745e2, 3.3871328727963666080,
    ],
    [
      5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4,
      2.1213794301586595867e4, 5.3941960214247511077e3, 6.8718700749205790830e2,
      4.2313330701600911252e1, 1,
    ]
  )

  private static let middle: Ratio = (
    [
      7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
      1.27045825245236838258, 3.64784832476320460504, 5.76949722146069140550,
      4.63033784615654529590, 1.42343711074968357734,
    ],
    [
      1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
      1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940,
      2.05319162663775882187, 1,
    ]
  )

  private static let tail: Ratio = (
    [
      2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
      2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580,
      5.46378491116411436990, 6.65790464350110377720,
    ],
    [
      2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
      7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
      5.99832206555887937690e-1, 1,
    ]
  )
}
