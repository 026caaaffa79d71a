import PolicyGraph
import PolicyLanguage
import PolicyRuntime
import PolicySimulator

/// A policy whose scenarios are to be run.
struct TestSubject {
  /// One scenario, and which of its expectations are looked at.
  struct Course {
    let id: ID<Scenario>
    let simulation: Simulation?
    /// What is wrong with the scenario; nil if it can be run.
    let problem: String?
    let name: String
    let file: String
    let line: Int
    let seed: UInt64
    let traces: [RequestFiles.Found]
    /// What is known before it runs, and its runs.
    var report: ScenarioReport
    /// The places of the expectations that are looked at.
    var wanted: [Int]
  }

  let input: Input
  let settings: [Setting]
  let root: Path?
  /// The files of the program, as they were compiled.
  let sources: [SourceFile]
  let plan: Plan?
  var file: TestFile
  var courses: [Course] = []
  /// The guarantees that are proved, in their order.
  var guarantees: [ID<Guarantee>] = []

  /// A policy, compiled.
  init(_ input: Input, _ built: Built, _ settings: [Setting], _ options: TestOptions) {
    self.input = input
    self.settings = settings
    root = options.root
    sources = built.compilation.report.files.filter { built.read.contains($0.name) }
    file = TestFile(name: input.path.shown)
    guard let graph = built.compilation.sealed() else {
      plan = nil
      file.problem = "it has errors"
      return
    }
    plan = Plan(graph)
    if options.keepsCoverage { file.coverage = CoverageMap(graph).recorder().coverage() }
    guarantees = Array(graph.guarantees.ids)
    let path = input.isFile ? input.path : Path.standard
    var files = RequestFiles(LoadedPolicy(graph: graph, path: path, root: input.root))
    courses = graph.scenarios.ids.compactMap { course($0, &files, options.seed) }
  }

  private func course(
    _ id: ID<Scenario>, _ files: inout RequestFiles, _ seed: UInt64?
  ) -> Course? {
    guard let plan else { return nil }
    let (graph, row) = (plan.graph, plan.graph.scenarios[id])
    let name = graph.text(row.name)
    let first = seed ?? row.seed.map { UInt64(bitPattern: $0) } ?? 1
    let known = files.problems.count
    let found = files.find(for: id)
    let wrong = graph.problems(of: id, traceEnds: found?.map(\.end))
    let simulation = found.flatMap { try? Simulation(plan, id, traceEnds: $0.map(\.end)) }
    var problems = files.problems[known...].map(\.text)
    if found == nil, problems.isEmpty { problems = ["its request file cannot be used"] }
    problems += wrong.map(\.text)
    let origin = wrong.first?.origin ?? row.origin
    let report =
      simulation?.header(policy: file.name, seed: first, runs: Int(row.runs))
      ?? ScenarioReport(
        policy: file.name, digest: "", scenario: name, seed: first, runsWanted: Int(row.runs))
    let place = Path(graph.text(graph.sources[origin.file].name))
    return Course(
      id: id, simulation: simulation,
      problem: problems.isEmpty ? nil : problems.joined(separator: "; "), name: name,
      file: input.root.appending(place).shown, line: Int(origin.line), seed: first,
      traces: found ?? [],
      report: report, wanted: Array(report.expectations.indices))
  }
}
