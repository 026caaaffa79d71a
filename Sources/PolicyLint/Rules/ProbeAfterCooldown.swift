import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let probeAfterCooldown = LintRule(
    "probe-after-cooldown", .failover, "A probe that comes later than the request it should spare",
    why: """
      Once the cooldown is over, whoever comes first finds out whether the endpoint is back. Here \
      that is a request which may be carried out only once, and not the probe.
      """,
    bad: """
      endpoint a {
        url     "https://a.example.com"
        timeout connect: 1s, attempt: 2s
        probe   path: "/health", every: 30s, timeout: 1s
      }
      breaker steady { trip consecutive: 5; cooldown 10s, jitter: 10% }
      route place { match path: "/orders"; to a; effect once; deadline 15s; breaker steady; degrade none }
      """,
    mend: ("every: 30s", "every: 5s")
  ) { linted in
    linted.probed { id, endpoint, probe, routes in
      for route in routes where linted.graph.routes[route].effect == .once {
        guard let breaker = linted.breaker(of: id, on: route) else { continue }
        let row = linted.graph.breakers[breaker]
        // The cooldown as jitter may shorten it, in millionths.
        let parts = (Share.whole.ppb - row.cooldownJitter.ppb) / 1000
        let shortest = Tick(ns: row.cooldown.ns / 1_000_000 * parts)
        guard probe.every > shortest else { continue }
        return Finding(
          "\(linted.quoted(endpoint.name)) is probed every \(probe.every.spelling), and \(linted.quoted(row.name)) lets a request try it after \(shortest.spelling): a request of \(linted.quoted(route)) finds out whether it is back",
          at: linted.place(.endpoint(id), .probe), of: .endpoint(id),
          related: [
            linted.related("the cooldown", .breaker(breaker), .cooldown),
            linted.related("carried out only once", .route(route), .effect),
          ], notes: ["probe more often than the cooldown is long, or lengthen that"])
      }
      return nil
    }
  }
}
