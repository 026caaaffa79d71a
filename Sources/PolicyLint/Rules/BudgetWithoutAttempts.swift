import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let budgetWithoutAttempts = LintRule(
    "budget-without-attempts", .amplification, "A budget for attempts that never are",
    why: """
      A budget pays for what follows the first attempt, hedges among them. With one attempt in all, \
      nothing does, and the figure only looks like a protection.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      retry none-at-all { attempts 1; budget 10%; otherwise { fail } }
      route lookup { to a; effect read; deadline 15s; retry none-at-all; degrade none }
      """,
    fix: ("budget 10%; ", ""), fixable: true
  ) { linted in
    linted.graph.retries.ids.compactMap { id in
      let retry = linted.graph.retries[id]
      guard retry.attempts == 1, retry.budgeted,
        linted.graph.routes.rows.contains(where: { $0.retry == id }),
        let statement = linted.policy.statement(ofOwn: .retry(id), .budget)
      else { return nil }
      return Finding(
        "the budget of \(linted.quoted(retry.name)) pays for nothing: one attempt is all there is",
        at: linted.place(.retry(id), .budget), of: .retry(id),
        related: [linted.related("the first, and no other", .retry(id), .attempts)],
        notes: ["leave the budget out, or allow more attempts"],
        fix: linted.removal(of: statement, "remove the budget"))
    }
  }
}
