import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let ejectionCanEmpty = LintRule(
    "ejection-can-empty", .failover, "An ejection that may remove every member",
    why: """
      Whatever overloads one member overloads the next. Breakers open one after another, and the \
      last one turns a slow pool into an empty one.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      endpoint b { url "https://b.example.com" }
      active-active pool { member a; member b; eject max: 100% }
      route lookup { to pool; effect read; deadline 15s }
      """,
    fix: ("eject max: 100%", "eject max: 50%")
  ) { linted in
    linted.graph.groups.ids.compactMap { id in
      let group = linted.graph.groups[id]
      guard group.ejectMax == .whole, group.panicBelow == nil else { return nil }
      return Finding(
        "`eject max: 100%` keeps no member in \(linted.quoted(group.name)): its breakers may eject all \(group.members.count) members",
        at: linted.place(.group(id), .eject), of: .group(id),
        notes: [
          "`eject max: 50%` keeps half of the weight whatever the breakers do; `panic below: 50%` ignores breakers once that many are open"
        ])
    }
  }
}
