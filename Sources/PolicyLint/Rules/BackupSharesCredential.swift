import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let backupSharesCredential = LintRule(
    "backup-shares-credential", .failover, "A backup that has only its primary's keys",
    why: """
      A key that is revoked, expired or over its limit is refused by both. The failover reaches an \
      endpoint that refuses as well.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; credential env("A_KEY"); domain line: one }
      endpoint b { url "https://b.example.com"; credential env("A_KEY"); domain line: two }
      active-passive main { member a; member b }
      route lookup { to main; effect read; deadline 15s }
      """,
    fix: (
      "\"https://b.example.com\"; credential env(\"A_KEY\")",
      "\"https://b.example.com\"; credential env(\"B_KEY\")"
    )
  ) { linted in
    linted.firstOfEachTier { backup in
      guard let key = linted.sharedKeys(backup).first else { return nil }
      let (name, before) = (linted.quoted(backup.member), linted.quoted(backup.before))
      return Finding(
        "\(name) has only the keys of \(before), which it backs up: \(linted.spelled(key))",
        at: linted.policy.place(of: backup.member), of: .group(backup.group),
        related: backup.endpoints.prefix(1).map {
          linted.related("its credential", .endpoint($0), .credential)
        },
        notes: [
          "give the backup its own key, so that revoking one key does not stop both"
        ]
      )
    }
  }
}
