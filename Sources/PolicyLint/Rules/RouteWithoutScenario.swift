import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let routeWithoutScenario = LintRule(
    "route-without-scenario", .observability, "A route without a scenario",
    why: """
      The policy rehearses outages, but not for this route. The first real outage will show what \
      happens.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; latency fixed: 1s }
      route read { match path: "/items"; to a; effect read; deadline 15s }
      route search { match path: "/search"; to a; effect read; deadline 15s }
      scenario outage {
        traffic read, rate: 5/s, for: 5m
        at 1m { outage a, for: 1m }
        expect recovery, within: 30s
      }
      """,
    fix: (
      "read, rate: 5/s, for: 5m", "read, rate: 5/s, for: 5m\n  traffic search, rate: 1/s, for: 5m"
    )
  ) { linted in
    // Without any scenario they may stand in a file of their own, which imports this one.
    guard linted.graph.scenarios.count > 0 else { return [] }
    let tested = Set(linted.graph.traffic.rows.map(\.route))
    return linted.graph.routes.ids.filter { !tested.contains($0) }.map { id in
      Finding(
        "no scenario sends anything to \(linted.quoted(id))", at: linted.place(.route(id)),
        of: .route(id),
        notes: [
          "add `traffic \(linted.graph.text(linted.graph.routes[id].name))` to a scenario, with an `expect` for it"
        ])
    }
  }
}
