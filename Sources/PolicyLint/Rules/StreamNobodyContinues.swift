import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let streamNobodyContinues = LintRule(
    "stream-nobody-continues", .failover,
    "A stream shown early that no endpoint could continue",
    why: """
      A stream that breaks off once it is shown can only be continued. If no endpoint can, its \
      reader is left with half an answer, although another endpoint could have given a whole one.
      """,
    bad: """
      endpoint a {
        url "https://a.example.com"; domain provider: one
        timeout connect: 1s, first-byte: 3s, idle: 5s, attempt: 8s
      }
      endpoint b {
        url "https://b.example.com"; domain provider: two
        timeout connect: 1s, first-byte: 3s, idle: 5s, attempt: 8s
      }
      active-passive both { member a; member b }
      route chat { to both; effect idempotent; deadline 20s; commit first-byte }
      """,
    fix: ("commit first-byte", "commit complete")
  ) { linted in
    linted.reached.compactMap { reached in
      let route = linted.graph.routes[reached.route]
      guard route.commit == .firstByte, reached.endpoints.count > 1,
        !linted.isContinued(reached), let first = reached.endpoints.first
      else { return nil }
      let begins = linted.quoted(linted.graph.endpoints[first].name)
      return Finding(
        "\(linted.quoted(route.name)) shows streams at their first byte, and no endpoint could continue one that \(begins) breaks off",
        at: linted.place(.route(reached.route), .commit), of: .route(reached.route),
        notes: [
          "`supports [continuation]` or `[prefill]` where a model takes one of them, and `on interrupted { resume; failover }`",
          "or hold streams until they are whole: `commit complete`",
        ])
    }
  }
}

extension LintedPolicy {
  /// Whether an answer that a route's first endpoint cuts may be continued: another one takes the
  /// text so far, and a rule hands it over.
  fileprivate func isContinued(_ reached: CheckedPolicy.Reached) -> Bool {
    reached.endpoints.dropFirst().contains { graph.handover(to: $0) != nil }
      && reached.retries.contains { !responses(.resume, in: $0).isEmpty }
  }
}
