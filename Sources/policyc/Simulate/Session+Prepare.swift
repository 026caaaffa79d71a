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
        let found = files.find(for: id)
        let wrong = variant.policy.graph.problems(of: id, traceEnds: found?.map(\.end))
        problems += wrong.map {
          "\(variant.policy.place($0.origin)): scenario `\(name)`: \($0.text)"
        }
        guard let found, wrong.isEmpty,
          let simulation = try? Simulation(variant.plan, id, traceEnds: found.map(\.end))
        else { continue }
        sources += found.map(\.file.path)
        let (seed, runs) = terms(name, variants, options)
        var report = simulation.header(policy: variant.policy.name, seed: seed, runs: runs)
        report.variant = variant.name
        prepared.append(
          SimulatedScenario(
            simulation: simulation, traces: found.map(\.file), stories: options.stories,
            shard: options.shard, report: report))
      }
      problems += files.problems.map { $0.told(in: variant.policy) }
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
