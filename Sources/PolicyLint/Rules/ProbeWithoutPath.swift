import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let probeWithoutPath = LintRule(
    "probe-without-path", .failover, "A probe that only connects, for HTTP traffic",
    why: """
      A server that accepts connections and answers every request with 500 passes such a probe. It \
      counts as up and closes its own breaker.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; probe every: 5s, timeout: 1s }
      route lookup { match path: "/items/*"; to a; effect read; deadline 15s }
      """,
    fix: ("probe every: 5s", "probe path: \"/health\", every: 5s")
  ) { linted in
    linted.probed { id, endpoint, probe, _ in
      guard probe.path == nil, ["http", "https"].contains(linted.scheme(id)) else { return nil }
      return Finding(
        "the probe of \(linted.quoted(endpoint.name)) only connects: the endpoint counts as up even if every request fails",
        at: linted.place(.endpoint(id), .probe), of: .endpoint(id),
        notes: ["probe a path that needs what requests need: `probe path: \"/health\"`"])
    }
  }
}
