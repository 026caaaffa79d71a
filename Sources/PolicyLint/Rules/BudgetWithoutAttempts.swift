import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let budgetWithoutAttempts = LintRule(
    "budget-without-attempts", .amplification, "A budget with no attempts to spend it on",
    why: """
      A budget pays for every attempt after the first, hedges included. With one attempt in all \
      there is nothing to pay for, and the number only looks like protection.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      retry none-at-all { attempts 1; budget 10%; otherwise { fail } }
      route lookup { to a; effect read; deadline 15s; retry none-at-all }
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
        "the budget of \(linted.quoted(retry.name)) pays for nothing: the route makes one attempt",
        at: linted.place(.retry(id), .budget), of: .retry(id),
        related: [linted.related("only the first attempt", .retry(id), .attempts)],
        notes: ["remove the budget, or allow more attempts"],
        fix: linted.removal(of: statement, "remove the budget"))
    }
  }
}
