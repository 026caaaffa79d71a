import Foundation
import TestThreads
import Testing

@testable import PolicyRuntime

@Suite(.offPool) struct FixedPointTests {
  /// Edges of every power of two and of every place of a table, and random numbers.
  static let numbers: [UInt64] = {
    var dice = Dice(3)
    var numbers: [UInt64] = [1, 2, 3, .max, .max - 1]
    for bit in 0..<64 as Range<UInt64> {
      let power = 1 << bit as UInt64
      numbers += [power, power &- 1, power &+ 1]
      for place in 0..<256 as Range<UInt64> where bit > 10 {
        numbers += [power + power / 256 * place, power + power / 256 * place - 1]
      }
    }
    for _ in 0..<50_000 { numbers.append(dice.next() >> UInt64(dice.upTo(63))) }
    return Set(numbers).subtracting([0]).sorted()
  }()

  @Test func `a logarithm is at most 2.8 millionths too low, and never falls`() {
    var before: Int64 = 0
    for x in Self.numbers {
      let value = FixedPoint.log2Q32(x)
      let error = Double(value) / 4_294_967_296 - log2(Double(x))
      guard same(error <= 1e-9 && error >= -2.8e-6, true, x) else { return }
      guard same(value >= before, true, x) else { return }
      before = value
    }
    #expect(FixedPoint.log2Q32(1) == 0)
    #expect(FixedPoint.log2Q32(0) == 0)
    for bit in 0..<64 as Range<UInt64> {
      #expect(FixedPoint.log2Q32(1 << bit) == Int64(bit) << 32)
    }
  }

  @Test func `decay is within a millionth of the exponential, and never rises`() {
    var dice = Dice(4)
    var times: [Int64] = [0, 1, 2, 10_000_000_000, 6_931_471_805, 6_931_471_806, .max]
    for place in 0..<9000 as Range<Int64> {
      times += [place * 27_076_061, place * 27_076_061 + 1]
    }
    for _ in 0..<50_000 { times.append(dice.upTo(300_000_000_000 >> dice.upTo(37))) }
    var before: UInt64 = 1 << 32
    for time in times.sorted() {
      let value = FixedPoint.decayQ32(time)
      let exact = exp(-Double(time) / 1e10) * 4_294_967_296
      guard same(abs(Double(value) - exact) <= exact * 1e-6 + 2, true, time) else { return }
      guard same(value <= before, true, time) else { return }
      before = value
    }
    #expect(FixedPoint.decayQ32(0) == 1 << 32)
    #expect(FixedPoint.decayQ32(-1) == 1 << 32)
    #expect(FixedPoint.decayQ32(.min) == 1 << 32)
    #expect(FixedPoint.decayQ32(.max) == 0)
  }

  @Test func `the tables hold the nearest integers`() {
    for i in 0...256 {
      let log = log2(1 + Double(i) / 256) * 4_294_967_296
      let power = exp2(-Double(i) / 256) * 4_294_967_296
      #expect(abs(Double(FixedPoint.logarithms[i]) - log) <= 0.51)
      #expect(abs(Double(FixedPoint.powers[i]) - power) <= 0.51)
    }
  }

  @Test func `hashes are those of FNV-1a and SplitMix64 everywhere`() {
    // The first outputs of SplitMix64 from the seed 0 are the mixed multiples of its increment.
    #expect(FixedPoint.mix(0x9E37_79B9_7F4A_7C15) == 0xE220_A839_7B1D_CDAF)
    #expect(FixedPoint.mix(0x3C6E_F372_FE94_F82A) == 0x6E78_9E6A_A1B9_65F4)
    // Published values of 64-bit FNV-1a: of nothing, of "a", of "foobar".
    #expect(FixedPoint.hash([]) == FixedPoint.mix(0xCBF2_9CE4_8422_2325))
    #expect(FixedPoint.hash("a".utf8) == FixedPoint.mix(0xAF63_DC4C_8601_EC8C))
    #expect(FixedPoint.hash("foobar".utf8) == FixedPoint.mix(0x8594_4171_F739_67E8))
  }

  @Test func `products are exact, and stop at the largest number`() {
    var dice = Dice(5)
    for _ in 0..<50_000 {
      let a = Int64(dice.next() >> UInt64(dice.between(1, 63)))
      let b = Int64(dice.next() >> UInt64(dice.between(1, 63)))
      let c = Int64(dice.next() >> UInt64(dice.between(1, 63)))
      let wide = UInt128(a) * UInt128(b)
      let most = UInt128(Int64.max)
      let quotient = Int64(min(most, wide / 1_000_000_000))
      guard same(FixedPoint.scaled(a, by: b), quotient, a) else { return }
      let ratio = Int64(min(most, wide / UInt128(max(1, c))))
      guard same(FixedPoint.scaled(a, by: b, over: c), ratio, a) else { return }
      let sum = Int64(min(most, wide + UInt128(c)))
      guard same(FixedPoint.saturatingProduct(a, b, plus: c), sum, a) else { return }
      let share = UInt64(b) & 0xFFFF_FFFF
      let part = UInt64((UInt128(a) * UInt128(share)) >> 32)
      guard same(FixedPoint.productQ32(UInt64(a), share), part, a) else { return }
    }
    #expect(FixedPoint.productQ32(.max, 1 << 32) == .max)
    #expect(FixedPoint.scaled(-5, by: 7) == 0)
    #expect(FixedPoint.scaled(5, by: -7) == 0)
    #expect(FixedPoint.scaled(5, by: 7, over: 0) == 35)
  }
}
