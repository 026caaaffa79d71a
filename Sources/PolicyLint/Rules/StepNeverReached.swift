import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let stepNeverReached = LintRule(
    "step-never-reached", .degradation, "A step below one that always answers",
    why: """
      The ladder seems to include this step, but no request ever gets that far.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      degrade ladder {
        step sorry { serve text: "please try again", status: 503 }
        step cached { serve cache, max-age: 1h, within: 100ms }
      }
      route lookup { to a; effect read; deadline 15s; degrade ladder }
      """,
    fix: (
      """
      step sorry { serve text: "please try again", status: 503 }
        step cached { serve cache, max-age: 1h, within: 100ms }
      """,
      """
      step cached { serve cache, max-age: 1h, within: 100ms }
        step sorry { serve text: "please try again", status: 503 }
      """
    )
  ) { linted in
    linted.graph.ladders.ids.compactMap { ladder in
      let steps = linted.graph.ladders[ladder].steps
      guard let end = steps.first(where: { linted.graph.steps[$0].alwaysAnswers }),
        end.index + 1 < steps.endIndex
      else { return nil }
      let below = steps[end.index + 1]
      return Finding(
        "\(linted.quoted(below)) is never reached: \(linted.quoted(end)) above it always answers",
        at: linted.policy.place(of: below), of: .ladder(ladder),
        related: [Diagnostic.Related("answers everything", linted.policy.place(of: end))],
        notes: ["move it up, or limit the step above with `when class:`"])
    }
  }
}
