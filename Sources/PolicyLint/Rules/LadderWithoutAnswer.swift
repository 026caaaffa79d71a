import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let ladderWithoutAnswer = LintRule(
    "ladder-without-answer", .degradation, "A ladder that may run out of steps",
    why: """
      If even the last step has nothing to serve, the caller gets a raw error at the worst \
      possible moment.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      degrade ladder {
        step cached { serve cache, max-age: 1h, within: 100ms }
      }
      route lookup { to a; effect read; deadline 15s; degrade ladder }
      """,
    fix: (
      "within: 100ms }",
      "within: 100ms }\n  step sorry  { serve text: \"please try again\", status: 503 }"
    )
  ) { linted in
    linted.laddersInUse().compactMap { ladder, routes in
      let steps = linted.graph.ladders[ladder].steps
      guard let last = steps.last, !steps.contains(where: { linted.graph.steps[$0].alwaysAnswers })
      else { return nil }
      return Finding(
        "\(linted.quoted(linted.graph.ladders[ladder].name)) may run out: its last step, \(linted.quoted(last)), may have no answer",
        at: linted.policy.place(of: last), of: .ladder(ladder),
        related: routes.prefix(1).map {
          linted.related("used by this route", .route($0), .degrade)
        },
        notes: ["end with `serve text:`, or with `fail` if there is nothing else to say"])
    }
  }
}
