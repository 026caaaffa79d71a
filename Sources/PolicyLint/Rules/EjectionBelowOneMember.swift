import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let ejectionBelowOneMember = LintRule(
    "ejection-below-one-member", .failover, severity: .note,
    "An ejection limit smaller than one member",
    why: """
      The first breaker may always open and a second never does. A limit of 1% would do the same, \
      so the number does not say what happens.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      endpoint b { url "https://b.example.com" }
      endpoint c { url "https://c.example.com" }
      active-active pool { member a; member b; member c; eject max: 10% }
      route lookup { to pool; effect read; deadline 15s }
      """,
    fix: ("eject max: 10%", "eject max: 34%")
  ) { linted in
    linted.graph.groups.ids.compactMap { id in
      let group = linted.graph.groups[id]
      let members = linted.graph.members[group.members]
      guard let max = group.ejectMax,
        let smallest = members.filter({ $0.weight > 0 }).min(by: { $0.weight < $1.weight })
      else { return nil }
      let share = linted.share(of: smallest, among: members)
      guard max < share else { return nil }
      return Finding(
        "`eject max: \(max.spelling)` is less than any member of \(linted.quoted(group.name)): \(linted.quoted(smallest.target)) is \(share.spelling) of it",
        at: linted.place(.group(id), .eject), of: .group(id),
        notes: [
          "one breaker may open anyway, and no second; write \(share.spelling) if you mean one member"
        ])
    }
  }
}
