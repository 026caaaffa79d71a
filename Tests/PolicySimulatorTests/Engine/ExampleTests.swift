import PolicyGraph
import PolicyRuntime
import PolicySimulator
import Testing

/// The scenarios that the examples ship.
@Suite struct ExampleTests {
  @Test(arguments: Policies.names)
  func `every expectation of every example holds`(name: String) throws {
    let plan = try Policies.example(name)
    for scenario in plan.graph.scenarios.ids {
      let simulation = try Simulation(plan, scenario)
      let header = simulation.header(policy: name, seed: 1, runs: 1)
      let run = simulation.run(index: 0, seed: 1).report
      #expect(header.notices.isEmpty)
      for (expectation, verdict) in zip(header.expectations, run.expectations) {
        #expect(verdict.held, "\(header.scenario): \(expectation.text): \(verdict)")
      }
    }
  }
}
