import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let cacheForOnce = LintRule(
    "cache-for-once", .degradation, "A cached answer for a request that must run once",
    why: """
      The answer to a different or older order says "done" for an order that was never executed.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      degrade ladder {
        step cached { serve cache, max-age: 1h, within: 100ms }
        step halted { serve text: "orders are halted", status: 503 }
      }
      route place { match path: "/orders"; to a; effect once; deadline 15s; degrade ladder }
      """,
    fix: ("serve cache, max-age: 1h, within: 100ms", "call \"outbox\", within: 100ms")
  ) { linted in
    var seen = KeySet<ID<Step>>()
    return linted.graph.routes.ids.compactMap { id in
      let route = linted.graph.routes[id]
      guard route.effect == .once, let ladder = route.ladder,
        let step = linted.graph.ladders[ladder].steps.first(where: {
          linted.graph.steps[$0].answer == .serveCache
        }), seen.insert(step)
      else { return nil }
      return Finding(
        "\(linted.quoted(step)) answers \(linted.quoted(id)) from the cache, and its effect is `once`",
        at: linted.policy.place(of: step), of: .ladder(ladder),
        related: [linted.related("carried out once", .route(id), .effect)],
        notes: ["`call` a handler that records the request, or report the failure"])
    }
  }
}
