/// The time that all charts of a scenario share.
struct TimeScale {
  /// Its length in seconds; more than 0.
  let span: Double

  /// An axis from 0 to `span`.
  init(span: Double) { self.span = span.isFinite && span > 0 ? min(span, 1e9) : 1 }

  private static let steps: [Double] = [
    0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600,
    43_200, 86_400, 172_800, 432_000, 864_000, 2_592_000, 8_640_000, 86_400_000, 200_000_000,
  ]

  /// Where `time` stands, in percent of the width; what lies outside, at the nearer end.
  func percent(_ time: Double) -> Double {
    guard time.isFinite else { return time > 0 ? 100 : 0 }
    return min(max(time / span, 0), 1) * 100
  }

  /// The instants that are written, ten steps at most; every other one only where there is room.
  var ticks: [(time: Double, isMinor: Bool)] {
    let step = TimeScale.steps.first { span / $0 <= 10 } ?? span
    let count = Figure.whole((span / step + 1e-9).rounded(.down))
    return (0...count).map { (Double($0) * step, count > 5 && $0 % 2 == 1) }
  }
}
