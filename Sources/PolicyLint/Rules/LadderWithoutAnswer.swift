import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let ladderWithoutAnswer = LintRule(
    "ladder-without-answer", .degradation, "A ladder that may run out of steps",
    why: """
      When even its last step has nothing to give, the caller gets an error that nobody worded, in \
      the worst moment of all.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
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
        "\(linted.quoted(linted.graph.ladders[ladder].name)) may run out: its last step, \(linted.quoted(last)), need not have an answer",
        at: linted.policy.place(of: last), of: .ladder(ladder),
        related: routes.prefix(1).map {
          linted.related("used by this route", .route($0), .degrade)
        },
        notes: ["end with a `serve text:`, or with `fail` if nothing else is to be said"])
    }
  }
}
