import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let attemptAboveMainPath = LintRule(
    "attempt-above-main-path", .timing, "An attempt timeout longer than the route allows",
    why: """
      The main path ends first, so no attempt of the route lasts this long. The number suggests \
      time that does not exist, and an endpoint that hangs uses up all the time left for other \
      attempts.
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
        "an attempt at \(linted.quoted(endpoint.name)) may take \(endpoint.attemptTimeout.spelling), but \(linted.quoted(route.name)) leaves it at most \(end.spelling)",
        at: linted.place(.endpoint(id), .timeout), of: .endpoint(id),
        related: [linted.related("the deadline", .route(reached.route), .deadline)],
        notes: [
          linted.policy.arithmetic(route),
          "set `attempt:` to \(end.spelling) or less; less leaves time for another attempt",
        ])
    }
  }
}
