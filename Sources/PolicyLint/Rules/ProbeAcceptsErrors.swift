import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let probeAcceptsErrors = LintRule(
    "probe-accepts-errors", .failover, "A probe that takes a server's failure for health",
    why: """
      A 5xx is what an endpoint answers while it is broken: with such a probe it is never down, \
      and its breaker is closed again by the very answers that opened it.
      """,
    bad: """
      endpoint a {
        url     "https://a.example.com"
        timeout connect: 1s, attempt: 2s
        probe   path: "/health", every: 5s, timeout: 1s, status: 200..599
        breaker steady
      }
      breaker steady { trip consecutive: 5; cooldown 15s }
      route lookup { match path: "/items/*"; to a; effect read; deadline 15s; degrade none }
      """,
    fix: ("200..599", "200..299")
  ) { linted in
    linted.probed { id, endpoint, probe, _ in
      let ranges = linted.graph.statusRanges[probe.statuses]
      guard let wrong = ranges.first(where: { $0.last >= 500 }) else { return nil }
      let first = max(wrong.first, 500)
      let spelled = first == wrong.last ? "\(first)" : "\(first)..\(wrong.last)"
      return Finding(
        "the probe of \(linted.quoted(endpoint.name)) takes the status \(spelled) for health",
        at: linted.place(.endpoint(id), .probe), of: .endpoint(id),
        notes: ["`status: 200..299`, as when nothing is said, means up and nothing else does"])
    }
  }
}
