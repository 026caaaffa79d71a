import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let probeSlowToNotice = LintRule(
    "probe-slow-to-notice", .failover, "A probe that needs a minute to see an outage",
    why: """
      Without a breaker, the probe alone decides what is down. Until it does, every request goes \
      to the dead endpoint first.
      """,
    bad: """
      endpoint a {
        url     "https://a.example.com"
        probe   path: "/health", every: 30s, timeout: 1s, down-after: 4, up-after: 2
      }
      endpoint b { url "https://b.example.com"; probe path: "/health", every: 5s, timeout: 1s }
      active-passive main { member a; member b }
      retry usual { attempts 2; on rejected { fail }; otherwise { failover } }
      route lookup { to main; effect read; deadline 15s; retry usual; breaker none }
      """,
    fix: ("every: 30s, timeout: 1s, down-after: 4", "every: 5s, timeout: 1s, down-after: 2")
  ) { linted in
    linted.probed { id, endpoint, probe, routes in
      let needed = probe.every * Int64(probe.downAfter)
      guard needed >= .s(60),
        routes.allSatisfy({ linted.breaker(id, linted.graph.routes[$0]) == nil })
      else {
        return nil
      }
      return Finding(
        "\(linted.quoted(endpoint.name)) is known to be down after \(needed.spelling): \(probe.downAfter) probes, one every \(probe.every.spelling)",
        at: linted.place(.endpoint(id), .probe), of: .endpoint(id),
        notes: [
          "probe more often, lower `down-after:`, or add a `breaker`, which learns from requests"
        ]
      )
    }
  }
}
