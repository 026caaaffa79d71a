import TestThreads
import Testing

/// Where tests run.
@Suite(.offPool) struct SuiteTests {
  /// Tests of tasks and timers: they wait, they do not compute.
  private static let onPool = ["PolicyServiceTests", "PolicyHTTPTests", "PolicyTelemetryTests"]

  @Test func `tests that compute leave the cooperative pool free`() {
    var found = Violations(
      "add `.offPool` to the suite's traits (import TestThreads), so that the tests of the service are not delayed"
    )
    for file in Repository.swift(in: "Tests/")
    where !SuiteTests.onPool.contains(where: { file.path.hasPrefix("Tests/\($0)/") }) {
      for (index, line) in file.lines.enumerated() where line.code.trimmed.hasPrefix("@Suite") {
        let traits = file.lines[index...].prefix(2).map(\.code).joined()
        if !traits.contains(".offPool") { found.add(file, line) }
      }
      // A test without a suite has nowhere to put the trait.
      for line in file.lines where line.code.hasPrefix("@Test") { found.add(file, line) }
    }
    found.report()
  }
}
