import Foundation
import PolicySimulator

/// What comes in, and how long it takes where nobody waits.
enum ArrivalPoints {
  static let all: [Experiment] = [
    poisson, even("constant"), even("burst"), load("poisson", 0), load("constant", 0.015),
    exponential, fixed, logNormal,
    fitted, slowed,
  ]

  private static func mean(
    _ name: String, _ count: Double, _ first: Int, _ end: Int, _ allowance: Double = 0
  ) -> Experiment.Point {
    .init("mean \(name)", count, allowance: allowance, Figures.seconds(first, end) { $0 })
  }

  /// Requests in each second, of 50 on average: as scattered as their mean is large.
  private static let poisson = Experiment(
    name: "arrivals poisson",
    policy: Texts.single(latency: "fixed: 1ms", traffic: "rate: 50/s, for: FOR"), seconds: 10,
    replications: 40,
    keepsTimeline: true,
    points: [
      mean("a second", 50, 0, .max),
      .init("variance a second", 50, Figures.seconds(0, .max) { ($0 - 50) * ($0 - 50) }),
    ])

  /// Requests in each second, none more or less than one of 50; the last of all may lie behind the
  /// end.
  private static func even(_ arrivals: String) -> Experiment {
    Experiment(
      name: "arrivals \(arrivals)",
      policy: Texts.single(
        latency: "fixed: 1ms", traffic: "rate: 50/s, arrivals: \(arrivals), for: FOR"),
      seconds: 10, keepsTimeline: true,
      points: [
        mean("a second", 50, 0, .max, 0.0021),
        .init(
          "seconds of 49 to 51", 1, Figures.seconds(0, .max) { ($0 - 50).magnitude <= 1 ? 1 : 0 }),
      ])
  }

  /// Five seconds of thrice the load, two of them of 1.5 times that.
  ///
  /// A constant stream can be half a request off.
  private static func load(_ arrivals: String, _ allowance: Double) -> Experiment {
    Experiment(
      name: "load factor, \(arrivals)",
      policy: Texts.single(
        latency: "fixed: 1ms", traffic: "rate: 50/s, arrivals: \(arrivals), for: FOR",
        scenario: """
          at 2s { load r, factor: 3x, for: 5s }
          at 4s { load r, factor: 1.5x, for: 2s }
          """),
      seconds: 10, keepsTimeline: true,
      points: [
        mean("before", 50, 0, 2, allowance), mean("thrice", 150, 2, 4, allowance),
        mean("both", 225, 4, 6, allowance), mean("thrice again", 150, 6, 7, allowance),
        mean("after", 50, 7, 10, allowance),
      ])
  }

  private static func latency(
    _ name: String, _ latency: String, scenario: String = "", points: [Experiment.Point]
  ) -> Experiment {
    Experiment(
      name: name,
      policy: Texts.single(
        latency: latency, traffic: "rate: 1000/s, for: FOR", scenario: scenario),
      seconds: 1, replications: 30, points: points)
  }

  private static func percentiles(_ time: (Double) -> Double) -> [Experiment.Point] {
    [
      .init("p50", time(0.5), allowance: QueuePoints.percentile, Figures.p50),
      .init("p90", time(0.9), allowance: QueuePoints.percentile, Figures.p90),
      .init("p99", time(0.99), allowance: QueuePoints.percentile, Figures.p99),
    ]
  }

  private static let exponential = latency(
    "latency exponential", "exponential, mean: 20ms",
    points: [.init("mean", 0.02, Figures.meanLatency)] + percentiles { -0.02 * log(1 - $0) })

  private static let fixed = latency(
    "latency fixed", "fixed: 20ms", points: [.init("mean", 0.02, Figures.meanLatency)])

  /// The normal quantile of 90% and 99%.
  private static let z90 = 1.2815515655446004
  private static let z99 = 2.3263478740408408

  /// Two percentiles: both are met, and e^(μ + σ²/2) is the mean.
  private static let logNormal: Experiment = {
    let sigma = log(7.5) / z99
    return latency(
      "latency p50: 20ms, p99: 150ms", "p50: 20ms, p99: 150ms",
      points: [.init("mean", 0.02 * exp(sigma * sigma / 2), Figures.meanLatency)]
        + percentiles { p in
          p == 0.5 ? 0.02 : p == 0.99 ? 0.15 : 0.02 * exp(sigma * z90)
        })
  }()

  /// Three percentiles that no log-normal has: the straight line of least squares through their
  /// logarithms over the normal quantiles.
  private static let fitted: Experiment = {
    let z = [0, z90, z99]
    let x = [log(0.02), log(0.08), log(0.12)]
    let meanZ = z.reduce(0, +) / 3
    let meanX = x.reduce(0, +) / 3
    let sigma =
      zip(z, x).reduce(0) { $0 + ($1.0 - meanZ) * ($1.1 - meanX) }
      / z.reduce(0) { $0 + ($1 - meanZ) * ($1 - meanZ) }
    let mu = meanX - sigma * meanZ
    return latency(
      "latency of three percentiles", "p50: 20ms, p90: 80ms, p99: 120ms",
      points: [.init("mean", exp(mu + sigma * sigma / 2), Figures.meanLatency)]
        + percentiles { p in
          exp(mu + sigma * (p == 0.5 ? 0 : p == 0.9 ? z90 : z99))
        })
  }()

  private static let slowed = latency(
    "slow factor: 3x and add: 10ms", "exponential, mean: 20ms",
    scenario: "at 0s { slow a, factor: 3x; slow a, add: 10ms }",
    points: [.init("mean", 0.07, Figures.meanLatency)])
}
