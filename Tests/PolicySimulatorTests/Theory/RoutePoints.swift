import Foundation
import PolicySimulator

/// What several endpoints make of it: redundancy, ladders, hedges, weights, spilling over.
enum RoutePoints {
  static let all: [Experiment] =
    [redundant, ladder, hedged(0.05), hedged(0.2), flapping]
    + [weights("random", 0), weights("round-robin", 0.005), weights("sticky, by: user", 0)]
    + [spills(up: 2, of: 4), spills(up: 1, of: 4), levels]

  private static func failing(_ name: String) -> String {
    Texts.endpoint(name, latency: "fixed: 1ms")
  }

  private static let failover = """
    retry t { attempts 3; budget none; on unavailable { failover }; otherwise { fail } }
    """

  /// Three endpoints whose errors have nothing to do with each other.
  private static let redundant = Experiment(
    name: "three endpoints, f = 30%, 20%, 50%",
    policy: Texts.group(
      ["a", "b", "c"].map(failing),
      "active-passive g { member a; member b; member c; failback at-once }", retry: failover,
      route: "retry t; degrade none", traffic: "rate: 1000/s, for: FOR",
      scenario: """
        at 0s { errors a, share: 30%, status: 500; errors b, share: 20%, status: 500 }
        at 0s { errors c, share: 50%, status: 500 }
        """),
    seconds: 1, replications: 20,
    points: [
      .init("availability", 1 - 0.3 * 0.2 * 0.5, Figures.availability),
      .init("answered by b", 0.3 * 0.8, Figures.answered(1)),
      .init("answered by c", 0.06 * 0.5, Figures.answered(2)),
      .init("attempts", 1.36, Figures.attempts),
    ])

  /// A ladder of the cache and a text.
  private static let ladder = Experiment(
    name: "ladder, f = 30% · 60%",
    policy: Texts.group(
      ["a", "b"].map(failing), "active-passive g { member a; member b; failback at-once }",
      retry: """
        \(failover)
        degrade d {
          step cached { serve cache, max-age: 1h, within: 500ms }
          step sorry { serve text: "sorry", status: 503 }
        }
        """,
      route: "retry t; degrade d", traffic: "rate: 1000/s, for: FOR",
      scenario: """
        given cache, served: 40%, takes: 2ms
        at 0s { errors a, share: 30%, status: 500; errors b, share: 60%, status: 500 }
        """),
    seconds: 1, replications: 20,
    points: [
      .init("availability", 0.82, Figures.availability),
      .init("by the cache", 0.18 * 0.4, Figures.step(0)),
      .init("by the text", 0.18 * 0.6, Figures.step(1)),
      .init("mean time", 0.0013 + 0.18 * 0.002, Figures.meanLatency),
    ])

  /// The sooner of two exponential answers of mean 100 ms, of which the second is asked after
  /// `delay`: P(T > t) = e^(−t) before it, e^(−t − (t − d)) after it.
  private static func hedged(_ delay: Double) -> Experiment {
    let mean = 0.1
    let late = exp(-delay / mean)
    func time(_ share: Double) -> Double {
      share >= late ? -mean * log(share) : (delay - mean * log(share)) / 2
    }
    let endpoint = { Texts.endpoint($0, latency: "exponential, mean: 100ms") }
    return Experiment(
      name: "hedge after \(Int(delay * 1000)) ms",
      policy: Texts.group(
        [endpoint("a"), endpoint("b")], "active-active g { member a; member b; balance random }",
        retry: "retry t { attempts 2; budget none; otherwise { fail } }",
        route: "retry t; hedge after: \(Int(delay * 1000))ms, max: 1; degrade none",
        traffic: "rate: 1000/s, for: FOR"),
      seconds: 2, replications: 20,
      points: [
        .init("mean time", mean * (1 - late) + late * mean / 2, Figures.meanLatency),
        .init("attempts", 1 + late, Figures.attempts),
        .init("p50", time(0.5), allowance: QueuePoints.percentile, Figures.p50),
        .init("p90", time(0.1), allowance: QueuePoints.percentile, Figures.p90),
        .init("p99", time(0.01), allowance: QueuePoints.percentile, Figures.p99),
      ])
  }

