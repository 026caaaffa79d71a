import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let canaryWithoutFallback = LintRule(
    "canary-without-fallback", .failover, "A canary member without a fallback",
    why: """
      A small share of the load goes there to find out whether it works. If it does not, the \
      callers find out: one in twenty of them.
      """,
    bad: """
      endpoint stable { url "https://stable.example.com" }
      endpoint trial { url "https://trial.example.com" }
      active-active split { member stable, weight: 19; member trial, weight: 1 }
      route lookup { to split; effect read; deadline 15s; retry none }
      """,
    fix: ("; retry none", "")
  ) { linted in
    var seen = KeySet<ID<Group>>()
    return linted.reached.flatMap { reached in
      guard
        reached.retries.allSatisfy({
          !linted.failsOver(after: linted.policy.errorClass(.unavailable), in: $0)
        })
      else {
        return [Finding]()
      }
      return reached.groups.compactMap { id in
        let group = linted.graph.groups[id]
        let members = linted.graph.members[group.members]
        guard group.kind == .activeActive, members.count > 1,
          let small = group.members.filter({ linted.graph.members[$0].weight > 0 }).min(by: {
            linted.graph.members[$0].weight < linted.graph.members[$1].weight
          })
        else { return nil }
        let share = linted.share(of: linted.graph.members[small], among: members)
        // In a large pool each has a small share; a trial has less than the others.
        let heaviest = members.map(\.weight).max() ?? 1
        guard share <= .percent(10), linted.graph.members[small].weight <= heaviest / 4,
          seen.insert(id)
        else { return nil }
        return Finding(
          "\(linted.quoted(small)) gets \(share.spelling) of \(linted.quoted(group.name)), and its failed requests are not retried elsewhere",
          at: linted.policy.place(of: small), of: .group(id),
          related: [linted.related("nothing fails over here", .route(reached.route))],
          notes: ["respond to `unavailable` and `timeout` with `failover` in the route's `retry`"])
      }
    }
  }
}
