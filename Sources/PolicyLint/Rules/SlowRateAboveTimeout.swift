import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let slowRateAboveTimeout = LintRule(
    "slow-rate-above-timeout", .breaker, "A `slow-rate` threshold above the timeout",
    why: """
      The timeout ends every call first, so this trip can never fire. The policy looks as if the \
      breaker opened when the endpoint becomes slow.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      breaker steady {
        trip consecutive: 5
        trip slow-rate: 50%, slower-than: 3s, over: 30s, min-calls: 20
        cooldown 10s
      }
      route lookup { to a; effect read; deadline 15s; breaker steady }
      """,
    fix: ("slower-than: 3s", "slower-than: 1s")
  ) { linted in
    let uses = linted.guarded()
    return linted.graph.breakers.ids.flatMap { id -> [Finding] in
      let trips = linted.graph.breakers[id].trips
      guard linted.graph.trips[trips].contains(where: { $0.slowerThan != nil }) else { return [] }
      let own = uses.filter { $0.breaker == id }
      let waits = own.map {
        linted.policy.unanswered(
          linted.graph.endpoints[$0.endpoint], linted.graph.routes[$0.route])
      }
      guard let longest = waits.max(), let first = own.first else { return [] }
      return trips.compactMap { tripID -> Finding? in
        guard let slow = linted.graph.trips[tripID].slowerThan, slow > longest else { return nil }
        return Finding(
          "no call is ever slower than \(slow.spelling): an attempt ends after \(longest.spelling)",
          at: linted.policy.place(of: tripID), of: .breaker(id),
          related: [linted.related("the timeout", .endpoint(first.endpoint), .timeout)],
          notes: ["a `slower-than:` well below the timeout detects an endpoint that becomes slow"])
      }
    }
  }
}
