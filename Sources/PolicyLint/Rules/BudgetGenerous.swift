import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let budgetGenerous = LintRule(
    "budget-generous", .amplification, "A retry budget above half of the traffic",
    why: """
      The budget is the load that retries may add to an endpoint already in trouble. Above one \
      half it rarely ends a retry storm and often starts one.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      retry usual {
        attempts 2
        budget   80%, min: 1/s
        on connection, unavailable { same-endpoint; fail }
        otherwise { fail }
      }
      route lookup { to a; effect read; deadline 15s; retry usual }
      """,
    fix: ("80%", "20%")
  ) { linted in
    linted.graph.retries.ids.compactMap { id in
      let retry = linted.graph.retries[id]
      guard retry.budgeted, retry.budget > .percent(50), !linted.policy.isBuiltin(.retry(id)) else {
        return nil
      }
      return Finding(
        "the budget of \(linted.quoted(retry.name)) lets retries add \(retry.budget.spelling) to the load",
        at: linted.place(.retry(id), .budget), of: .retry(id),
        notes: [
          "10% to 20% is enough for a bad minute; `min:` helps routes with little traffic"
        ])
    }
  }
}
