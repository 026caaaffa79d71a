import PolicyLanguage

extension RulePages {
  /// `grammar/rules.md`: every rule with its reason and its examples, by category.
  public static func markdown() -> String {
    var page = """
      # Lint rules

      What compiles and is probably wrong all the same. This page is made from the rules themselves; \
      `UPDATE_REFERENCE=1 swift test --filter RuleReference` makes it anew. The same text, for one \
      rule at a time: `policyc explain no-jitter`.

      Where a finding is meant, the policy says so, in the block or in the file: \
      `allow no-jitter, because: "the load test needs even waits", until: "2027-01-01"`. An `allow` \
      that has expired or that nothing needs is a finding itself.


      """
    let categories = LintCategory.allCases.filter { category in
      LintRule.all.contains { $0.category == category }
    }
    for category in categories {
      page += "- [\(category.rawValue)](#\(category.rawValue)): \(category.summary)\n"
    }
    for category in categories {
      page += "\n## \(category.rawValue)\n"
      for rule in LintRule.all where rule.category == category { page += section(rule) }
    }
    return page
  }

  private static func section(_ rule: LintRule) -> String {
    let fixes = rule.fixable ? "; `--fix` fixes it" : ""
    return """

      ### `\(rule.id)`

      \(rule.summary) (\(rule.severity.word)\(fixes)). \(rule.why)

      ```
      \(rule.bad)```

      Better:

      ```
      \(rule.good)```

      """
  }
}
