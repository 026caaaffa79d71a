import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let connectTimeoutMissing = LintRule(
    "connect-timeout-missing", .timing, "No timeout of its own for the connection",
    why: """
      A host that is gone answers nothing at all. A connection is there in milliseconds or not at \
      all, yet each request waits for as long as a slow answer may take before it goes elsewhere.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout attempt: 8s }
      endpoint b { url "https://b.example.com"; timeout connect: 1s, attempt: 8s }
      active-passive both { member a; member b; failback after: 60s }
      breaker steady { trip consecutive: 5; cooldown 10s }
      retry usual { attempts 2; on rejected { fail }; otherwise { failover } }
      route lookup {
        to both; effect read; deadline 20s; retry usual; breaker steady; degrade none
      }
      """,
    mend: ("timeout attempt: 8s", "timeout connect: 1s, attempt: 8s")
  ) { linted in
    linted.eachEndpoint { reached, route in
      // Who has nowhere else to go gains nothing from knowing sooner.
      reached.endpoints.count > 1 && route.retry.map(linted.failsOverConnection) ?? false
    } _: { id, endpoint, reached, route in
      let wait = linted.policy.unanswered(endpoint, route)
      guard endpoint.connectTimeout == nil, wait >= .s(2) else { return nil }
      return Finding(
        "a connection to \(linted.quoted(endpoint.name)) that never comes about costs \(wait.spelling)",
        at: linted.place(.endpoint(id), .timeout), of: .endpoint(id),
        related: [linted.related("who then goes elsewhere", .route(reached.route), .to)],
        notes: ["`timeout connect: 1s` is long for a connection, and short for a person"])
    }
  }
}
