import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let singleSampleTrip = LintRule(
    "single-sample-trip", .breaker, "A breaker that opens after a single failure",
    why: """
      One lost packet takes the endpoint away from everybody. It recovers, fails once and is gone \
      again: the breaker flaps, and the backup carries load that need not have moved.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      breaker nervous { trip consecutive: 1; cooldown 10s }
      route lookup { to a; effect read; deadline 15s; breaker nervous }
      """,
    fix: ("consecutive: 1", "consecutive: 5")
  ) { linted in
    linted.graph.breakers.ids.flatMap { id in
      let breaker = linted.graph.breakers[id]
      return breaker.trips.compactMap { tripID -> Finding? in
        let trip = linted.graph.trips[tripID]
        guard let what = linted.single(trip) else { return nil }
        return Finding(
          "\(what) opens \(linted.quoted(breaker.name))", at: linted.policy.place(of: tripID),
          of: .breaker(id),
          notes: [
            trip.kind == .failureRate || trip.kind == .slowRate
              ? "a share means something with `min-calls: 10` or more"
              : "five failures in a row, or half of twenty calls, are no accident"
          ])
      }
    }
  }
}

extension LintedPolicy {
  /// The single call that is enough for a trip, in words; nil if it wants more.
  fileprivate func single(_ trip: Trip) -> String? {
    switch trip.kind {
    case .consecutive, .failures: trip.count == 1 ? "one failure alone" : nil
    case .failureRate: trip.minCalls <= 1 ? "one failed call alone" : nil
    case .slowRate: trip.minCalls <= 1 ? "one slow call alone" : nil
    }
  }
}
