import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let faultBesideTraffic = LintRule(
    "fault-beside-traffic", .observability, "A fault that no request of its scenario meets",
    why: """
      None of the scenario's routes uses what the fault hits, so the outage that the scenario \
      should rehearse does not happen.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; latency fixed: 1s }
      endpoint b { url "https://b.example.com"; latency fixed: 1s }
      route read { match path: "/items"; to a; effect read; deadline 15s }
      route search { match path: "/search"; to b; effect read; deadline 15s }
      scenario a-lost {
        traffic read, rate: 5/s, for: 5m
        at 1m { outage b, for: 1m }
        expect recovery, within: 30s
      }
      scenario b-lost {
        traffic search, rate: 5/s, for: 5m
        at 1m { outage b, for: 1m }
        expect recovery, within: 30s
      }
      """,
    fix: ("outage b", "outage a")
  ) { linted in
    linted.graph.scenarios.ids.flatMap { id -> [Finding] in
      let scenario = linted.graph.scenarios[id]
      let routes = linted.graph.trafficRoutes(of: scenario)
      let asked = Set(routes.flatMap { linted.everyEndpoint(of: $0) })
      return linted.graph.faults[scenario.faults].compactMap { fault in
        let struck = linted.graph.affected(by: fault)
        // A `load` without a route is felt by every request.
        let isMet =
          fault.kind == .load && fault.route == nil
          || fault.route.map(routes.contains) ?? !asked.isDisjoint(with: struck)
        guard !isMet else { return nil }
        let what = fault.route.map { linted.quoted($0) } ?? linted.listed(struck)
        return Finding(
          "no request of \(linted.quoted(scenario.name)) ever reaches \(what): the fault changes nothing",
          at: linted.place(fault), of: .scenario(id),
          notes: ["aim the fault at what the scenario's routes use, or send `traffic` there"])
      }
    }
  }
}
