import PolicyGraph
import PolicyLanguage
import PolicyRuntime
import PolicySimulator
import PolicyVerifier

/// Looks whether anybody notices a change of a policy: the compiler, then its scenarios, each run
/// once with the seed it had before, the cheapest first, until an expectation fails that held; and
/// then its guarantees, until one fails that was proved.
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

  /// One guarantee that held before the change.
  private struct Proved: Sendable {
    var id: ID<Guarantee>
    var route: String
    var text: String
    var line: Int
  }

  private let root: Path
  private let name: String
  private let sources: [SourceFile]
  private let settings: [Setting]
  private let courses: [Course]
  /// The guarantees that were proved, in the order of their routes.
  private let proved: [Proved]
  private let mutants: [Mutant]

  /// The changes of a policy whose scenarios have run, and whose guarantees were asked.
  init(_ subject: TestSubject, _ guarantees: [TestGuarantee]) {
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
    proved = guarantees.filter(\.holds).map {
      Proved(
        id: $0.proof.guarantee, route: $0.route,
        text: subject.plan?.graph.text(of: $0.proof.guarantee) ?? "", line: $0.line)
    }
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
      bench.check(bench.mutants[index], watch)
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

  private func check(
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
    return broken(plan, watch) ?? .unnoticed
  }

  /// The first guarantee that was proved, and that the changed policy does not keep.
  private func broken(
    _ plan: Plan, _ watch: Workers<MutantOutcome.Verdict>.Watch
  ) -> MutantOutcome.Verdict? {
    let graph = plan.graph
    var prover = Prover(plan, effort: PolicyDiff.effort)
    for claim in proved where watch.goesOn(0) {
      // A claim keeps its place, unless the change took away one before it.
      guard graph.guarantees.ids.contains(claim.id), graph.text(of: claim.id) == claim.text,
        prover.prove(claim.id).verdict == .fails
      else { continue }
      return .guarantee(route: claim.route, text: claim.text, line: claim.line)
    }
    return nil
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
