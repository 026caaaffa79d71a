import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let breakerIgnoresTimeouts = LintRule(
    "breaker-ignores-timeouts", .breaker, "A breaker that does not count timeouts",
    why: """
      An endpoint that hangs costs the most, because every caller waits for its timeout. A breaker \
      that ignores timeouts stays closed the whole time.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      breaker steady { trip consecutive: 5; cooldown 10s; ignore timeout }
      route lookup { to a; effect read; deadline 15s; breaker steady }
      """,
    fix: ("; ignore timeout", ""), fixable: false
  ) { linted in
    let timeout = linted.policy.errorClass(.timeout)
    return linted.graph.breakers.ids.compactMap { id in
      let breaker = linted.graph.breakers[id]
      let counted = linted.graph.classMembers[breaker.counted]
      guard !counted.contains(where: { $0.errorClass == timeout }) else { return nil }
      // A breaker that opens when calls are slow sees what hangs, too.
      let seesSlow = linted.graph.trips[breaker.trips].contains { $0.kind == .slowRate }
      guard !seesSlow else { return nil }
      return Finding(
        "breaker \(linted.quoted(breaker.name)) stays closed while every call times out",
        at: linted.place(.breaker(id), .ignore), of: .breaker(id),
        notes: ["take `timeout` out of `ignore`, or add `trip slow-rate:`"])
    }
  }
}
