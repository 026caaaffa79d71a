import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let firstByteTimeoutMissing = LintRule(
    "first-byte-timeout-missing", .timing, "A stream without a first-byte timeout",
    why: """
      Until the first byte another endpoint can still answer. Without this timeout only the \
      attempt timeout, made for long answers, detects an endpoint that hangs.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, idle: 5s, attempt: 8s }
      route chat { to a; effect idempotent; deadline 20s; commit first-byte }
      """,
    fix: ("idle: 5s", "first-byte: 3s, idle: 5s")
  ) { linted in
    linted.streaming { endpoint, id, related in
      guard endpoint.firstByteTimeout == nil else { return nil }
      return Finding(
        "\(linted.quoted(endpoint.name)) may keep a stream waiting for its first byte for \(endpoint.attemptTimeout.spelling)",
        at: linted.place(.endpoint(id), .timeout), of: .endpoint(id), related: [related],
        notes: [
          "a `timeout first-byte:` slightly above the slowest good first byte fails over sooner"
        ])
    }
  }
}

extension LintedPolicy {
  /// Looks at each endpoint that a route streams from.
  func streaming(
    _ look: (Endpoint, ID<Endpoint>, Diagnostic.Related) -> Finding?
  ) -> [Finding] {
    eachEndpoint { _, route in
      route.commit.mayBeEarly
    } _: { id, endpoint, reached, _ in
      look(endpoint, id, related("commits at the first byte", .route(reached.route), .commit))
    }
  }
}