  /// Down for 1 s of every 4 s; an answer takes 0.1 s, and those under way break too.
  private static let flapping = Experiment(
    name: "flap up: 3s, down: 1s",
    policy: Texts.single(
      latency: "fixed: 100ms", traffic: "rate: 100/s, for: FOR",
      scenario: "at 0s { flap a, up: 3s, down: 1s }"),
    seconds: 8, replications: 20,
    points: [.init("failed", 1.1 / 4, Figures.failed)])

  private static func weights(_ balance: String, _ allowance: Double) -> Experiment {
    Experiment(
      name: "weights 5 : 3 : 2, \(balance)",
      policy: Texts.group(
        ["a", "b", "c"].map { Texts.endpoint($0, latency: "fixed: 1us") },
        """
        active-active g {
          member a, weight: 5; member b, weight: 3; member c, weight: 2
          balance \(balance)
        }
        """, route: "degrade none", traffic: "rate: 1000/s, for: FOR"),
      seconds: 1, replications: 20,
      points: [
        .init("asked of a", 0.5, allowance: allowance, Figures.asked(0)),
        .init("asked of b", 0.3, allowance: allowance, Figures.asked(1)),
        .init("asked of c", 0.2, allowance: allowance, Figures.asked(2)),
      ])
  }

  // MARK: spilling over

  private static func probed(_ name: String) -> String {
    Texts.endpoint(
      name, latency: "fixed: 1ms",
      more:
        "; domain state: up-\(name); probe every: 1s, timeout: 500ms, down-after: 1, up-after: 1")
  }

  private static func tier(_ name: String, _ members: [String]) -> String {
    let members = members.map { "member \($0)" }.joined(separator: "; ")
    return "active-active \(name) { \(members); balance random }"
  }

  private static let passive = "failover overprovisioning: 1.4x; failback at-once"

  /// A tier of which `up` of `of` endpoints are up keeps 1.4 times that share.
  private static func spills(up: Int, of: Int) -> Experiment {
    let names = ["a", "b", "c", "d"].prefix(of)
    let down = names.suffix(of - up).map { "outage \($0)" }.joined(separator: "; ")
    let share = (1.4 * Double(up) / Double(of) * 100).rounded(.down) / 100
    return Experiment(
      name: "\(up) of \(of) up, overprovisioning 1.4x",
      policy: Texts.group(
        names.map { probed($0) } + [probed("z")],
        """
        \(tier("first", Array(names)))
        active-passive g { member first; member z; \(passive) }
        """, route: "degrade none", traffic: "rate: 1000/s, for: FOR",
        scenario: "at 0s { \(down) }"),
      seconds: 1, replications: 12, warmUp: 2,
      points: [.init("spilled over", 1 - share, Figures.asked(of))])
  }

  /// Levels of 25%, 25% and 100%: 35, 35 and 30 of 100, as Envoy has it.
  private static let levels: Experiment = {
    let first = ["a", "b", "c", "d"]
    let second = ["e", "f", "h", "i"]
    let down = (first.dropFirst() + second.dropFirst()).map { "outage \($0)" }
    return Experiment(
      name: "tiers 25%, 25%, 100% up",
      policy: Texts.group(
        (first + second + ["z"]).map { probed($0) },
        """
        \(tier("one", first))
        \(tier("two", second))
        active-passive g { member one; member two; member z; \(passive) }
        """, route: "degrade none", traffic: "rate: 1000/s, for: FOR",
        scenario: "at 0s { \(down.joined(separator: "; ")) }"),
      seconds: 1, replications: 12, warmUp: 2,
      points: [
        .init("asked of the first", 0.35, Figures.asked(0)),
        .init("asked of the second", 0.35, Figures.asked(4)),
        .init("asked of the third", 0.3, Figures.asked(8)),
      ])
  }()
}
