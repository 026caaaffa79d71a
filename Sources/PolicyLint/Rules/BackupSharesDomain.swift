import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let backupSharesDomain = LintRule(
    "backup-shares-domain", .failover, "A backup in the same fault domains as its primary",
    why: """
      Whatever takes the primary down takes the backup down too, so it is missing in the very \
      outage it was added for.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; domain provider: acme, region: us-east }
      endpoint b { url "https://b.example.com"; domain provider: acme, region: us-east }
      active-passive main { member a; member b }
      route lookup { to main; effect read; deadline 15s }
      """,
    fix: (
      "\"https://b.example.com\"; domain provider: acme, region: us-east",
      "\"https://b.example.com\"; domain provider: acme, region: us-west"
    )
  ) { linted in
    linted.firstOfEachTier { backup in
      let fate = linted.sharedFate(backup.endpoints, backup.backedUp)
      guard !fate.isEmpty else { return nil }
      let (name, before) = (linted.quoted(backup.member), linted.quoted(backup.before))
      return Finding(
        "\(name) fails with \(before), which it backs up: both are in \(linted.spelled(fate))",
        at: linted.policy.place(of: backup.member), of: .group(backup.group),
        related: backup.endpoints.prefix(1).map {
          linted.related("the backup's domain", .endpoint($0), .domain)
        },
        notes: [
          "every domain outage that takes down \(before) takes down \(name) too",
          "use a backup elsewhere; if something does separate the two, declare it under its own label, as in `domain line: two`",
        ])
    }
  }
}
