import PolicyGraph
import Foundation

@testable import PolicySimulator

/// Stations with room for all who wait.
enum QueuePoints {
  /// The error of a percentile that is no chance: half a bucket of the histogram (0.8%), and the
  /// step from one request to the next in a finite sample.
  static let percentile = 0.01

  static let all: [Experiment] =
    [oneServer(rate: 500), oneServer(rate: 800)]
    + [servers(3, rate: 2100), servers(10, rate: 8000)]
    + [waits(3, rate: 2400), fixed(rate: 700), logNormal, constant, roundRobin]

  /// M/M/1: the time there is exponential of rate μ − λ.
  private static func oneServer(rate: Int) -> Experiment {
    let spare = 1000 - Double(rate)
    return Experiment(
      name: "M/M/1, ρ = \(Double(rate) / 1000)",
      policy: Texts.single(
        latency: "exponential, mean: 1ms", capacity: "servers: 1",
        traffic: "rate: \(rate)/s, for: FOR"),
      seconds: 2.5, replications: 20, warmUp: 0.5,
      points: [.init("mean time", 1 / spare, Figures.meanLatency)]
        + Figures.tails { exp(-spare * $0) })
  }

  /// M/M/c.
  private static func servers(_ c: Int, rate: Int) -> Experiment {
    let service = 0.001
    let load = Double(rate) * service
    let wait = Formulas.erlangC(c, load) * service / (Double(c) - load)
    return Experiment(
      name: "M/M/\(c), ρ = \(Double(rate / c) / 1000)",
      policy: Texts.single(
        latency: "exponential, mean: 1ms", capacity: "servers: \(c)",
        traffic: "rate: \(rate)/s, for: FOR"),
      seconds: 2000 / Double(rate), replications: 20, warmUp: 0.2,
      points: [.init("mean time", wait + service, Figures.meanLatency)]
        + Figures.tails { Formulas.sojournTail(c, load, service: service, $0) })
  }

  /// M/M/c: who waits, and how long, each request's service taken off its time.
  private static func waits(_ c: Int, rate: Int) -> Experiment {
    let service = 0.001
    let load = Double(rate) * service
    func tail(_ t: Double) -> Experiment.Point {
      let share = Formulas.erlangC(c, load) * exp(-(Double(c) - load) / service * t)
      return .init("P(wait > \(t * 1000) ms)", share) { result in
        let waits = Stories.waits(result, .exponential(mean: 1e6), after: 0.2)
        return (Double(waits.count { $0 > t * 1e9 + 2 }), Double(waits.count))
      }
    }
    return Experiment(
      name: "M/M/\(c), ρ = \(Double(rate / c) / 1000)",
      policy: Texts.single(
        latency: "exponential, mean: 1ms", capacity: "servers: \(c)",
        traffic: "rate: \(rate)/s, for: FOR"),
      seconds: 0.4, replications: 20, warmUp: 0.2, keepsStories: true,
      points: [tail(0), tail(0.001), tail(0.003)])
  }

  /// M/D/1.
  private static func fixed(rate: Int) -> Experiment {
    let rho = Double(rate) / 1000
    let wait = Formulas.meanWait(rate: Double(rate), service: 1e-3, square: 1e-6)
    return Experiment(
      name: "M/D/1, ρ = \(rho)",
      policy: Texts.single(
        latency: "fixed: 1ms", capacity: "servers: 1", traffic: "rate: \(rate)/s, for: FOR"),
      seconds: 2, replications: 20, warmUp: 0.3,
      points: [.init("mean time", wait + 1e-3, Figures.meanLatency)]
        + Figures.tails { time in
          let wait = time * 1000 - 1
          // Erlang's sum loses its digits where nobody waits that long.
          return wait > 20 ? 0 : 1 - Formulas.waitsAtMost(wait, rate: rho, service: 1)
        })
  }

  /// M/G/1 with a log-normal service of median 1 ms and 99th percentile 4 ms.
  private static let logNormal: Experiment = {
    let sigma = log(4) / 2.3263478740408408
    let mean = 1e-3 * exp(sigma * sigma / 2)
    let square = 1e-6 * exp(2 * sigma * sigma)
    return Experiment(
      name: "M/G/1, log-normal",
      policy: Texts.single(
        latency: "p50: 1ms, p99: 4ms", capacity: "servers: 1", traffic: "rate: 500/s, for: FOR"),
      seconds: 2.5, replications: 20, warmUp: 0.2,
      points: [
        .init(
          "mean time", mean + Formulas.meanWait(rate: 500, service: mean, square: square),
          Figures.meanLatency)
      ])
  }()

  /// D/M/1.
  private static let constant: Experiment = {
    let sigma = Formulas.root { exp(-$0 / 0.8) }
    return Experiment(
      name: "D/M/1, ρ = 0.8",
      policy: Texts.single(
        latency: "exponential, mean: 1ms", capacity: "servers: 1",
        traffic: "rate: 800/s, arrivals: constant, for: FOR"),
      seconds: 2, replications: 20, warmUp: 0.3,
      points: [.init("mean time", 0.001 / (1 - sigma), Figures.meanLatency)]
        + Figures.tails { exp(-1000 * (1 - sigma) * $0) })
  }()

  /// Every other arrival goes to each of two stations: E₂/M/1.
  private static let roundRobin: Experiment = {
    // Between two arrivals at one station lie two of the stream's, of rate 1.6 together.
    let sigma = Formulas.root { pow(1.6 / (1.6 + $0), 2) }
    let station = { Texts.endpoint($0, latency: "exponential, mean: 1ms", capacity: "servers: 1") }
    return Experiment(
      name: "E₂/M/1 by round-robin, ρ = 0.8",
      policy: Texts.group(
        [station("a"), station("b")],
        "active-active g { member a, weight: 1; member b, weight: 1; balance round-robin }",
        route: "degrade none", traffic: "rate: 1600/s, for: FOR"),
      seconds: 1, replications: 20, warmUp: 0.3,
      points: [
        .init("mean time", 0.001 / (1 - sigma), Figures.meanLatency),
        .init("asked of a", 0.5, allowance: 0.001, Figures.asked(0)),
      ])
  }()
}
