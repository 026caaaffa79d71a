import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let unusedAllowance = LintRule(
    "unused-allowance", .style, "An `allow` that silences nothing",
    why: """
      The finding is gone, and the `allow` stays as a hole: the next finding of that rule, which \
      nobody has reviewed, would go unseen.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      route lookup { to a; effect read; deadline 15s }
      allow no-jitter, because: "the load test needs even waits"
      """,
    fix: ("\nallow no-jitter, because: \"the load test needs even waits\"", ""),
    fixable: true, isAboutAllowances: true
  ) { linted in
    // Without a route nothing is known of how what is declared here is used.
    guard linted.graph.routes.count > 0 else { return [] }
    return linted.allowances.compactMap { allowed in
      let allowance = allowed.allowance
      guard !allowed.isUsed, !linted.isExpired(allowance), LintRule.named(allowance.rule) != nil
      else { return nil }
      let home = allowance.block == nil ? "file" : "block"
      return Finding(
        "`\(allowance.rule)` finds nothing in this \(home): remove the `allow`",
        at: allowance.place, of: nil,
        notes: ["an `allow` applies to the block or file that contains it"],
        fix: linted.removal(
          of: (allowance.place.file, allowance.node), "remove the unused `allow`"))
    }
  }
}
