import Foundation
import PolicySimulator

/// Retries: how many, how long they wait, what a budget leaves of them.
enum RetryPoints {
  static let all: [Experiment] =
    [amplified(2, 0.3), amplified(4, 0.5), amplified(8, 0.7)]
    + [budget(0.95), budget(0.6), budget(0.1), minimum, twice]

  static func retry(_ attempts: Int, _ budget: String, _ backoff: String) -> String {
    """
    backoff k { \(backoff) }
    retry t {
      attempts \(attempts)
      budget \(budget)
      on unavailable { same-endpoint times: \(attempts - 1), backoff: k }
      otherwise { fail }
    }
    """
  }

  static func policy(
    retry: String, errors: String, effect: String = "read", traffic: String
  ) -> String {
    """
    language 1
    \(Texts.endpoint("a", latency: "fixed: 1ms"))
    \(retry)
    route r { to a; effect \(effect); deadline 100h; errors http; retry t; breaker none }
    scenario s {
      traffic r, \(traffic)
      at 0s { errors a, share: \(errors), status: 500 }
    }
    """
  }

  /// Attempts 1 + f + f² + … and what is left to fail; each wait of the full jitter is half of 10
  /// ms on average.
  private static func amplified(_ n: Int, _ f: Double) -> Experiment {
    let attempts = Formulas.attempts(n, f)
    return Experiment(
      name: "\(n) attempts, f = \(f)",
      policy: policy(
        retry: retry(n, "none", "constant base: 10ms"), errors: "\(Int(f * 100))%",
        traffic: "rate: 1000/s, for: FOR"),
      seconds: 1, replications: 20,
      points: [
        .init("attempts", attempts, Figures.attempts),
        .init("failed", pow(f, Double(n)), Figures.failed),
        .init("mean time", attempts * 1e-3 + (attempts - 1) * 5e-3, Figures.meanLatency),
      ])
  }

  /// A budget of 20% in windows of one second.
  ///
  /// `BudgetWindow` counts tokens in eleven buckets and first attempts in ten: of the share b ten
  /// elevenths are given out. What asks for fewer gets them all.
  private static func budget(_ f: Double) -> Experiment {
    let isBound = f / (1 - f) > 0.2
    let attempts = isBound ? 1 + 0.2 * 10 / 11 : Formulas.attempts(5, f)
    return Experiment(
      name: "budget 20%, f = \(f)",
      policy: policy(
        retry: retry(5, "20%, min: 1/30d, over: 1s", "constant base: 1ms"),
        errors: "\(Int((f * 100).rounded()))%", traffic: "rate: 2000/s, for: FOR"),
      seconds: 1.1, replications: 12, warmUp: 1.1,
      points: [
        .init("attempts", attempts, allowance: isBound ? 0.001 : 0, Figures.attempts),
        .init(
          "availability", min(1, (1 - f) * attempts), allowance: 0.001, Figures.availability),
      ])
  }

  /// The least that a budget allows, whatever the traffic: 55 a second, ten elevenths of it.
  private static let minimum = Experiment(
    name: "budget 10%, min: 55/s, f = 1",
    policy: policy(
      retry: retry(2, "10%, min: 55/s, over: 1s", "constant base: 1ms"), errors: "100%",
      traffic: "rate: 1000/s, for: FOR"),
    seconds: 1.1, replications: 12, warmUp: 1.1,
    points: [
      .init("attempts", 1 + (0.1 + 0.055) * 10 / 11, allowance: 0.001, Figures.attempts)
    ])

  /// Half of what fails as *maybe* had been carried out: two attempts of which the first was, and
  /// the second is.
  private static let twice: Experiment = {
    let f = 0.4
    return Experiment(
      name: "carried out twice, f = \(f)",
      policy: policy(
        retry: retry(2, "none", "constant base: 1ms"), errors: "40%", effect: "idempotent",
        traffic: "rate: 1000/s, for: FOR"),
      seconds: 1, replications: 20,
      points: [.init("duplicates", f / 2 * (1 - f / 2), Figures.duplicates)])
  }()
}
