import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let faultOutsideRun = LintRule(
    "fault-outside-run", .observability, "A fault that starts after the traffic ends",
    why: """
      No request meets it. The scenario tests less than it says, and nothing reports that.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; latency fixed: 1s }
      route lookup { to a; effect read; deadline 15s }
      scenario late {
        traffic lookup, rate: 5/s, for: 5m
        at 1m { outage a, for: 1m }
        at 9m { blackhole a, for: 1m }
        expect recovery, within: 30s
      }
      """,
    fix: ("for: 5m", "for: 12m")
  ) { linted in
    linted.graph.scenarios.ids.flatMap { id -> [Finding] in
      let scenario = linted.graph.scenarios[id]
      guard let length = linted.length(of: scenario) else { return [] }
      return linted.graph.faults[scenario.faults].compactMap { fault in
        guard fault.at >= length else { return nil }
        return Finding(
          "this fault starts at \(fault.at.spelling), and the traffic ends at \(length.spelling)",
          at: linted.place(fault), of: .scenario(id),
          notes: ["start it sooner, or let the traffic last longer"])
      }
    }
  }
}
