import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let scenarioWithoutFault = LintRule(
    "scenario-without-fault", .observability, "A scenario in which nothing goes wrong",
    why: """
      It shows that a failover policy works while there is no outage, and stays green whatever \
      happens to the rules.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; latency fixed: 1s }
      route lookup { to a; effect read; deadline 15s; load 5/s }
      scenario calm {
        traffic lookup, rate: 5/s, for: 5m
        expect availability, at-least: 99%
      }
      """,
    fix: ("rate: 5/s, for: 5m", "rate: 5/s, for: 5m\n  at 1m { outage a, for: 1m }")
  ) { linted in
    linted.graph.scenarios.ids.compactMap { id in
      let scenario = linted.graph.scenarios[id]
      guard scenario.faults.isEmpty, scenario.models.isEmpty, !scenario.expects.isEmpty,
        linted.graph.traffic[scenario.traffic].allSatisfy({ linted.isOrdinary($0) })
      else { return nil }
      return Finding(
        "nothing goes wrong in \(linted.quoted(scenario.name))", at: linted.place(.scenario(id)),
        of: .scenario(id),
        notes: ["add a fault, as in `at 1m { outage …, for: 1m }`, or traffic above the `load`"])
    }
  }
}

extension LintedPolicy {
  /// Whether traffic is no more than what its route expects anyway, or meets no limit at all.
  fileprivate func isOrdinary(_ traffic: Traffic) -> Bool {
    guard let rate = traffic.rate, traffic.patience == nil else { return false }
    let isUnlimited = reached[traffic.route.index].endpoints.allSatisfy {
      graph.endpoints[$0].capacity == nil && graph.endpoints[$0].limits.isEmpty
    }
    if isUnlimited { return true }
    guard let load = graph.routes[traffic.route].load else { return false }
    return Flow(rate) <= Flow(load)
  }
}
