import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let scenariosMissLadders = LintRule(
    "scenarios-miss-ladders", .observability, "Several scenarios, none of which reaches a ladder",
    why: """
      The answers for a total outage are never rehearsed. Whether a ladder answers, how long it \
      takes and whether recovery works is left to the real outage.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; latency fixed: 1s }
      endpoint b { url "https://b.example.com"; latency fixed: 1s }
      active-passive main { member a; member b }
      degrade ladder { step sorry { serve text: "please try again", status: 503 } }
      route lookup { to main; effect read; deadline 15s; degrade ladder }
      scenario a-lost {
        traffic lookup, rate: 5/s, for: 5m
        at 1m { outage a, for: 1m }
        expect failover, within: 10s
      }
      scenario b-lost {
        traffic lookup, rate: 5/s, for: 5m
        at 1m { outage b, for: 1m }
        expect degraded, at-most: 0%
      }
      """,
    fix: (
      "outage b, for: 1m }\n  expect degraded, at-most: 0%",
      "outage a, for: 1m; outage b, for: 1m }\n  expect degraded, at-least: 10%"
    )
  ) { linted in
    let scenarios = linted.graph.scenarios.ids
    // The first scenario of a policy is rightly about the failover itself.
    guard scenarios.count > 1, let first = scenarios.first else { return [] }
    var missed: ID<Route>?
    for id in scenarios {
      let scenario = linted.graph.scenarios[id]
      for route in linted.graph.trafficRoutes(of: scenario)
      where linted.graph.routes[route].ladder != nil {
        if linted.touchesLadder(scenario, of: route) { return [] }
        missed = missed ?? route
      }
    }
    guard let missed, let ladder = linted.graph.routes[missed].ladder else { return [] }
    return [
      Finding(
        "\(scenarios.count) scenarios, and none takes out all endpoints of a route: no ladder is ever reached",
        at: linted.place(.scenario(first)), of: .scenario(first),
        related: [linted.related("never reached", .ladder(ladder))],
        notes: [
          "take out everything of \(linted.quoted(missed)) in one, and `expect degraded, at-least: …`"
        ])
    ]
  }
}
