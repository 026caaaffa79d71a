import Foundation
import PolicySimulator

/// Stations with little room, limits, callers without patience, and closed loops.
enum LossPoints {
  static let all: [Experiment] =
    erlang + [places(1, 4, rate: 900), places(3, 5, rate: 3000)]
    + [limit(1), limit(2), limit(5)]
    + [halfGone, leaves(dropped: true), leaves(dropped: false), impatient]
    + [loop(5, 1), loop(40, 1), loop(12, 4), endless]

  /// Erlang's loss system: only the mean of the service counts.
  private static let erlang: [Experiment] = {
    let sigma = log(4) / 2.3263478740408408
    let kinds = [
      ("M/M/5/5", "exponential, mean: 2ms", 0.002),
      ("M/D/5/5", "fixed: 2ms", 0.002),
      ("M/G/5/5, log-normal", "p50: 1ms, p99: 4ms", 0.001 * exp(sigma * sigma / 2)),
    ]
    return kinds.map { name, latency, mean in
      Experiment(
        name: name,
        policy: Texts.single(
          latency: latency, capacity: "servers: 5, queue: 0", traffic: "rate: 2000/s, for: FOR"),
        seconds: 1, replications: 20, warmUp: 0.1,
        points: [.init("turned away", Formulas.erlangB(5, 2000 * mean), Figures.rejected(0))])
    }
  }()

  /// M/M/c/K.
  private static func places(_ c: Int, _ places: Int, rate: Int) -> Experiment {
    Experiment(
      name: "M/M/\(c)/\(places)",
      policy: Texts.single(
        latency: "exponential, mean: 1ms", capacity: "servers: \(c), queue: \(places - c)",
        traffic: "rate: \(rate)/s, for: FOR"),
      seconds: 2000 / Double(rate), replications: 20, warmUp: 0.1,
      points: [
        .init(
          "turned away", Formulas.turnedAway(c, places: places, Double(rate) / 1000),
          Figures.failed)
      ])
  }

  /// A limit of `amount` in as many tenths of a second is a bucket of so many: M/D/1/K.
  ///
  /// The class is one that cools nothing, or the policy would keep away.
  private static func limit(_ amount: Int) -> Experiment {
    Experiment(
      name: "rate-limit to: \(amount)/\(amount)00ms",
      policy: """
        language 1
        class busy, executed: no, scope: request
        errors own { extends http; busy status: 429 }
        \(Texts.endpoint("a", latency: "fixed: 1ms"))
        route r { to a; effect read; deadline 10h; errors own; retry none; breaker none }
        scenario s {
          traffic r, rate: 12/s, for: FOR
          at 0s { rate-limit a, to: \(amount)/\(amount)00ms }
        }
        """,
      seconds: 100, replications: 20, warmUp: 5,
      points: [
        .init("turned away", Formulas.turnedAwayFixed(places: amount, 1.2), Figures.rejected(0))
      ])
  }

  /// Half of the servers are gone.
  private static let halfGone = Experiment(
    name: "M/M/4/4 with `capacity factor: 0.5x`",
    policy: Texts.single(
      latency: "exponential, mean: 1ms", capacity: "servers: 4, queue: 0",
      traffic: "rate: 2000/s, for: FOR", scenario: "at 0s { capacity a, factor: 0.5x }"),
    seconds: 1, replications: 20, warmUp: 0.1,
    points: [.init("turned away", Formulas.erlangB(2, 2), Figures.failed)])

  /// Callers who wait 3 ms, at one server; with `drop-abandoned` nobody works for those who left.
  private static func leaves(dropped: Bool) -> Experiment {
    let share =
      dropped
      ? Formulas.abandons(rate: 800, service: 1e-3, patience: 3e-3) : exp(-200 * 3e-3)
    return Experiment(
      name: dropped ? "M/M/1 + D, dropped" : "M/M/1, caller gone",
      policy: Texts.single(
        latency: "exponential, mean: 1ms",
        capacity: dropped ? "drop-abandoned, servers: 1" : "servers: 1",
        traffic: "rate: 800/s, for: FOR, patience: 3ms"),
      seconds: 2, replications: 20, warmUp: 0.2,
      points: [.init("given up", share, Figures.abandoned)])
  }

  /// Callers who wait 20 ms for what takes 10 ms on average, with room for all.
  private static let impatient = Experiment(
    name: "M/M/∞, patience",
    policy: Texts.single(
      latency: "exponential, mean: 10ms", traffic: "rate: 1000/s, for: FOR, patience: 20ms"),
    seconds: 1.5, replications: 20,
    points: [
      .init("given up", exp(-2), Figures.abandoned),
      .init("mean time", 0.01 * (1 - exp(-2)), Figures.meanLatency),
    ])

  /// Clients who think for 10 ms and then need one of `servers` for 1 ms on average.
  private static func loop(_ clients: Int, _ servers: Int) -> Experiment {
    let rate = Formulas.throughput(clients, think: 0.01, service: 1e-3, servers: servers)
    let seconds = 1500 / rate
    return Experiment(
      name: "closed loop, \(clients) clients, \(servers) servers",
      policy: Texts.single(
        latency: "exponential, mean: 1ms", capacity: "servers: \(servers)",
        traffic: "clients: \(clients), think: 10ms, for: FOR"),
      seconds: seconds, replications: 20, warmUp: 0.5,
      points: [
        .init("mean time", Double(clients) / rate - 0.01, Figures.meanLatency),
        .init("requests a second", rate) { result in
          (Double(result.report.total.requests), scaled(seconds))
        },
      ])
  }

  /// The same with room for all: N ÷ (think + service), whatever the distributions.
  private static let endless = Experiment(
    name: "closed loop, 50 clients, room for all",
    policy: Texts.single(
      latency: "exponential, mean: 5ms", traffic: "clients: 50, think: 45ms, for: FOR"),
    seconds: 1.5, replications: 20, warmUp: 0.5,
    points: [
      .init("requests a second", 1000) { result in
        (Double(result.report.total.requests), scaled(1.5))
      }
    ])

  /// How long traffic of so many seconds is measured.
  private static func scaled(_ seconds: Double) -> Double {
    (seconds * Experiment.scale * 1000).rounded() / 1000
  }
}
