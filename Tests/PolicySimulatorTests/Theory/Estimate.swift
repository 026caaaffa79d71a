import Foundation

/// A ratio of two sums, estimated from independent replications.
///
/// The mean of what requests took is such a ratio: their sum by their number, both random. The
/// ratio of the sums has a bias of order 1/N where the mean of the ratios has one for each run
/// (Law: Simulation Modeling and Analysis, 5th ed., 2015, section 9.5.3).
struct Estimate: Sendable {
  /// The estimate.
  let mean: Double
  /// The standard error, from the replications themselves.
  let error: Double
  /// The estimates of each replication.
  let parts: [Double]

  init(_ pairs: [(Double, Double)]) {
    let count = Double(pairs.count)
    let above = pairs.reduce(0) { $0 + $1.0 }
    let below = pairs.reduce(0) { $0 + $1.1 }
    let ratio = above / below
    let squares = pairs.reduce(0) { $0 + ($1.0 - ratio * $1.1) * ($1.0 - ratio * $1.1) }
    mean = ratio
    error = (squares / (count * (count - 1))).squareRoot() / (below / count)
    parts = pairs.map { $0.0 / $0.1 }
  }

  /// How many sigma it is away from `theory`, beyond what is allowed for.
  ///
  /// Standard errors out of few replications are uncertain themselves: the distance in standard
  /// errors is Student's t, told as the normal deviate of the same probability (Wallace, 1959; off
  /// by less than 0.01 here). Three sigma are 99.73%, however few replications there are.
  func distance(to theory: Double, allowance: Double) -> Double {
    let away = (mean - theory).magnitude - allowance
    if away <= theory.magnitude * 1e-9 { return 0 }
    if error == 0 { return .infinity }
    let t = away / error
    let freedom = Double(parts.count - 1)
    let factor = (8 * freedom + 1) / (8 * freedom + 3)
    return factor * (freedom * log(1 + t * t / freedom)).squareRoot()
  }
}
