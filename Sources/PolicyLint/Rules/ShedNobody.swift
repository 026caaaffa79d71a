import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let shedNobody = LintRule(
    "shed-nobody", .degradation, "A step that sheds no request",
    why: """
      No priority is below 0. The step looks as if it separated callers that can wait from those \
      that cannot, but lets everybody through.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      degrade ladder {
        step batch { shed below: 0 }
        step sorry { serve text: "please try again", status: 503 }
      }
      route lookup { to a; effect read; deadline 15s; degrade ladder }
      """,
    fix: ("below: 0", "below: 4")
  ) { linted in
    linted.laddersInUse().flatMap { ladder, _ in
      linted.graph.ladders[ladder].steps.compactMap { step in
        guard linted.graph.steps[step].below == 0 else { return nil }
        return Finding(
          "\(linted.quoted(step)) sheds no request: no priority is below 0",
          at: linted.policy.place(of: step), of: .ladder(ladder),
          notes: ["priorities run from 0 to 9; a request without one has 5"])
      }
    }
  }
}
