import PolicySimulator
import TestThreads
import Testing

/// The fixtures say what a simulation could say.
@Suite(.offPool) struct FixtureTests {
  @Test(arguments: Fixtures.Sample.allCases.filter { $0 != .empty })
  func `the figures of a fixture fit together`(sample: Fixtures.Sample) {
    for scenario in sample.report.scenarios {
      #expect(scenario.runs.count == scenario.runsWanted)
      for run in scenario.runs {
        let total = run.total
        #expect(total.full + total.degraded + total.failed == total.requests)
        #expect(run.routes.count == scenario.routes.count)
        #expect(run.endpoints.count == scenario.endpoints.count)
        #expect(run.steps.count == scenario.steps.count)
        #expect(run.expectations.count == scenario.expectations.count)
      }
      for bin in scenario.timeline?.bins ?? [] {
        #expect(bin.full + bin.degraded + bin.failed == bin.offered)
        #expect(bin.endpoints.count == scenario.endpoints.count)
        #expect(bin.steps.count == scenario.steps.count)
      }
    }
  }
}
