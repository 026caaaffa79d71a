import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let sameURLTwice = LintRule(
    "same-url-twice", .failover, "The same target under two names",
    why: """
      Two endpoints with the same URL, keys and attributes fail as one, and each of their breakers \
      and limits sees only half of the traffic.
      """,
    bad: """
      endpoint a { url "https://api.example.com" }
      endpoint b { url "https://api.example.com" }
      active-active pool { member a; member b }
      route lookup { to pool; effect read; deadline 15s }
      """,
    fix: (
      "endpoint b { url \"https://api.example.com\"", "endpoint b { url \"https://b.example.com\""
    )
  ) { linted in
    linted.membersInTurn { group, member, endpoint, met in
      guard met.same(endpoint) == nil, let other = met.like(endpoint) else {
        return nil
      }
      return Finding(
        "\(linted.quoted(endpoint)) is the same target as \(linted.quoted(other)): same URL, keys and attributes",
        at: linted.policy.place(of: member), of: .group(group),
        related: [
          Diagnostic.Related("the other one", linted.policy.place(of: other)),
          linted.related("the URL", .endpoint(endpoint), .url),
        ], notes: ["remove one of them, or give each its own URL or key"])
    }
  }
}
