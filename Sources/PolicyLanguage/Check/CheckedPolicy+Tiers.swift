package import PolicyGraph

extension CheckedPolicy {
  /// A tier of a route, and what a request may have spent before it comes there.
  package struct TierTurn: Sendable {
    /// The member that begins the tier.
    package let member: ID<Member>
    /// Its first endpoint.
    package let endpoint: ID<Endpoint>
    /// The first endpoint of all.
    package let first: ID<Endpoint>
    /// How long what stands before it takes if all of it is silent.
    package let spent: Tick
  }

  /// The tiers of a route but the first, each with what is spent before it.
  ///
  /// Those behind a tier that does not fail over after a timeout are left out.
  package func tierTurns(of route: Route) -> [TierTurn] { checker.tierTurns(of: route) }
}

extension Checker {
  /// The tiers of a route but the first, each with what silence before it costs.
  func tierTurns(of route: Route) -> [CheckedPolicy.TierTurn] {
    guard let retry = route.retry, case .group = route.target else { return [] }
    var walker = self
    return paths(from: route.target).flatMap { start -> [CheckedPolicy.TierTurn] in
      let order = walker.order(of: start)
      var turns: [CheckedPolicy.TierTurn] = []
      for tier in order.tiers where tier.first > 0 && tier.first < order.endpoints.count {
        var spent = Tick.zero
        for id in order.endpoints[..<tier.first] {
          let endpoint = graph.endpoints[id]
          guard let silent = silence(endpoint, route, endpoint.retry ?? retry) else { return turns }
          spent = spent + unanswered(endpoint, route) * silent.attempts + silent.waits
        }
        turns.append(
          CheckedPolicy.TierTurn(
            member: ID(tier.member), endpoint: order.endpoints[tier.first],
            first: order.endpoints[0], spent: spent))
      }
      return turns
    }
  }
}
