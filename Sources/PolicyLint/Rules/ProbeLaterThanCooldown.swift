import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let probeLaterThanCooldown = LintRule(
    "probe-later-than-cooldown", .breaker, "An order that finds out before the probe does",
    why: """
      When the cooldown is over and no probe has looked in the meantime, the next request goes out \
      to see whether the endpoint is back. Of a `once` route that is somebody's order.
      """,
    bad: """
      endpoint a {
        url     "https://a.example.com"
        timeout connect: 1s, attempt: 2s
        probe   path: "/health", every: 60s, timeout: 1s
      }
      breaker steady { trip consecutive: 5; cooldown 10s }
      route order { to a; effect once; deadline 15s; breaker steady; degrade none }
      """,
    mend: ("every: 60s", "every: 5s")
  ) { linted in
    linted.guarded().compactMap { guarded in
      let endpoint = linted.graph.endpoints[guarded.endpoint]
      let breaker = linted.graph.breakers[guarded.breaker]
      guard linted.graph.routes[guarded.route].effect == .once, let id = endpoint.probe,
        linted.graph.probes[id].every > breaker.cooldown
      else { return nil }
      let every = linted.graph.probes[id].every
      return Finding(
        "\(linted.quoted(endpoint.name)) is asked every \(every.spelling), and its breaker lets a request through after \(breaker.cooldown.spelling)",
        at: linted.place(.endpoint(guarded.endpoint), .probe), of: .endpoint(guarded.endpoint),
        related: [
          linted.related("the cooldown", .breaker(guarded.breaker), .cooldown),
          linted.related("sent once", .route(guarded.route), .effect),
        ],
        notes: ["ask more often than the cooldown lasts, or lengthen `cooldown`"])
    }
  }
}
