import Foundation
import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicySimulator

/// Functions of additions, multiplications, divisions and square roots, beside a C library's.
@Suite struct ElementaryTests {
  private static let count = 20_000

  /// How many units in the last place of `b` lie between two numbers.
  private func units(_ a: Double, _ b: Double) -> Double { (a - b).magnitude / b.ulp }

  @Test func `the logarithm is within two units in the last place`() {
    var random = Random(seed: 1)
    var worst = 0.0
    for _ in 0..<ElementaryTests.count {
      // Every octave of the arguments used: draws above 2⁻⁵³, nanoseconds of thirty days.
      let octave = Double(random.between(-53, 52))
      let x = pow(2, octave) * (1 + random.next().unit)
      worst = max(worst, units(Elementary.ln(x), log(x)))
    }
    #expect(worst <= 2, "\(worst) units")
    #expect(Elementary.ln(1) == 0)
    #expect(Elementary.ln(2) == log(2))
  }

  @Test func `the exponential is within two units in the last place`() {
    var random = Random(seed: 2)
    var worst = 0.0
    for _ in 0..<ElementaryTests.count {
      let x = Double(random.between(-40_000_000, 60_000_000)) / 1e6 + random.next().unit * 1e-6
      worst = max(worst, units(Elementary.exp(x), exp(x)))
    }
    #expect(worst <= 2, "\(worst) units")
    #expect(Elementary.exp(0) == 1)
    #expect(Elementary.exp(-1e9) == 0)
    #expect(Elementary.exp(1e9) == .greatestFiniteMagnitude)
  }

  @Test(arguments: [
    (0.5, 0), (0.9, 1.2815515655446004), (0.95, 1.6448536269514722), (0.975, 1.959963984540054),
    (0.99, 2.3263478740408408), (0.999, 3.090232306167813), (1e-10, -6.361340902404056),
    (1e-15, -7.941345326170997), (0.25, -0.6744897501960817),
  ]) func `a normal quantile is what the tables say`(p: Double, z: Double) {
    #expect((Elementary.normal(p) - z).magnitude <= 1e-15 * max(1, z.magnitude) * 4)
  }

  @Test func `a normal quantile is the inverse of the distribution`() {
    var random = Random(seed: 3)
    var worst = 0.0
    for _ in 0..<ElementaryTests.count {
      let u = random.next().unit
      let p = random.pick(2) == 0 ? u : u * u * u * u
      let back = erfc(-Elementary.normal(p) / 2.0.squareRoot()) / 2
      worst = max(worst, (back / p - 1).magnitude)
    }
    // A last place of z is z² last places of p; z is below 9.
    #expect(worst < 4e-14)
  }

  @Test func `a normal quantile rises, and is as far below the middle as above it`() {
    var before = -Double.infinity
    for i in 1..<10_000 {
      let z = Elementary.normal(Double(i) / 10_000)
      #expect(z > before)
      before = z
    }
    // Numbers whose complement is exact.
    for i in 1..<512 {
      let p = Double(i) / 1024
      #expect(Elementary.normal(p) == -Elementary.normal(1 - p))
    }
  }
}
