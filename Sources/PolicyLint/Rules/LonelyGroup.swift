import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let lonelyGroup = LintRule(
    "lonely-group", .failover, severity: .note, "A group with a single member",
    why: """
      It looks like a failover or a pool, but there is no other member to fail over to or to share \
      the load.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      active-passive main { member a }
      route lookup { to main; effect read; deadline 15s }
      """,
    fix: ("active-passive main { member a }\nroute lookup { to main", "route lookup { to a")
  ) { linted in
    linted.graph.groups.ids.compactMap { id in
      let group = linted.graph.groups[id]
      guard group.kind != .select, group.members.count == 1, let only = group.members.first else {
        return nil
      }
      return Finding(
        "\(linted.quoted(group.name)) has one member: \(linted.quoted(only)) is all there is",
        at: linted.place(.group(id)), of: .group(id),
        notes: ["add another member, or send routes to \(linted.quoted(only)) directly"])
    }
  }
}
