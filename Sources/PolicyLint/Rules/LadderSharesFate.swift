import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let ladderSharesFate = LintRule(
    "ladder-shares-fate", .degradation, "A ladder step that is down whenever the main path is",
    why: """
      The ladder starts where the main path has failed. A step to an endpoint that just failed, or \
      that fails together with it, costs time and answers nothing.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; domain provider: acme }
      endpoint small { url "https://small.example.com"; domain provider: acme }
      degrade ladder {
        step smaller { use small }
        step sorry   { serve text: "please try again", status: 503 }
      }
      route lookup { to a; effect read; deadline 15s; degrade ladder }
      """,
    fix: (
      "\"https://small.example.com\"; domain provider: acme",
      "\"https://small.example.com\"; domain provider: own"
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
          ? "\(what) is already on the main path of \(linted.quoted(route)): the step asks again what has just failed"
          : "\(what) fails with the main path of \(linted.quoted(route)): all of it is in \(linted.spelled(fate))",
        at: linted.policy.place(of: step),
        of: linted.graph.routes[route].ladder.map { .ladder($0) },
        related: [linted.related("the main path", .route(route), .to)],
        notes: ["use an endpoint that does not fail with it, or remove the step"])
    }
  }
}
