import PolicyGraph
import PolicyLanguage
import PolicyRuntime
import PolicySimulator

/// A policy that is simulated, among others if several are compared.
struct Variant {
  let policy: LoadedPolicy
  let plan: Plan
  /// What makes it differ; nil if it is the only one.
  let name: String?

  /// Its scenarios, by name.
  func scenario(named name: String) -> ID<Scenario>? {
    let graph = policy.graph
    return graph.scenarios.ids.first { graph.text(graph.scenarios[$0].name) == name }
  }

  /// The names of its scenarios, in the order of the policy.
  var scenarioNames: [String] {
    policy.graph.scenarios.rows.map { policy.graph.text($0.name) }
  }
}

extension Session {
  /// All policies that are to be simulated; nil after a complaint.
  mutating func variants(
    _ arguments: Arguments, _ options: SimulateOptions
  ) throws(UsageError) -> [Variant]? {
    let operand = try arguments.single("one policy or artifact")
    if operand.hasSuffix(".json") {
      throw .operands(
        "`\(operand.shown)` is no policy; results are laid together by `--merge`", .simulate)
    }
    let settings = try arguments.settings()
    var wanted: [(path: Path, settings: [Setting], name: String?)] = []
    if let sweep = options.sweep {
      for value in sweep.values {
        let setting = Setting(name: sweep.name, value: value)
        wanted.append((operand, settings + [setting], "\(sweep.name)=\(value)"))
      }
    } else if let other = options.against {
      if other == operand {
        throw .operands("`--against` names the same file: \(other.shown)", .simulate)
      }
      // Differences are told against what comes first.
      wanted = [(other, settings, other.shown), (operand, settings, operand.shown)]
    } else {
      wanted = [(operand, settings, nil)]
    }
    var variants: [Variant] = []
    for (path, settings, name) in wanted {
      guard let policy = try load(path, arguments, settings) else {
        if options.sweep != nil, let name { say("this is so with \(name)") }
        return nil
      }
      variants.append(Variant(policy: policy, plan: Plan(policy.graph), name: name))
    }
    return variants
  }

  /// The names of the scenarios that are wanted and that every variant has; nil after a complaint.
  mutating func scenarioNames(
    _ variants: [Variant], _ options: SimulateOptions
  ) throws(UsageError) -> [String]? {
    for variant in variants where variant.scenarioNames.isEmpty {
      explainScenarios(variant.policy)
      return nil
    }
    for wanted in options.scenarios {
      for variant in variants where variant.scenario(named: wanted) == nil {
        let names = variant.scenarioNames
        throw .operands(
          "there is no scenario `\(wanted)` in `\(variant.policy.name)`"
            + didYouMean(wanted, in: names, else: ", but \(names.joined(separator: ", "))"),
          .simulate)
      }
    }
    var names: [String] = []
    for variant in variants {
      for name in variant.scenarioNames where !names.contains(name) {
        if options.scenarios.isEmpty || options.scenarios.contains(name) { names.append(name) }
      }
    }
    for variant in variants {
      let missing = names.filter { variant.scenario(named: $0) == nil }
      for name in missing {
        say("note: `\(variant.policy.name)` has no scenario `\(name)`: it is not compared")
      }
      names.removeAll { missing.contains($0) }
    }
    if names.isEmpty { complain("the policies have no scenario in common: nothing to compare") }
    return names.isEmpty ? nil : names
  }

  /// Says that there is nothing to simulate, and how to change that.
  private mutating func explainScenarios(_ policy: LoadedPolicy) {
    let graph = policy.graph
    let route = graph.routeNames.first ?? "chat"
    let endpoint = graph.endpoints.rows.first.map { graph.text($0.name) } ?? "primary"
    complain(
      "there is no scenario in `\(policy.name)`, and so nothing to simulate; add one, as in")
    say("  scenario outage { traffic \(route), rate: 20/s, arrivals: poisson, for: 10m")
    say("    at 1m { outage \(endpoint), for: 2m }; expect availability, at-least: 99% }")
  }
}
