import PolicyGraph
import PolicyLanguage
import PolicySimulator

extension Session {
  /// Every scenario of every variant, ready to be run; nil after complaints about all that is
  /// wrong.
  mutating func prepare(
    _ variants: [Variant], _ names: [String], _ options: SimulateOptions
  ) -> [SimulatedScenario]? {
    var prepared: [SimulatedScenario] = []
    var problems: [String] = []
    for variant in variants {
      var files = RequestFiles(variant.policy)
      for name in names {
        guard let id = variant.scenario(named: name) else { continue }
        let row = variant.policy.graph.scenarios[id]
        guard let found = files.find(for: id) else { continue }
        sources += found.map(\.file.path)
        do throws(SimulationError) {
          let simulation = try Simulation(variant.plan, id, traceEnds: found.map(\.end))
          let (seed, runs) = terms(name, variants, options)
          var report = simulation.header(policy: variant.policy.name, seed: seed, runs: runs)
          report.variant = variant.name
          prepared.append(
            SimulatedScenario(
              simulation: simulation, traces: found.map(\.file), stories: options.stories,
              shard: options.shard, report: report))
        } catch {
          let place = variant.policy.place(row.origin, line: error.line)
          problems.append("\(place): scenario `\(name)`: \(error.message)")
        }
      }
      problems += files.problems
    }
    if problems.isEmpty { return prepared }
    var said: [String] = []
    for problem in problems where !said.contains(problem) {
      say(problem)
      said.append(problem)
    }
    complain("nothing was simulated")
    return nil
  }

  /// The seed and the number of runs of a scenario, for all variants alike: the policy that is not
  /// `--against` states them.
  private func terms(
    _ name: String, _ variants: [Variant], _ options: SimulateOptions
  ) -> (seed: UInt64, runs: Int) {
    let stating = options.against == nil ? variants.first : variants.last
    let row = stating.flatMap { variant in
      variant.scenario(named: name).map { variant.policy.graph.scenarios[$0] }
    }
    let seed = row?.seed.map { UInt64(bitPattern: $0) }
    return (options.seed ?? seed ?? 1, options.runs ?? row.map { Int($0.runs) } ?? 1)
  }
}

/// The files of requests of one policy, each checked from beginning to end before anything runs.
struct RequestFiles {
  struct Found: Sendable {
    var file: TraceFile
    var end: Tick
  }

  private let policy: LoadedPolicy
  /// Files that are in order, for the routes that may stand in them.
  private var known: [(name: String, source: String, routes: [String], found: Found?)] = []
  private(set) var problems: [String] = []

  init(_ policy: LoadedPolicy) { self.policy = policy }

  /// The files of a scenario, in order; nil if one of them is not as it should be.
  mutating func find(for scenario: ID<Scenario>) -> [Found]? {
    let graph = policy.graph
    let routes = graph.traffic[graph.scenarios[scenario].traffic].map {
      graph.text(graph.routes[$0.route].name)
    }
    var all: [Found] = []
    var isWhole = true
    for row in graph.traffic[graph.scenarios[scenario].traffic] {
      guard let name = row.trace.map({ graph.text($0) }) else { continue }
      if let found = find(name, routes, row.origin) {
        all.append(found)
      } else {
        isWhole = false
      }
    }
    return isWhole ? all : nil
  }

  private mutating func find(_ name: String, _ routes: [String], _ origin: Origin) -> Found? {
    let source = policy.source(origin)
    if let old = known.first(where: {
      $0.name == name && $0.source == source && $0.routes == routes
    }) {
      return old.found
    }
    let found = check(name, routes, origin)
    known.append((name, source, routes, found))
    return found
  }

  private mutating func check(_ name: String, _ routes: [String], _ origin: Origin) -> Found? {
    do throws(TraceProblem) {
      let source = policy.source(origin)
      guard let below = ProgramPath.resolve(name, from: source) else {
        // The checker refuses it; an artifact may come from anywhere.
        throw TraceProblem(
          file: name, line: 0, message: "cannot be read: \(SourceFailure.outsideRoot.reason)")
      }
      let file = try TraceFile(Path(below), below: policy.folder)
      let check = try file.reader().check(routes: routes)
      problems += check.problems.map(\.told)
      if check.problems.count == TraceCheck.problemsMax {
        problems.append("\(file.name): there may be more; these are the first")
      }
      return check.problems.isEmpty ? Found(file: file, end: check.end) : nil
    } catch {
      let place = policy.place(origin, line: Int(origin.line))
      problems.append("\(place): `\(error.file)` \(error.message)")
      return nil
    }
  }
}

extension TraceProblem {
  /// `requests.csv:12: …`, as editors find it.
  var told: String { line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)" }
}
