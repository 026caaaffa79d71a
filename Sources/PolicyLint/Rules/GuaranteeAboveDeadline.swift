import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let guaranteeAboveDeadline = LintRule(
    "guarantee-above-deadline", .timing, "A latency guarantee that the deadline implies",
    why: """
      No request outlives its deadline, so the guarantee holds whatever the policy says. It looks \
      like a proof but proves nothing.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      route lookup { to a; effect read; deadline 5s }
      guarantee lookup { latency at-most: 8s }
      """,
    fix: ("at-most: 8s", "at-most: 3s")
  ) { linted in
    linted.graph.guarantees.rows.compactMap { guarantee in
      let route = linted.graph.routes[guarantee.route]
      guard guarantee.kind == .latency, let time = guarantee.time, time >= route.deadline else {
        return nil
      }
      return Finding(
        "a latency of at most \(time.spelling) says nothing: the deadline of \(linted.quoted(route.name)) is \(route.deadline.spelling)",
        at: linted.policy.place(of: guarantee.origin, .latency), of: .route(guarantee.route),
        related: [linted.related("the deadline", .route(guarantee.route), .deadline)],
        notes: ["claim less than the deadline, or remove the claim"])
    }
  }
}
