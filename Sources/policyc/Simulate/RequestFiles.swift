import PolicyGraph
import PolicyLanguage
import PolicySimulator

/// The files of requests of one policy, each checked from beginning to end before anything runs.
struct RequestFiles {
  struct Found: Sendable {
    var file: TraceFile
    var end: Tick
  }

  /// What is wrong with a file.
  struct Problem {
    /// The traffic that names it.
    let traffic: ID<Traffic>
    /// What is wrong, with the file and, if it has one, its line.
    let text: String
    /// Whether the file as a whole cannot be read: the place to change is in the policy.
    let isWhole: Bool

    /// As editors find it.
    func told(in policy: LoadedPolicy) -> String {
      isWhole ? "\(policy.place(policy.graph.traffic[traffic].origin)): \(text)" : text
    }
  }

  private let policy: LoadedPolicy
  /// Files that are in order, for the routes that may stand in them.
  private var known: [(name: String, source: String, routes: [String], found: Found?)] = []
  private(set) var problems: [Problem] = []

  init(_ policy: LoadedPolicy) { self.policy = policy }

  /// What is wrong with the file of each stream of traffic of a policy.
  static func problems(in policy: LoadedPolicy) -> [[String]] {
    var files = RequestFiles(policy)
    for id in policy.graph.scenarios.ids { _ = files.find(for: id) }
    var texts = [[String]](repeating: [], count: policy.graph.traffic.count)
    for problem in files.problems { texts[problem.traffic.index].append(problem.text) }
    return texts
  }

  /// The files of a scenario, in order; nil if one of them is not as it should be.
  mutating func find(for scenario: ID<Scenario>) -> [Found]? {
    let graph = policy.graph
    let routes = graph.traffic[graph.scenarios[scenario].traffic].map {
      graph.text(graph.routes[$0.route].name)
    }
    var all: [Found] = []
    var isWhole = true
    for id in graph.scenarios[scenario].traffic {
      guard let name = graph.traffic[id].trace.map({ graph.text($0) }) else { continue }
      if let found = find(name, routes, id) {
        all.append(found)
      } else {
        isWhole = false
      }
    }
    return isWhole ? all : nil
  }

  private mutating func find(_ name: String, _ routes: [String], _ id: ID<Traffic>) -> Found? {
    let source = policy.source(policy.graph.traffic[id].origin)
    if let old = known.first(where: {
      $0.name == name && $0.source == source && $0.routes == routes
    }) {
      return old.found
    }
    let found = check(name, source, routes, id)
    known.append((name, source, routes, found))
    return found
  }

  private mutating func check(
    _ name: String, _ source: String, _ routes: [String], _ id: ID<Traffic>
  ) -> Found? {
    do throws(TraceProblem) {
      guard let below = ProgramPath.resolve(name, from: source) else {
        // The checker refuses it; an artifact may come from anywhere.
        throw TraceProblem(
          file: name, line: 0, message: "cannot be read: \(SourceFailure.outsideRoot.reason)")
      }
      let file = try TraceFile(Path(below), below: policy.folder)
      let check = try file.reader().check(routes: routes)
      problems += check.problems.map { Problem(traffic: id, text: $0.told, isWhole: false) }
      if check.problems.count == TraceCheck.problemsMax {
        let more = "\(file.name): there may be more; these are the first"
        problems.append(Problem(traffic: id, text: more, isWhole: false))
      }
      return check.problems.isEmpty ? Found(file: file, end: check.end) : nil
    } catch {
      let text = "`\(error.file)` \(error.message)"
      problems.append(Problem(traffic: id, text: text, isWhole: true))
      return nil
    }
  }
}

extension TraceProblem {
  /// `requests.csv:12: …`, as editors find it.
  var told: String { line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)" }
}
