import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let expiredAllowance = LintRule(
    "expired-allowance", .style, "An `allow` past its date",
    why: """
      The finding was to be fixed by that date. Since then the `allow` silences nothing and only \
      looks like a decision.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      route lookup { to a; effect read; deadline 15s }
      allow no-jitter, because: "the load test of spring needs even waits", until: "2001-05-31"
      """,
    fix: (
      "\nallow no-jitter, because: \"the load test of spring needs even waits\", until: \"2001-05-31\"",
      ""
    ),
    fixable: true, isAboutAllowances: true
  ) { linted in
    linted.allowances.compactMap { allowed in
      let allowance = allowed.allowance
      guard linted.isExpired(allowance), let until = allowance.until else { return nil }
      return Finding(
        "this `allow` has expired: its last day was \(until.spelling)", at: allowance.place,
        of: nil,
        notes: ["the finding is shown again; if the exception is still needed, set a new date"],
        fix: linted.removal(
          of: (allowance.place.file, allowance.node), "remove the expired `allow`"))
    }
  }
}
