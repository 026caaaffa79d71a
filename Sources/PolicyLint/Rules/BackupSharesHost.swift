import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let backupSharesHost = LintRule(
    "backup-shares-host", .failover, "A backup on the same host as its primary",
    why: """
      One machine, one load balancer or one DNS name serves both. When it is gone, the failover \
      asks it again.
      """,
    bad: """
      endpoint a { url "https://api.example.com/one" }
      endpoint b { url "https://api.example.com/two" }
      active-passive main { member a; member b }
      route lookup { to main; effect read; deadline 15s }
      """,
    fix: ("https://api.example.com/two", "https://backup.example.com/two")
  ) { linted in
    linted.firstOfEachTier { backup in
      // Whoever states fault domains has said what parts the two, and is taken at their word.
      guard linted.sharedDomains(backup.backedUp).isEmpty else { return nil }
      guard let host = backup.backedUp.first.map({ linted.host($0) }),
        (backup.backedUp + backup.endpoints).allSatisfy({ linted.host($0) == host })
      else { return nil }
      let (name, before) = (linted.quoted(backup.member), linted.quoted(backup.before))
      return Finding(
        "\(name) is on `\(host)`, like \(before), which it backs up",
        at: linted.policy.place(of: backup.member), of: .group(backup.group),
        related: backup.endpoints.prefix(1).map {
          linted.related("the backup's URL", .endpoint($0), .url)
        },
        notes: [
          "use a backup on another host; if services on this host fail independently, declare that by `domain`"
        ])
    }
  }
}
