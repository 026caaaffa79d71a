import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let backupSharesAccount = LintRule(
    "backup-shares-account", .failover, "A backup on the same account as its primary",
    why: """
      When the account runs out of quota or is closed, all its keys are refused. The backup has a \
      different key but no separate quota.
      """,
    bad: """
      endpoint a {
        url        "https://a.example.com"
        credential env("A_KEY"), account: team
        domain     provider: acme, line: one
      }
      endpoint b {
        url        "https://b.example.com"
        credential env("B_KEY"), account: team
        domain     provider: acme, line: two
      }
      active-passive main { member a; member b }
      route lookup { to main; effect read; deadline 15s }
      """,
    fix: ("env(\"B_KEY\"), account: team", "env(\"B_KEY\"), account: reserve")
  ) { linted in
    linted.firstOfEachTier { backup in
      guard linted.sharedKeys(backup).isEmpty, let account = linted.sharedAccount(backup) else {
        return nil
      }
      let (name, before) = (linted.quoted(backup.member), linted.quoted(backup.before))
      return Finding(
        "\(name) uses account \(linted.quoted(account)), like \(before), which it backs up",
        at: linted.policy.place(of: backup.member), of: .group(backup.group),
        related: backup.endpoints.prefix(1).map {
          linted.related("its credential", .endpoint($0), .credential)
        },
        notes: [
          "`quota-exhausted` applies to the account: both are out at once",
          "use another account for the backup, or drop `account:` if each key has its own quota",
        ])
    }
  }
}
