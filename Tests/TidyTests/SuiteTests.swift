import TestThreads
import Testing

/// Where tests run.
@Suite(.offPool) struct SuiteTests {
  /// The trait of suites whose tests wait for timers and sockets; those behind a package trait run
  /// alone, and need none.
  private static let onPool = [
    "PolicyServiceTests": ".inTurn", "PolicyHTTPTests": "", "PolicyTelemetryTests": "",
  ]

  @Test func `tests that compute leave the cooperative pool free, and the others take turns`() {
    var found = Violations(
      "add `.offPool` (import TestThreads) to the traits of a suite that computes, `.inTurn` to one of the service"
    )
    for file in Repository.swift(in: "Tests/") where !file.path.hasPrefix("Tests/Fuzz/") {
      let trait = SuiteTests.onPool[file.module] ?? ".offPool"
      for (index, line) in file.lines.enumerated() where line.code.trimmed.hasPrefix("@Suite") {
        let traits = file.lines[index...].prefix(2).map(\.code).joined()
        if !trait.isEmpty, !traits.contains(trait) { found.add(file, line) }
      }
      // A test without a suite has nowhere to put the trait.
      for line in file.lines where line.code.hasPrefix("@Test") { found.add(file, line) }
    }
    found.report()
  }
}
