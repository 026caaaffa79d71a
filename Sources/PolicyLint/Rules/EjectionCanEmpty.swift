import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let ejectionCanEmpty = LintRule(
    "ejection-can-empty", .failover, "An ejection that may take out every member",
    why: """
      What overloads one member overloads the next: breakers open one after the other, and the \
      last of them turns a slow pool into none.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      endpoint b { url "https://b.example.com"; timeout connect: 1s, attempt: 2s }
      active-active pool { member a; member b; eject max: 100% }
      breaker steady { trip consecutive: 5; cooldown 15s }
      retry usual { attempts 2; on rejected { fail }; otherwise { failover } }
      route lookup { to pool; effect read; deadline 15s; retry usual; breaker steady; degrade none }
      """,
    fix: ("eject max: 100%", "eject max: 50%")
  ) { linted in
    linted.graph.groups.ids.compactMap { id in
      let group = linted.graph.groups[id]
      guard group.ejectMax == .whole, group.panicBelow == nil else { return nil }
      return Finding(
        "`eject max: 100%` keeps nobody in \(linted.quoted(group.name)): its breakers may take out all \(group.members.count) members",
        at: linted.place(.group(id), .eject), of: .group(id),
        notes: [
          "`eject max: 50%` keeps half of the weight in, whatever its breakers say; or say `panic below: 50%`, so that they are ignored once so many are open"
        ])
    }
  }
}
