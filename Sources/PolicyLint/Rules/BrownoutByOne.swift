import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let brownoutByOne = LintRule(
    "brownout-by-one", .degradation, "A brownout that one failed request triggers",
    why: """
      In a quiet hour one unlucky request sends everybody to the ladder although all endpoints are \
      healthy.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      degrade ladder {
        step sorry { serve text: "please try again", status: 503 }
        enter exhausted: 20%, over: 30s, min-calls: 4
        leave after: 30s
      }
      route lookup { to a; effect read; deadline 15s; degrade ladder }
      """,
    fix: ("min-calls: 4", "min-calls: 20")
  ) { linted in
    linted.laddersInUse().compactMap { ladder, _ in
      let row = linted.graph.ladders[ladder]
      guard let share = row.enterExhausted, let calls = row.enterMinCalls,
        share.ppb * Int64(calls) <= Share.whole.ppb
      else { return nil }
      return Finding(
        "one failed request of \(max(calls, 1)) is \(share.spelling): it starts the brownout of \(linted.quoted(row.name))",
        at: linted.place(.ladder(ladder), .enter), of: .ladder(ladder),
        notes: ["raise `min-calls:`, so that chance alone does not decide"])
    }
  }
}
