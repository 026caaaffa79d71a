import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let weightsAgainstLimits = LintRule(
    "weights-against-limits", .capacity, "More weight on a member with a lower limit",
    why: """
      The load hits the lower limit first, is refused there, and reaches the other member only by \
      a retry. Weights and limits were swapped, or one of them is out of date.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; limit requests: 60/s }
      endpoint b { url "https://b.example.com"; limit requests: 600/s }
      active-active pool { member a, weight: 10; member b, weight: 1 }
      route lookup { to pool; effect read; deadline 15s }
      """,
    fix: ("member a, weight: 10; member b, weight: 1", "member a, weight: 1; member b, weight: 10")
  ) { linted in
    linted.graph.groups.ids.compactMap { id in
      let group = linted.graph.groups[id]
      // The fastest gets most, whatever it weighs.
      guard group.kind == .activeActive, group.balance != .fastest else { return nil }
      let limited = group.members.compactMap { member -> (ID<Member>, UInt32, Rate)? in
        let row = linted.graph.members[member]
        guard case .endpoint(let endpoint) = row.target,
          let rate = linted.graph.limits[linted.graph.endpoints[endpoint].limits].lazy
            .compactMap(\.requests).first
        else { return nil }
        return (member, row.weight, rate)
      }
      guard let heaviest = limited.max(by: { $0.1 < $1.1 }),
        let widest = limited.max(by: { Flow($0.2) < Flow($1.2) }), widest.1 < heaviest.1,
        Flow(heaviest.2) < Flow(widest.2)
      else { return nil }
      return Finding(
        "\(linted.quoted(heaviest.0)) weighs \(heaviest.1) and admits \(heaviest.2.spelling), \(linted.quoted(widest.0)) weighs \(widest.1) and admits \(widest.2.spelling)",
        at: linted.policy.place(of: heaviest.0), of: .group(id),
        related: [Diagnostic.Related("the other one", linted.policy.place(of: widest.0))],
        notes: ["set weights in proportion to the limits"])
    }
  }
}
