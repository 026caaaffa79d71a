import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let cooldownShorterThanTimeout = LintRule(
    "cooldown-shorter-than-timeout", .breaker, "A cooldown shorter than one attempt",
    why: """
      The breaker lets probes through before the calls that opened it have even timed out. It \
      takes no load off, and the endpoint gets no time to recover.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      breaker hasty { trip consecutive: 5; cooldown 2s }
      route lookup { to a; effect read; deadline 15s; breaker hasty }
      """,
    fix: ("cooldown 2s", "cooldown 15s")
  ) { linted in
    var told = KeySet<ID<Breaker>>()
    return linted.eachEndpoint { id, endpoint, _, route in
      guard let breakerID = linted.breaker(id, route) else { return nil }
      let breaker = linted.graph.breakers[breakerID]
      let wait = linted.policy.unanswered(endpoint, route)
      guard breaker.cooldown < wait, told.insert(breakerID) else { return nil }
      return Finding(
        "\(linted.quoted(breaker.name)) is open for \(breaker.cooldown.spelling), and one attempt at \(linted.quoted(endpoint.name)) may take \(wait.spelling)",
        at: linted.place(.breaker(breakerID), .cooldown), of: .breaker(breakerID),
        related: [linted.related("its timeout", .endpoint(id), .timeout)],
        notes: ["a cooldown of several timeouts gives an endpoint time to recover"])
    }
  }
}
