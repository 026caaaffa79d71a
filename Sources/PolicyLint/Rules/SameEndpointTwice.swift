import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let sameEndpointTwice = LintRule(
    "same-endpoint-twice", .failover, "An endpoint listed twice in one topology",
    why: """
      A failover never asks an endpoint again that has failed. The second entry looks like a \
      backup but is none, and in a pool it takes twice the load.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      endpoint b { url "https://b.example.com" }
      endpoint c { url "https://c.example.com" }
      active-active pool { member a; member b }
      active-passive main { member pool; member a; member c }
      route lookup { to main; effect read; deadline 15s }
      """,
    fix: ("member pool; member a", "member pool")
  ) { linted in
    linted.membersInTurn { group, member, endpoint, met in
      guard let first = met.same(endpoint) else { return nil }
      return Finding(
        "\(linted.quoted(endpoint)) is listed twice in \(linted.quoted(linted.graph.groups[group].name))",
        at: linted.policy.place(of: member), of: .group(group), label: "again here",
        related: [Diagnostic.Related("first here", linted.policy.place(of: first))],
        notes: ["remove one entry, or put another endpoint there"])
    }
  }
}
