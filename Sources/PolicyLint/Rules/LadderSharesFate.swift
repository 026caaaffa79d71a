import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let ladderSharesFate = LintRule(
    "ladder-shares-fate", .degradation, "A step that is down whenever the main path is",
    why: """
      The ladder begins where the main path has failed. A step to what has just failed, or to what \
      fails with it, costs its time and answers nothing.
      """,
    bad: """
      endpoint a {
        url     "https://a.example.com"
        domain  provider: acme
        timeout connect: 1s, attempt: 2s
      }
      endpoint small {
        url     "https://small.example.com"
        domain  provider: acme
        timeout connect: 1s, attempt: 2s
      }
      degrade ladder {
        step smaller { use small }
        step sorry   { serve text: "please try again", status: 503 }
      }
      route lookup { to a; effect read; deadline 15s; degrade ladder }
      """,
    fix: (
      "\"https://small.example.com\"\n  domain  provider: acme",
      "\"https://small.example.com\"\n  domain  provider: own"
    )
  ) { linted in
    linted.ladderUses { route, step, endpoints in
      let main = linted.endpoints(linted.graph.routes[route].target)
      let isMain = Set(main).isSuperset(of: endpoints)
      let fate = linted.sharedFate(endpoints, main)
      guard isMain || !fate.isEmpty else { return nil }
      let what = linted.listed(endpoints)
      return Finding(
        isMain
          ? "\(what) is on the main path of \(linted.quoted(route)) already: the step asks again what has just failed"
          : "\(what) falls with the main path of \(linted.quoted(route)): all of it lies in \(linted.spelled(fate))",
        at: linted.policy.place(of: step),
        of: linted.graph.routes[route].ladder.map { .ladder($0) },
        related: [linted.related("the main path", .route(route), .to)],
        notes: ["use something that does not share its fate, or take the step out"])
    }
  }
}
