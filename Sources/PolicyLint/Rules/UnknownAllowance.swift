import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let unknownAllowance = LintRule(
    "unknown-allowance", .style, "An `allow` for a rule that does not exist",
    why: """
      It silences nothing: the rule is misspelt, or has another name in this version.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      backoff even { constant base: 200ms; jitter none; allow no-jitter, because: "load test" }
      retry usual {
        attempts 2
        on connection { same-endpoint times: 1, backoff: even; fail }
        otherwise { fail }
      }
      route lookup { to a; effect read; deadline 15s; retry usual }
      allow no-jiter, because: "the load test needs even waits"
      """,
    fix: ("\nallow no-jiter, because: \"the load test needs even waits\"", ""),
    isAboutAllowances: true
  ) { linted in
    linted.allowances.compactMap { allowed in
      let allowance = allowed.allowance
      guard LintRule.named(allowance.rule) == nil else { return nil }
      let near = nearest(allowance.rule, in: LintRule.all.map(\.id))
      return Finding(
        "there is no rule `\(allowance.rule)`", at: allowance.rulePlace, of: nil,
        notes: [near.map { "did you mean `\($0)`?" } ?? "`policyc lint --rules` lists them"])
    }
  }
}
