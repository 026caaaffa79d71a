import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let tiersWithoutClaim = LintRule(
    "tiers-without-claim", .observability, "Backups without a guarantee of what they survive",
    why: """
      The policy states guarantees, but none says which outage this route survives. A change that \
      breaks the failover would pass every check.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; domain provider: a }
      endpoint b { url "https://b.example.com"; domain provider: b }
      active-passive main { member a; member b }
      route lookup { to main; effect read; deadline 15s }
      guarantee lookup { attempts at-most: 2 }
      """,
    fix: ("{ attempts at-most: 2 }", "{ survives any: 1, of: provider; attempts at-most: 2 }")
  ) { linted in
    let guarantees = linted.graph.guarantees.rows
    guard !guarantees.isEmpty else { return [] }
    let claimed = Set(
      guarantees.filter { $0.kind == .survives || $0.kind == .reaches }.map(\.route))
    return linted.reached.compactMap { reached in
      let id = reached.route
      guard !claimed.contains(id), linted.hasParts(reached) else { return nil }
      return Finding(
        "\(linted.quoted(id)) has \(reached.endpoints.count) endpoints, and no `guarantee` says which outage it survives",
        at: linted.place(.route(id), .to), of: .route(id),
        notes: [
          "claim `survives any: 1, of: provider`, or use the label that distinguishes the endpoints"
        ])
    }
  }
}

extension LintedPolicy {
  /// Whether a route has tiers or a pool, of endpoints that lie in different fault domains.
  fileprivate func hasParts(_ reached: CheckedPolicy.Reached) -> Bool {
    let isGroup = reached.groups.contains {
      graph.groups[$0].kind != .select && graph.groups[$0].members.count > 1
    }
    guard isGroup, let first = reached.endpoints.first else { return false }
    let home = domains(first)
    return reached.endpoints.contains { domains($0) != home }
  }
}
