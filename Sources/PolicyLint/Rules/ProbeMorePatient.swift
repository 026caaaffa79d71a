import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let probeMorePatient = LintRule(
    "probe-more-patient", .failover, "A probe more patient than a request",
    why: """
      An endpoint that has become too slow for every request still answers its probe in time. It \
      counts as up, and requests keep timing out.
      """,
    bad: """
      endpoint a {
        url     "https://a.example.com"
        timeout connect: 100ms, attempt: 400ms
        probe   path: "/health", every: 5s
      }
      route lookup { match path: "/items/*"; to a; effect read; deadline 2s }
      """,
    fix: ("every: 5s", "every: 5s, timeout: 400ms")
  ) { linted in
    linted.probed { id, endpoint, probe, _ in
      guard probe.timeout > endpoint.attemptTimeout else { return nil }
      return Finding(
        "the probe of \(linted.quoted(endpoint.name)) waits \(probe.timeout.spelling) for its answer, and a request only \(endpoint.attemptTimeout.spelling)",
        at: linted.place(.endpoint(id), .probe), of: .endpoint(id),
        related: [linted.related("the requests' timeout", .endpoint(id), .timeout)],
        notes: [
          "set `timeout: \(endpoint.attemptTimeout.spelling)` in the probe; the default is 1s"
        ])
    }
  }
}
