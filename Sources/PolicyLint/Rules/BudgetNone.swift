import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let budgetNone = LintRule(
    "budget-none", .amplification, "Retries without a budget",
    why: """
      While everything fails, every request uses all its attempts. Load multiplies exactly when \
      the remaining endpoints can bear it least, and the outage feeds itself.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      backoff gentle { exponential base: 200ms, factor: 2x, max: 400ms }
      retry usual {
        attempts 3
        budget none
        on connection, unavailable { same-endpoint times: 2, backoff: gentle; fail }
        otherwise { fail }
      }
      route lookup { to a; effect read; deadline 15s; retry usual }
      """,
    fix: ("budget none", "budget 20%, min: 1/s")
  ) { linted in
    linted.graph.retries.ids.compactMap { id in
      let retry = linted.graph.retries[id]
      guard !retry.budgeted else { return nil }
      let routes = linted.reached.filter { linted.graph.routes[$0.route].retry == id }
      let most = routes.map { (reached: $0, attempts: linted.attemptsPossible($0)) }
        .max { $0.attempts < $1.attempts }
      guard let most, most.attempts > 1 else { return nil }
      return Finding(
        "retry \(linted.quoted(retry.name)) has no budget: an outage multiplies the load by up to \(most.attempts)",
        at: linted.place(.retry(id), .budget), of: .retry(id),
        related: [linted.related("used by this route", .route(most.reached.route))],
        notes: ["`budget 20%, min: 1/s` allows retries for one request in five, whatever fails"])
    }
  }
}
