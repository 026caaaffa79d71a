import PolicySimulator

/// What `policyc test` found: text, JSON and JUnit are renderings of it, and of nothing else.
struct TestReport {
  /// The policies, in the order in which they were named.
  var files: [TestFile] = []
  /// The least share of ways that must be covered; nil if nothing is asked.
  var coverageMin: Double?

  /// Whether all is well: what the exit code says.
  var holds: Bool { files.allSatisfy { $0.holds && !falls($0) } }

  /// Whether too little of a policy is covered.
  func falls(_ file: TestFile) -> Bool {
    guard let coverageMin, file.problem == nil else { return false }
    return (file.coverage?.share ?? 0) < coverageMin
  }

  /// All checks of all scenarios.
  var checks: [TestCheck] { files.flatMap { $0.scenarios.flatMap(\.checks) } }
  /// All claims of all guarantees.
  var guarantees: [TestGuarantee] { files.flatMap(\.guarantees) }
}

/// What was found of one policy.
struct TestFile {
  /// Its path as it was named.
  var name: String
  /// Why nothing of it could be tested; nil if it could.
  var problem: String?
  var guarantees: [TestGuarantee] = []
  var scenarios: [TestScenario] = []
  /// What all runs together covered; nil if that was not asked for.
  var coverage: Coverage?
  /// Who noticed which change; nil if that was not asked for.
  var mutants: [MutantOutcome]?

  /// A policy of which nothing is known yet.
  init(name: String) { self.name = name }

  var holds: Bool {
    problem == nil && scenarios.allSatisfy(\.holds)
      && guarantees.allSatisfy { $0.holds }
  }
}

/// What came of one scenario.
struct TestScenario {
  var name: String
  /// Where it stands.
  var file: String
  var line: Int
  /// The seed of its first run.
  var seed: UInt64
  var runs: Int
  /// Why it could not be run to its end; nil if it could.
  var problem: String?
  var checks: [TestCheck] = []
  /// Notices for the reader: a fault that affects nothing, a handler without a description.
  var notices: [String] = []
  /// The command that shows more of it, without a seed.
  var command: String

  var holds: Bool { problem == nil && checks.allSatisfy(\.held) }
}

/// One thing that a policy says of itself, and whether it is so.
struct TestCheck {
  /// As the policy says it.
  var text: String
  /// The line in its scenario's file.
  var line: Int
  var held: Bool
  /// Whether nothing put it to the test, in any run.
  var vacuous: Bool
  /// The worst that was observed; nil if it did not occur.
  var observed: Double?
  var bound: Double
  var unit: ExpectationInfo.Unit
  var isAtLeast: Bool
  var heldRuns: Int
  var vacuousRuns: Int
  var runs: Int
  /// In what share of the runs it must hold.
  var inRuns: Double
  /// The seed of the first run in which it did not hold; nil if there is none.
  var failingSeed: UInt64?

  /// Judges the expectation at `place` of a scenario over its runs.
  init(_ report: ScenarioReport, _ place: Int) {
    let info = report.expectations[place]
    let verdicts = report.runs.map { ($0.seed, $0.expectations[place]) }
    let outcome = ExpectationOutcome(verdicts.map(\.1), inRuns: info.inRuns)
    text = info.text
    line = info.line
    unit = info.unit
    bound = info.bound
    isAtLeast = info.isAtLeast
    inRuns = info.inRuns
    held = outcome.holds
    vacuous = outcome.isVacuous
    heldRuns = outcome.heldRuns
    vacuousRuns = outcome.vacuousRuns
    runs = outcome.runs
    failingSeed = verdicts.first { !$0.1.held }?.0
    let tested = verdicts.map(\.1).filter { !$0.vacuous }
    // What never came to pass, and should have, is worse than any number.
    guard !tested.contains(where: { $0.observed == nil && !$0.held }) else { return }
    let values = tested.compactMap(\.observed)
    observed = info.isAtLeast ? values.min() : values.max()
  }
}
