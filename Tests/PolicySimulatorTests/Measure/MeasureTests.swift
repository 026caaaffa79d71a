import PolicyGraph
import PolicyRuntime
import PolicySimulator
import TestThreads
import Testing

/// `failover`, `recovery` and `failback` of small simulations, which one stray answer does not
/// decide.
@Suite(.offPool) struct MeasureTests {
  /// Two endpoints, one of which stands in at once, or one alone; 0.5% of all requests are refused
  /// for what they are.
  private static func policy(_ scenario: String, alone: Bool = false) -> String {
    """
    language 1
    endpoint a { url "https://a.test"; domain provider: p; timeout attempt: 1s; latency fixed: 20ms }
    endpoint b { url "https://b.test"; domain provider: p; timeout attempt: 1s; latency fixed: 20ms }
    active-passive both { member a; member b; failback after: 5s, hold: 5s }
    breaker steady { trip consecutive: 5; cooldown 5s, jitter: 0%; probe calls: 1 }
    retry usual {
      attempts 2
      budget none
      on rejected { fail }
      otherwise { \(alone ? "degrade" : "failover") }
    }
    route r {
      to \(alone ? "a" : "both"); effect read; deadline 3s; retry usual; breaker steady; degrade none
    }
    scenario s {
      \(scenario)
    }

    """
  }

  private static let traffic = "traffic r, rate: 8/s, arrivals: poisson, for: 150s"
  private static let strays = "at 0s { errors provider: p, share: 0.5%, status: 400 }"
  private static let outage = "at 40s { outage a, for: 60s }"

  private func simulation(_ text: String) throws -> Simulation {
    try Simulation(try Policies.plan(text), ID(0))
  }

  /// What came of some seeds.
  private func runs(_ text: String, seeds: ClosedRange<UInt64> = 1...100) throws -> [RunReport] {
    let simulation = try simulation(text)
    return seeds.map { simulation.run(index: 0, seed: $0).report }
  }

  @Test func `a failover at once is told as one, whatever strays there are`() throws {
    let runs = try runs(
      MeasureTests.policy(
        [
          MeasureTests.traffic, MeasureTests.strays, MeasureTests.outage,
          "expect failover, within: 15s", "expect recovery, within: 15s",
        ].joined(separator: "\n  ")))
    #expect(runs.count { $0.total.failed > 0 } > 90, "there must be strays")
    #expect(runs.count { ($0.failover ?? 99) < 15 } >= 99)
    #expect(runs.count { ($0.recovery ?? 99) < 15 } >= 99)
    #expect(runs.count { $0.expectations.allSatisfy(\.held) } >= 99)
  }

  @Test func `an outage without a failover lasts as long as it does`() throws {
    for strays in ["", MeasureTests.strays] {
      let runs = try runs(
        MeasureTests.policy(
          [
            MeasureTests.traffic, strays, MeasureTests.outage, "expect failover, within: 54s",
          ].joined(separator: "\n  "), alone: true), seeds: 1...50)
      for run in runs {
        let failover = try #require(run.failover)
        #expect((55...60).contains(failover), "seed \(run.seed)")
        #expect(!run.expectations[0].held && !run.expectations[0].vacuous)
        #expect(try #require(run.recovery) < 15, "seed \(run.seed)")
      }
    }
  }

  @Test func `a storm that never ends never recovers`() throws {
    let runs = try runs(
      """
      language 1
      endpoint a {
        url "https://a.test"; timeout attempt: 400ms
        capacity servers: 2
        latency fixed: 100ms
      }
      backoff short { constant base: 10ms }
      retry usual { attempts 4; budget none; otherwise { same-endpoint times: 3, backoff: short } }
      route r { to a; effect read; deadline 5s; retry usual; degrade none; breaker none }
      scenario s {
        traffic r, rate: 14/s, arrivals: poisson, for: 45s
        at 5s { slow a, factor: 10x, for: 8s }
        expect recovery, within: 10m
      }

      """)
    for run in runs {
      #expect(run.neverRecovered && run.recovery == nil, "seed \(run.seed)")
      #expect(run.expectations[0].observed == nil)
      #expect(!run.expectations[0].held && !run.expectations[0].vacuous)
    }
  }

  @Test func `a fault that hurts nobody has no failover and no recovery`() throws {
    let text = MeasureTests.policy(
      [MeasureTests.traffic, MeasureTests.outage].joined(separator: "\n  "))
    for run in try runs(text, seeds: 1...5) {
      #expect(run.failover == 0)
      #expect(run.recovery == 0)
      #expect(!run.neverRecovered)
    }
  }

  @Test func `a fault to the end of the run has a failover and no recovery`() throws {
    let text = MeasureTests.policy(
      """
      traffic r, rate: 8/s, arrivals: constant, for: 60s
        at 40s { outage a }
        expect failover, within: 15s
        expect recovery, within: 15s
      """, alone: true)
    let run = try #require(try runs(text, seeds: 1...1).first)
    #expect(run.failover == 20)
    #expect(run.recovery == nil && !run.neverRecovered)
    #expect(!run.expectations[0].held && !run.expectations[0].vacuous)
    #expect(!run.expectations[1].held && run.expectations[1].vacuous)
  }

  @Test func `of faults that overlap the last to begin is to blame`() throws {
    let text = MeasureTests.policy(
      """
      traffic r, rate: 8/s, arrivals: constant, for: 120s
        at 10s { errors a, share: 1%, status: 400, for: 100s }
        at 40s { outage a, for: 20s }
      """, alone: true)
    let run = try #require(try runs(text, seeds: 1...1).first)
    #expect(run.failover == 20)
  }

  @Test func `what is missed is missed, though nothing put it to the test`() throws {
    let text = MeasureTests.policy(
      """
      traffic r, rate: 8/s, arrivals: constant, for: 30s
        at 50s { outage a, for: 5s }
        expect availability, at-least: 50%
        expect attempts, to: a, at-most: 1/s
        expect duplicates, at-most: 0
        expect failover, within: 5s
      """)
    let run = try #require(try runs(text, seeds: 1...1).first)
    let found = run.expectations.map { $0.held ? "held" : $0.vacuous ? "vacuous" : "missed" }
    #expect(found == ["vacuous", "missed", "vacuous", "vacuous"])
  }

  @Test func `a holder that a stray answer moves is back all the same`() throws {
    let text = MeasureTests.policy(
      [MeasureTests.traffic, MeasureTests.strays, MeasureTests.outage].joined(separator: "\n  "))
    for run in try runs(text, seeds: 1...10) {
      #expect(try #require(run.failback) < 20, "seed \(run.seed)")
    }
  }
}
