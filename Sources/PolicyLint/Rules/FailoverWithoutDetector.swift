import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let failoverWithoutDetector = LintRule(
    "failover-without-detector", .failover, "A preferred tier whose death nothing notices",
    why: """
      Without a breaker and without a probe it stays the first choice while it is down: every \
      single request pays for a failed attempt there before it goes on.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      endpoint b { url "https://b.example.com"; timeout connect: 1s, attempt: 2s }
      active-passive main { member a; member b; failback after: 60s, hold: 30s }
      breaker steady { trip consecutive: 5; cooldown 15s }
      retry usual { attempts 2; on rejected { fail }; otherwise { failover } }
      route lookup { to main; effect read; deadline 15s; retry usual; degrade none }
      """,
    mend: ("retry usual; degrade none", "retry usual; breaker steady; degrade none")
  ) { linted in
    var seen = Set<ID<Group>>()
    return linted.reached.flatMap { reached in
      reached.groups.compactMap { id -> Finding? in
        let group = linted.graph.groups[id]
        guard group.kind == .activePassive else { return nil }
        for (place, member) in group.members.enumerated().dropLast() {
          let blind = linted.endpoints(linted.graph.members[member].target).first {
            linted.graph.endpoints[$0].probe == nil
              && linted.breaker(of: $0, on: reached.route) == nil
          }
          guard let blind, seen.insert(id).inserted else { continue }
          let next = group.members[group.members.startIndex + place + 1]
          let longest = linted.policy.unanswered(
            linted.graph.endpoints[blind], linted.graph.routes[reached.route])
          return Finding(
            "nothing notices that \(linted.quoted(blind)) is down: each request of \(linted.quoted(reached.route)) asks it before \(linted.quoted(next)), and waits up to \(longest.spelling)",
            at: linted.policy.place(of: member), of: .group(id),
            related: [linted.related("used by this route", .route(reached.route))],
            notes: [
              "a `breaker` learns it from the requests, a `probe` before them; either moves the load on"
            ])
        }
        return nil
      }
    }
  }
}
