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
    /// When it is asked if all that stands before it is silent.
    package let spent: Tick
  }

  /// The tiers of a route but the first, each with what is spent before it.
  ///
  /// Those that a request does not come to while all before them is silent are left out.
  package func tierTurns(of route: Route) -> [TierTurn] { checker.tierTurns(of: route) }

  /// The last tier of a route that has some: its first endpoint, and those that stand before it.
  package func lastTier(of route: Route) -> (first: ID<Endpoint>, before: [ID<Endpoint>])? {
    var walker = checker
    for start in checker.paths(from: route.target) {
      let order = walker.order(of: start)
      guard let tier = order.tiers.last(where: { $0.first > 0 && !$0.endpoints.isEmpty }) else {
        continue
      }
      return (order.endpoints[tier.first], order.before(tier))
    }
    return nil
  }

  /// A try at the endpoint that just timed out for which no time is left.
  package struct SilentTry: Sendable {
    /// The response.
    package let response: ID<Response>
    /// The endpoint.
    package let endpoint: ID<Endpoint>
    /// When it was due.
    package let at: Tick
  }

  /// What becomes of tries at the same endpoint while nobody answers.
  package struct SilentStory: Sendable {
    /// Those for which no time is left.
    package let refused: [SilentTry]
    /// The responses that came about somewhere.
    package let carriedOut: Set<ID<Response>>
  }

  /// How requests of a route fare while nobody answers: one story for each arm of a `select`.
  package func silences(of route: Route) -> [SilentStory] {
    var walker = checker
    return checker.paths(from: route.target).map { start in
      let order = walker.order(of: start).endpoints
      let walk = checker.silence(order, on: route)
      return SilentStory(
        refused: walk.refused.map {
          SilentTry(response: $0.response, endpoint: order[$0.place], at: $0.at)
        }, carriedOut: walk.carriedOut)
    }
  }
}

extension Checker {
  /// The tiers of a route but the first, each with what silence before it costs.
  func tierTurns(of route: Route) -> [CheckedPolicy.TierTurn] {
    guard route.retry != nil, case .group = route.target else { return [] }
    var walker = self
    return paths(from: route.target).flatMap { start -> [CheckedPolicy.TierTurn] in
      let order = walker.order(of: start)
      let walk = silence(order.endpoints, on: route)
      return order.tiers.compactMap { tier -> CheckedPolicy.TierTurn? in
        guard tier.first > 0, !tier.endpoints.isEmpty, tier.avoidable.isEmpty,
          let spent = walk.askedAt[tier.first]
        else { return nil }
        return CheckedPolicy.TierTurn(
          member: ID(tier.member), endpoint: order.endpoints[tier.first],
          first: order.endpoints[0], spent: spent)
      }
    }
  }
}
