import PolicyGraph
import PolicyRuntime
import PolicyVerifier
import TestThreads
import Testing

@testable import PolicySimulator

/// No request of a simulated day does more, or takes longer, than what was proved of all requests.
@Suite(.offPool) struct BoundsOfSimulationTests {
  /// How many random policies; `SIMULATED_POLICIES` says otherwise.
  static let policies = Scale.number("SIMULATED_POLICIES", usual: 6)
  /// How many requests of each; `SIMULATED_REQUESTS` says otherwise.
  static let requests = Scale.number("SIMULATED_REQUESTS", usual: 6_000)

  @Test(arguments: 0..<2) func `no simulated request exceeds a proved bound`(part: Int) throws {
    let scale = Scale(BoundsOfSimulationTests.policies, part: part, of: 2)
    var proved = 0
    var reached = 0
    for seed in scale.seeds where proved < scale.count {
      let text = SimulatedPolicy(seed, requests: BoundsOfSimulationTests.requests).text
      // Some have a deadline too short for their last endpoint, and are refused.
      guard let graph = try? Policies.graph(text) else { continue }
      var prover = Prover(graph, effort: Effort(states: 60_000, events: 300_000))
      guard let bounds = try? prover.bounds(of: ID(0)) else { continue }
      let simulation = try Simulation(Plan(graph), ID(0))
      var options = RunOptions()
      options.keepsTimeline = false
      let run = simulation.run(index: 0, seed: seed, options: options)
      try #require(run.report.total.requests * 10 > BoundsOfSimulationTests.requests * 9)
      proved += 1
      #expect(run.attemptsMost <= bounds.attempts, "seed \(seed): attempts, of\n\(text)")
      #expect(run.longest <= bounds.latency, "seed \(seed): latency, of\n\(text)")
      if graph.routes.rows[0].effect == .once, !bounds.repeats {
        #expect(run.report.duplicates == 0, "seed \(seed): carried out twice, of\n\(text)")
      }
      // A bound that no bad day comes near would say little of either.
      if run.attemptsMost == bounds.attempts { reached += 1 }
    }
    #expect(proved == scale.count, "too little is proved")
    #expect(reached * 2 > proved, "bounds are met by \(reached) of \(proved)")
  }
}
