import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let halfOpenTooMany = LintRule(
    "half-open-too-many", .breaker, "More half-open probes at once than it takes to close",
    why: """
      Each probe is a caller's request, sent to an endpoint that was down a moment ago. Extra \
      probes only make more callers wait for an endpoint that may still be down.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      breaker steady { trip consecutive: 5; cooldown 10s; probe calls: 2, at-once: 20 }
      route lookup { to a; effect read; deadline 15s; breaker steady }
      """,
    fix: ("at-once: 20", "at-once: 2"), fixable: true
  ) { linted in
    linted.graph.breakers.ids.compactMap { id in
      let breaker = linted.graph.breakers[id]
      guard breaker.probeCalls > 0, breaker.probeAtOnce > breaker.probeCalls,
        let statement = linted.policy.statement(of: .breaker(id), .probe)
      else { return nil }
      let calls = breaker.probeCalls
      return Finding(
        "\(breaker.probeAtOnce) requests at once try an endpoint that \(calls) \(calls == 1 ? "success closes" : "successes close") again",
        at: linted.place(.breaker(id), .probe), of: .breaker(id),
        notes: ["`at-once: \(calls)` risks no more requests than needed"],
        fix: linted.labelled(statement, "at-once", "\(calls)", "write `at-once: \(calls)`"))
    }
  }
}
