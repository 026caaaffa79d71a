/// An axis of values: where a value stands between its ends, and which values are written.
struct Scale {
  /// The value at the bottom.
  let low: Double
  /// The value at the top.
  let high: Double
  /// Whether equal ways are equal factors.
  let isLog: Bool
  /// The values that are written, from low to high.
  let ticks: [Double]

  /// From 0 to a round number at or above `most`, in about `count` steps of 1, 2 or 5.
  init(upTo most: Double, steps count: Int = 4) {
    let most = most.isFinite && most > 0 ? min(most, 1e12) : 1
    var step = 1e-6
    for _ in 0..<22 {
      if let fit = [1.0, 2, 5].first(where: { step * $0 * Double(count) >= most * 0.999_999 }) {
        step *= fit
        break
      }
      step *= 10
    }
    let times = max(1, Figure.whole((most / step - 1e-6).rounded(.up)))
    low = 0
    high = step * Double(times)
    isLog = false
    ticks = (0...min(times, 20)).map { Double($0) * step }
  }

  /// An axis for durations from `least` to `most`: equal factors where they differ by more than
  /// twenty times, so that the quick and the slow are both seen.
  static func durations(from least: Double, to most: Double) -> Scale {
    guard least > 0, most.isFinite, most > least * 20 else { return Scale(upTo: most) }
    let least = max(least, most / 1e9)
    var decade = 1e-9
    while decade * 10 <= least { decade *= 10 }
    let low = decade * ([5.0, 2, 1].first { decade * $0 <= least } ?? 1)
    var marks: [Double] = []
    search: for _ in 0..<24 {
      for mark in [decade, decade * 2, decade * 5] where mark >= low * 0.999 {
        marks.append(mark)
        if mark >= most * 0.999 { break search }
      }
      decade *= 10
    }
    let high = marks.last ?? most
    // With three decades and more the powers of ten say enough.
    let tens = marks.filter { isPowerOfTen($0) }
    return Scale(low: low, high: high, isLog: true, ticks: high / low > 900 ? tens : marks)
  }

  private init(low: Double, high: Double, isLog: Bool, ticks: [Double]) {
    self.low = low
    self.high = high
    self.isLog = isLog
    self.ticks = ticks
  }

  /// Where `value` stands: 0 at the bottom, 1 at the top; what lies outside, at the nearer end.
  func place(_ value: Double) -> Double {
    guard value.isFinite, high > low else { return 0 }
    let at = isLog ? Scale.log(max(value, low) / low) / Scale.log(high / low) : value / high
    return min(max(at, 0), 1)
  }

  /// The row of `value` in a chart of `height` rows, counted from above.
  func row(_ value: Double, height: Int) -> Int {
    height - Figure.whole((place(value) * Double(height)).rounded())
  }

  private static func isPowerOfTen(_ value: Double) -> Bool {
    var rest = value
    while rest < 0.999 { rest *= 10 }
    while rest > 9.99 { rest /= 10 }
    return (rest - 1).magnitude < 0.01
  }

  /// The binary logarithm, by halving: the same on every machine, where libraries differ.
  static func log(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return 0 }
    var rest = value.significand
    var out = Double(value.exponent)
    var bit = 0.5
    for _ in 0..<40 {
      rest *= rest
      if rest >= 2 {
        rest /= 2
        out += bit
      }
      bit /= 2
    }
    return out
  }
}
