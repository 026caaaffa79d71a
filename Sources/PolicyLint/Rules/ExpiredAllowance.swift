import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let expiredAllowance = LintRule(
    "expired-allowance", .style, "An `allow` whose last day has passed",
    why: """
      It was meant to be put right by that day. Since then it silences nothing, and only looks as \
      if somebody had decided.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      route lookup { to a; effect read; deadline 15s; degrade none }
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
        notes: ["what it silenced is shown again; if it still has to be, say until when anew"],
        fix: linted.removal(
          of: (allowance.place.file, allowance.node), "remove the expired `allow`"))
    }
  }
}
