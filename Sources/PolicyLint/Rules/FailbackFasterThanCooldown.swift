import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let failbackFasterThanCooldown = LintRule(
    "failback-faster-than-cooldown", .failover, "A failback faster than the breaker's cooldown",
    why: """
      A flapping endpoint gets the whole load back before it has been healthy for as long as its \
      breaker was open. All traffic moves back and forth with it.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      endpoint b { url "https://b.example.com" }
      active-passive main { member a; member b; failback after: 5s, hold: 5s }
      route lookup { to main; effect read; deadline 15s }
      """,
    fix: ("failback after: 5s", "failback after: 60s")
  ) { linted in
    var seen = KeySet<ID<Group>>()
    let longest = linted.graph.breakers.rows.map(\.cooldown).max() ?? .zero
    return linted.reached.flatMap { reached in
      reached.groups.compactMap { id -> Finding? in
        let group = linted.graph.groups[id]
        guard group.kind == .activePassive, let after = group.failbackAfter, after < longest
        else { return nil }
        let preferred = group.members.dropLast().flatMap {
          linted.endpoints(linted.graph.members[$0].target)
        }
        for endpoint in preferred {
          guard let breaker = linted.breaker(endpoint, linted.graph.routes[reached.route]) else {
            continue
          }
          let row = linted.graph.breakers[breaker]
          guard after < row.cooldown, seen.insert(id) else { continue }
          return Finding(
            "\(linted.quoted(group.name)) fails back after \(after.spelling) of good health, but \(linted.quoted(row.name)) keeps \(linted.quoted(endpoint)) out for \(row.cooldown.spelling)",
            at: linted.place(.group(id), .failback), of: .group(id),
            related: [linted.related("the cooldown", .breaker(breaker), .cooldown)],
            notes: ["make `after:` at least as long as the cooldown, or shorten the cooldown"])
        }
        return nil
      }
    }
  }
}
