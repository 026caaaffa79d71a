import Foundation
import PolicySimulator

/// Means and variances of the waits of every kind of backoff under every jitter, and the mean of
/// the square of what grows.
enum BackoffPoints {
  static let all: [Experiment] =
    kinds.flatMap { kind in jitters.map { experiment(kind, $0) } } + [decorrelated, capped]

  private struct Kind {
    var name: String
    var text: String
    /// The waits before jitter, in seconds.
    var waits: [Double]
  }

  private struct Jitter {
    var name: String
    /// The mean and the variance, as parts of the wait and of its square.
    var mean: Double
    var variance: Double
  }

  private static let kinds = [
    Kind(name: "constant", text: "constant base: 100ms", waits: [0.1, 0.1, 0.1]),
    Kind(name: "linear", text: "linear base: 100ms, max: 1h", waits: [0.1, 0.2, 0.3]),
    Kind(
      name: "exponential", text: "exponential base: 100ms, factor: 3x, max: 500ms",
      waits: [0.1, 0.3, 0.5]),
  ]

  private static let jitters = [
    Jitter(name: "none", mean: 1, variance: 0),
    Jitter(name: "full", mean: 1 / 2, variance: 1 / 12),
    Jitter(name: "equal", mean: 3 / 4, variance: 1 / 48),
  ]

  private static func policy(_ backoff: String) -> String {
    RetryPoints.policy(
      retry: RetryPoints.retry(4, "none", backoff), errors: "100%",
      traffic: "rate: 100/s, for: FOR")
  }

  private static func experiment(_ kind: Kind, _ jitter: Jitter) -> Experiment {
    Experiment(
      name: "backoff \(kind.name), jitter \(jitter.name)",
      policy: policy("\(kind.text); jitter \(jitter.name)"), seconds: 1, keepsStories: true,
      points: (0..<3).flatMap { n in
        let wait = kind.waits[n]
        return moments(n, wait * jitter.mean, wait * wait * jitter.variance)
      })
  }

  /// The mean and the variance of the n-th wait.
  private static func moments(_ n: Int, _ mean: Double, _ variance: Double) -> [Experiment.Point] {
    [
      .init("mean of wait \(n)", mean, Figures.wait(n) { $0 }),
      .init("variance of wait \(n)", variance, Figures.wait(n) { ($0 - mean) * ($0 - mean) }),
    ]
  }

  /// Each wait is drawn between the base and three times the wait before: moments follow from those
  /// of the wait before.
  private static let decorrelated: Experiment = {
    let base = 0.1
    var points: [Experiment.Point] = []
    var mean = base
    var square = base * base
    for n in 0..<3 {
      let (before, squareBefore) = (mean, square)
      mean = (base + 3 * before) / 2
      square = (base * base + 3 * base * before + 9 * squareBefore) / 3
      points += moments(n, mean, square - mean * mean)
    }
    return Experiment(
      name: "backoff decorrelated", policy: policy("decorrelated base: 100ms, max: 1h"),
      seconds: 1, keepsStories: true, points: points)
  }()

  /// A draw from 0.1 s to 0.3 s, held at 0.2 s.
  private static let capped = Experiment(
    name: "backoff decorrelated, max: 200ms",
    policy: policy("decorrelated base: 100ms, max: 200ms"), seconds: 1, keepsStories: true,
    points: [.init("mean of wait 0", 0.175, Figures.wait(0) { $0 })])
}
