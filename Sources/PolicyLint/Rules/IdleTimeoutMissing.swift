import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let idleTimeoutMissing = LintRule(
    "idle-timeout-missing", .timing, "A stream that may stall for ever",
    why: """
      After the commit neither the deadline nor the attempt timeout applies. An endpoint that \
      stops in the middle of an answer leaves the caller with half a sentence until somebody hangs \
      up.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, first-byte: 3s, attempt: 8s }
      route chat { to a; effect idempotent; deadline 20s; commit first-byte }
      """,
    fix: ("first-byte: 3s", "first-byte: 3s, idle: 5s")
  ) { linted in
    linted.streaming { endpoint, id, related in
      guard endpoint.idleTimeout == nil else { return nil }
      let bound = endpoint.streamTimeout.map { " for \($0.spelling)" } ?? ", and nothing ends it"
      return Finding(
        "a stream of \(linted.quoted(endpoint.name)) may stall after its first byte\(bound)",
        at: linted.place(.endpoint(id), .timeout), of: .endpoint(id), related: [related],
        notes: ["`timeout idle: 10s` ends a stream that pauses for longer"])
    }
  }
}
