import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let notifyUnlimited = LintRule(
    "notify-unlimited", .observability, "A `notify` for every single request",
    why: """
      In an outage every request fires it. The pager, or whatever the handler calls, gets the \
      whole load, and the one message that matters is lost.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      degrade ladder {
        step sorry {
          notify "page-somebody"
          serve  text: "please try again", status: 503
        }
      }
      route lookup { to a; effect read; deadline 15s; degrade ladder }
      """,
    fix: ("\"page-somebody\"", "\"page-somebody\", at-most: 1/min")
  ) { linted in
    linted.laddersInUse().flatMap { ladder, _ in
      linted.graph.steps[linted.graph.ladders[ladder].steps].flatMap { step in
        linted.graph.notifies[step.notifies].compactMap { notify -> Finding? in
          guard notify.atMost == nil else { return nil }
          return Finding(
            "\(linted.quoted(notify.handler)) is called for every request that reaches \(linted.quoted(step.name))",
            at: linted.policy.place(of: notify.origin, .notify), of: .ladder(ladder),
            notes: ["limit it: `at-most: 1/min`"])
        }
      }
    }
  }
}
