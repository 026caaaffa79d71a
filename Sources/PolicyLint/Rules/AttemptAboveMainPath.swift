import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let attemptAboveMainPath = LintRule(
    "attempt-above-main-path", .timing, "An attempt timeout longer than the route leaves",
    why: """
      No attempt of the route ever lasts so long: the end of the main path comes first. Whoever \
      reads the figure believes that an endpoint is given time which nobody has, and a silent one \
      uses up everything that the route has for other attempts.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 10s }
      degrade ladder { step sorry { serve text: "Please try again soon." }; reserve 500ms }
      route lookup { to a; effect read; deadline 10s; degrade ladder }
      """,
    fix: ("attempt: 10s", "attempt: 9s")
  ) { linted in
    linted.eachEndpoint { id, endpoint, reached, route in
      let end = linted.graph.mainPathEnd(route)
      guard end > .zero, endpoint.attemptTimeout > end else { return nil }
      return Finding(
        "an attempt at \(linted.quoted(endpoint.name)) may take \(endpoint.attemptTimeout.spelling), and \(linted.quoted(route.name)) leaves it \(end.spelling) at most",
        at: linted.place(.endpoint(id), .timeout), of: .endpoint(id),
        related: [linted.related("the deadline", .route(reached.route), .deadline)],
        notes: [
          linted.policy.arithmetic(route),
          "say `attempt:` \(end.spelling) or less; less leaves time for another attempt",
        ])
    }
  }
}
