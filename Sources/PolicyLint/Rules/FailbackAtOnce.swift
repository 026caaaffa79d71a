import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let failbackAtOnce = LintRule(
    "failback-at-once", .failover, "A failback without a delay",
    why: """
      An endpoint that has just recovered gets the whole load at once, falls over, and recovers \
      again: one outage becomes a series of outages.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      endpoint b { url "https://b.example.com" }
      active-passive main { member a; member b; failback at-once }
      route lookup { to main; effect read; deadline 15s }
      """,
    fix: ("failback at-once", "failback after: 60s, hold: 30s")
  ) { linted in
    linted.graph.groups.ids.compactMap { id in
      let group = linted.graph.groups[id]
      guard group.kind == .activePassive, group.failbackRamp == nil,
        group.failback == .atOnce || group.failbackAfter == .zero, let first = group.members.first,
        let sign = linted.signOfReturn(linted.graph.members[first].target, in: id)
      else { return nil }
      return Finding(
        "\(linted.quoted(group.name)) returns the whole load to \(linted.quoted(first)) the moment \(sign)",
        at: linted.place(.group(id), .failback), of: .group(id),
        notes: [
          "write `failback after: 60s, hold: 30s`, or move the load gradually with `ramp:`"
        ])
    }
  }
}

extension LintedPolicy {
  /// What tells a group that a member of it is back; nil without breaker and probe: it never leaves
  /// a member then.
  fileprivate func signOfReturn(_ member: Target, in group: ID<Group>) -> String? {
    var isProbed = false
    for reached in reached where reached.groups.contains(group) {
      for endpoint in endpoints(member) {
        if breaker(endpoint, graph.routes[reached.route]) != nil { return "its breaker closes" }
        isProbed = isProbed || graph.endpoints[endpoint].probe != nil
      }
    }
    return isProbed ? "its probe succeeds" : nil
  }
}
