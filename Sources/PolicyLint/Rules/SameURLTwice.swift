import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let sameURLTwice = LintRule(
    "same-url-twice", .failover, "One and the same target under two names",
    why: """
      Two endpoints with one URL, the same keys and the same attributes fail as one, and their \
      breakers and limits each see half of the truth.
      """,
    bad: """
      endpoint a { url "https://api.example.com"; timeout connect: 1s, attempt: 2s }
      endpoint b { url "https://api.example.com"; timeout connect: 1s, attempt: 2s }
      active-active pool { member a; member b }
      breaker steady { trip consecutive: 5; cooldown 15s }
      retry usual { attempts 2; on rejected { fail }; otherwise { failover } }
      route lookup { to pool; effect read; deadline 15s; retry usual; breaker steady; degrade none }
      """,
    fix: (
      "endpoint b { url \"https://api.example.com\"", "endpoint b { url \"https://b.example.com\""
    )
  ) { linted in
    linted.membersInTurn { group, member, endpoint, first in
      guard first[.same(endpoint)] == nil, let other = first[linted.looks(endpoint)] else {
        return nil
      }
      return Finding(
        "\(linted.quoted(endpoint)) is what \(linted.quoted(other)) leads to under another name: one URL, the same keys and attributes",
        at: linted.policy.place(of: member), of: .group(group),
        related: [
          Diagnostic.Related("the other one", linted.policy.place(of: other)),
          linted.related("the URL", .endpoint(endpoint), .url),
        ], notes: ["one of them is enough; or give each the URL, or the key, that sets it apart"])
    }
  }
}
