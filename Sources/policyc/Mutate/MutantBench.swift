import PolicyGraph
import PolicyLanguage
import PolicyRuntime
import PolicySimulator

/// Looks whether anybody notices a change of a policy: the compiler, then its scenarios, each run
/// once with the seed it had before, the cheapest first, until an expectation fails that held.
struct MutantBench: Sendable {
  /// One scenario as it was before the change.
  private struct Course: Sendable {
    var id: ID<Scenario>
    var name: String
    var seed: UInt64
    var traces: [RequestFiles.Found]
    /// The expectations that held in its first run.
    var held: [(place: Int, text: String, line: Int)]
    /// What the first run took, in attempts and requests.
    var cost: Int
  }

  private let root: Path
  private let name: String
  private let sources: [SourceFile]
  private let settings: [Setting]
  private let courses: [Course]
  private let mutants: [Mutant]

  /// The changes of a policy whose scenarios have run.
  init(_ subject: TestSubject) {
    root = subject.input.root
    name = subject.input.name
    sources = subject.sources
    settings = subject.settings
    courses = subject.courses.compactMap { course in
      guard let first = course.report.runs.first(where: { $0.index == 0 }) else { return nil }
      let held = course.wanted.filter { first.expectations[$0].held }.map { place in
        let info = course.report.expectations[place]
        return (place, info.text, info.line)
      }
      if held.isEmpty { return nil }
      return Course(
        id: course.id, name: course.name, seed: course.seed, traces: course.traces, held: held,
        cost: first.total.requests + first.total.attempts)
    }.sorted { ($0.cost, $0.id) < ($1.cost, $1.id) }
    let sources = sources
    mutants = Mutants.of(name, settings: settings) { path in
      MutantBench.text(of: path, in: sources)
    }
  }

  /// Looks at all changes; nil without a thread.
  func run(threads: Int, progress: (Double) -> Void) -> [MutantOutcome]? {
    let bench = self
    let workers = Workers<MutantOutcome.Verdict>(count: mutants.count, threads: threads) {
      index, watch in
      bench.judge(bench.mutants[index], watch)
    }
    var outcomes: [MutantOutcome] = []
    let total = Double(max(1, mutants.count))
    let end = workers.run(
      receive: { index, verdict in
        let mutant = mutants[index]
        outcomes.append(
          MutantOutcome(
            mutant: mutant, file: root.appending(Path(mutant.file)).shown, verdict: verdict))
        return true
      }, progress: { progress($0 / total) })
    guard case .done = end else { return nil }
    return outcomes
  }

  private static func text(
    of path: String, in sources: [SourceFile]
  ) -> Result<[UInt8], SourceFailure> {
    sources.first { $0.name == path }.map { .success($0.bytes) } ?? .failure(.missing)
  }

  private func judge(
    _ mutant: Mutant, _ watch: Workers<MutantOutcome.Verdict>.Watch
  ) -> MutantOutcome.Verdict {
    let compilation = compile(name, settings: settings) { path in
      MutantBench.text(of: path, in: sources).map {
        path == mutant.file ? mutant.applied(to: $0) : $0
      }
    }
    guard let graph = compilation.sealed() else {
      let error = compilation.report.diagnostics.first { $0.severity == .error }
      return .refused(code: error?.code.id, message: error?.message ?? "it does not compile")
    }
    let plan = Plan(graph)
    for course in courses {
      do throws(SimulationError) {
        let simulation = try Simulation(plan, course.id, traceEnds: course.traces.map(\.end))
        if let noticed = try notice(simulation, course, watch) { return noticed }
      } catch {
        return .refused(code: nil, message: error.message)
      }
    }
    return .survives
  }

  private func notice(
    _ simulation: Simulation, _ course: Course,
    _ watch: Workers<MutantOutcome.Verdict>.Watch
  ) throws(SimulationError) -> MutantOutcome.Verdict? {
    var options = RunOptions()
    options.keepsTimeline = false
    options.goesOn = { watch.goesOn($0) }
    do throws(TraceProblem) {
      for trace in course.traces { options.traces.append(try trace.file.reader()) }
    } catch {
      return .refused(code: nil, message: error.told)
    }
    let verdicts = simulation.run(index: 0, seed: course.seed, options: options).report.expectations
    return course.held.first { verdicts.indices.contains($0.place) && !verdicts[$0.place].held }
      .map { .expectation(scenario: course.name, text: $0.text, line: $0.line) }
  }
}
