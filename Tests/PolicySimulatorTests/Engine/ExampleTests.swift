import PolicyGraph
import PolicyRuntime
import PolicySimulator
import TestThreads
import Testing

/// The scenarios that the examples ship.
@Suite(.offPool) struct ExampleTests {
  /// Scenarios with more requests than that are run once: chance has less say in them.
  static let small = 15_000

  @Test(arguments: Policies.names)
  func `every expectation of every example holds`(name: String) throws {
    let plan = try Policies.example(name)
    for scenario in plan.graph.scenarios.ids {
      let simulation = try Simulation(plan, scenario)
      let header = simulation.header(policy: name, seed: 1, runs: 1)
      #expect(header.notices.isEmpty)
      for seed in Seeds.all {
        let run = simulation.run(index: 0, seed: seed).report
        for (expectation, verdict) in zip(header.expectations, run.expectations) {
          #expect(
            verdict.held, "\(header.scenario), seed \(seed): \(expectation.text): \(verdict)")
        }
        if run.total.requests > ExampleTests.small { break }
      }
    }
  }

  @Test(arguments: Policies.names)
  func `what must hold in a share of the runs does`(name: String) throws {
    let plan = try Policies.example(name)
    for scenario in plan.graph.scenarios.ids {
      let simulation = try Simulation(plan, scenario)
      let runs = simulation.statedRuns
      guard runs > 1 else { continue }
      let header = simulation.header(policy: name, seed: 1, runs: runs)
      let reports = (0..<runs).map { index in
        simulation.run(index: index, seed: Simulation.seed(of: index, from: 1)).report
      }
      for (i, expectation) in header.expectations.enumerated() {
        let held = reports.count { $0.expectations[i].held }
        #expect(
          Double(held) >= expectation.inRuns * Double(runs),
          "\(header.scenario): \(expectation.text) in \(held) of \(runs)")
      }
    }
  }
}
