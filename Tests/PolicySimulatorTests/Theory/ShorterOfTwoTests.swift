import Foundation
import PolicySimulator
import TestThreads
import Testing

/// `least-loaded` among many stations, of which theory knows the limit.
@Suite(.offPool) struct ShorterOfTwoTests {
  private static let stations = 50

  private static func experiment(load: Double) -> Experiment {
    let names = (1...stations).map { "e\($0)" }
    let members = names.map { "member \($0)" }.joined(separator: "; ")
    let rate = Int((Double(stations) * load * 10).rounded())
    return Experiment(
      name: "least-loaded of \(stations), ρ = \(load)",
      policy: Texts.group(
        names.map {
          Texts.endpoint($0, latency: "exponential, mean: 100ms", capacity: "servers: 1")
        },
        "active-active g { \(members); balance least-loaded }", route: "degrade none",
        traffic: "rate: \(rate)/s, for: FOR"),
      seconds: 4, replications: 12, warmUp: 3, points: [])
  }

  @Test(arguments: [0.5, 0.8])
  func `the shorter of two queues is joined`(load: Double) throws {
    let experiment = ShorterOfTwoTests.experiment(load: load)
    let engine = Estimate(try experiment.run(seed: 1).map(Figures.meanLatency))
    let chain = ShorterOfTwo(stations: ShorterOfTwoTests.stations, load: load)
    let jumps = Int(20_000 * Experiment.scale)
    let exact = Estimate(
      (1...12).map { chain.meanTime(jumps: jumps, warmUp: 10_000, seed: UInt64($0)) })
    let both = (engine.error * engine.error + exact.error * exact.error / 100).squareRoot()
    let sigma = (engine.mean - exact.mean / 10).magnitude / both
    let limit = Formulas.supermarket(load) / 10
    print(
      "theory | \(experiment.name) | mean time, beside a Markov chain |",
      String(
        format: "%.6g | %.6g | %.2g | | %.2f |", exact.mean / 10, engine.mean, both, sigma))
    #expect(sigma <= 3)
    // Fifty are not infinitely many: their mean lies 0.3% above the limit at ρ = 0.5, and 1.3% at
    // 0.8, by the chain.
    let far = engine.distance(to: limit, allowance: 0.02 * limit)
    print(
      "theory | \(experiment.name) | mean time, infinitely many |",
      String(format: "%.6g | %.6g | %.2g | 2.0%% | %.2f |", limit, engine.mean, engine.error, far))
    #expect(far <= 3)
  }
}
