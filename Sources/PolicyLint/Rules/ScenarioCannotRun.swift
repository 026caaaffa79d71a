import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let scenarioCannotRun = LintRule(
    "scenario-cannot-run", .observability, "A scenario that `simulate` and `test` refuse",
    why: """
      It tests nothing until it is fixed. Both commands refuse it for the reasons given here.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      route lookup { to a; effect read; deadline 15s }
      scenario lost {
        traffic lookup, rate: 5/s, for: 5m
        at 1m { outage a, for: 1m }
        expect recovery, within: 30s
      }
      """,
    fix: ("attempt: 2s", "attempt: 2s; latency fixed: 1s")
  ) { linted in
    linted.graph.scenarios.ids.flatMap { id in
      linted.graph.problems(of: id).map { linted.finding($0, id) } + linted.unusableFiles(id)
    }
  }
}

extension LintedPolicy {
  fileprivate func finding(_ problem: ScenarioProblem, _ id: ID<Scenario>) -> Finding {
    let scenario = Declared.scenario(id)
    let name = quoted(graph.scenarios[id].name)
    var (place, subject): (Place, Declared) = (place(scenario), scenario)
    switch problem.place {
    case .endpoint(let endpoint):
      (place, subject) = (self.place(.endpoint(endpoint)), .endpoint(endpoint))
    case .traffic: place = policy.place(of: problem.origin, .traffic)
    case .fault(let fault): place = self.place(graph.faults[fault])
    case .scenario: break
    }
    return Finding(
      "\(name) cannot be simulated: \(problem.message)", at: place, of: subject,
      related: subject == scenario ? [] : [related("this scenario sends requests to it", scenario)],
      notes: [problem.advice])
  }

  /// Files of requests that cannot be read or have errors.
  fileprivate func unusableFiles(_ id: ID<Scenario>) -> [Finding] {
    graph.scenarios[id].traffic.compactMap { traffic in
      guard !requestFiles.isEmpty, let first = requestFiles[traffic.index].first else { return nil }
      return Finding(
        "\(quoted(graph.scenarios[id].name)) cannot be simulated: \(first)",
        at: policy.place(of: graph.traffic[traffic].origin, .traffic), of: .scenario(id),
        notes: Array(requestFiles[traffic.index].dropFirst()))
    }
  }
}
