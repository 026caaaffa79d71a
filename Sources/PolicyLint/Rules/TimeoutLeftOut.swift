import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let timeoutLeftOut = LintRule(
    "timeout-left-out", .failover, "A failover after a 500, and none after a timeout",
    why: """
      An endpoint that hangs is the more common outage, and the worse one. Here it ends the \
      request, though one that answers with an error does not.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      endpoint b { url "https://b.example.com"; timeout connect: 1s, attempt: 2s }
      active-passive main { member a; member b; failback after: 60s, hold: 30s }
      breaker steady { trip consecutive: 5; cooldown 15s }
      retry usual {
        attempts 2
        on connection, unavailable, overloaded { failover }
        otherwise { fail }
      }
      route lookup { to main; effect read; deadline 15s; retry usual; breaker steady; degrade none }
      """,
    mend: ("on connection, unavailable", "on connection, timeout, unavailable")
  ) { linted in
    var seen = Set<ID<Retry>>()
    return linted.reached.flatMap { reached in
      // A `once` route may have its reasons: what hangs may have been carried out.
      linted.graph.routes[reached.route].effect == .once
        ? []
        : reached.retries.compactMap { id -> Finding? in
          guard linted.failsOver(after: .unavailable, in: id),
            !linted.triesAgain(after: .timeout, in: id),
            let rule = linted.policy.rule(for: linted.policy.errorClass(.timeout), in: id),
            seen.insert(id).inserted
          else { return nil }
          return Finding(
            "\(linted.quoted(linted.graph.retries[id].name)) fails over after `unavailable`, and gives up after `timeout`",
            at: linted.policy.place(of: rule), of: .retry(id), label: "answers a timeout",
            related: [
              linted.related(
                "may be repeated: \(linted.graph.routes[reached.route].effect.word)",
                .route(reached.route), .effect)
            ], notes: ["name `timeout` beside `unavailable`"])
        }
    }
  }
}
