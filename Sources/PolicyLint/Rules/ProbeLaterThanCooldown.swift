import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let probeLaterThanCooldown = LintRule(
    "probe-later-than-cooldown", .breaker,
    "A request that tests the endpoint before the probe does",
    why: """
      When the cooldown ends and no probe has run meanwhile, the next request finds out whether \
      the endpoint is back. On a `once` route that request is somebody's order.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; probe path: "/health", every: 60s, timeout: 1s }
      route order { to a; effect once; deadline 15s }
      """,
    fix: ("every: 60s", "every: 5s")
  ) { linted in
    linted.eachEndpoint { _, route in
      route.effect == .once
    } _: { id, endpoint, reached, route in
      guard let probe = endpoint.probe, let breakerID = linted.breaker(id, route) else {
        return nil
      }
      let (every, cooldown) = (
        linted.graph.probes[probe].every, linted.graph.breakers[breakerID].cooldown
      )
      guard every > cooldown else { return nil }
      return Finding(
        "\(linted.quoted(endpoint.name)) is probed every \(every.spelling), but its breaker lets a request through after \(cooldown.spelling)",
        at: linted.place(.endpoint(id), .probe), of: .endpoint(id),
        related: [
          linted.related("the cooldown", .breaker(breakerID), .cooldown),
          linted.related("sent once", .route(reached.route), .effect),
        ],
        notes: ["probe more often than once per cooldown, or lengthen `cooldown`"])
    }
  }
}
