import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let probeAcceptsErrors = LintRule(
    "probe-accepts-errors", .failover, "A probe that accepts server errors",
    why: """
      A broken endpoint answers 5xx. With such a probe it is never down, and the answers that \
      opened its breaker close it again.
      """,
    bad: """
      endpoint a {
        url     "https://a.example.com"
        probe   path: "/health", every: 5s, timeout: 1s, status: 200..599
      }
      route lookup { match path: "/items/*"; to a; effect read; deadline 15s }
      """,
    fix: ("200..599", "200..299")
  ) { linted in
    linted.probed { id, endpoint, probe, _ in
      let ranges = linted.graph.statusRanges[probe.statuses]
      guard let wrong = ranges.first(where: { $0.last >= 500 }) else { return nil }
      let first = max(wrong.first, 500)
      let spelled = first == wrong.last ? "\(first)" : "\(first)..\(wrong.last)"
      return Finding(
        "the probe of \(linted.quoted(endpoint.name)) accepts status \(spelled) as healthy",
        at: linted.place(.endpoint(id), .probe), of: .endpoint(id),
        notes: ["use `status: 200..299`, the default"])
    }
  }
}
