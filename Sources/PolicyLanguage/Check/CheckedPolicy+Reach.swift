package import PolicyGraph

// What the checker reckons, for rules that reckon on.

extension CheckedPolicy {
  /// What one route can reach on its main path.
  package struct Reached: Sendable {
    /// The route.
    package let route: ID<Route>
    /// Every endpoint of the target and of reroutes, once, in the order of preference.
    package let endpoints: [ID<Endpoint>]
    /// Every group on the way to them.
    package let groups: [ID<Group>]
    /// The rules that answer failures there; the route's own first.
    package let retries: [ID<Retry>]
  }

  /// What each route reaches, in the order of the routes.
  package func reach() -> [Reached] {
    struct Start: Keyed {
      let key: UInt64
      init(_ route: Route) {
        // A program has fewer than 2^16 declarations of a kind.
        key = route.target.key << 32 | (route.retry.map { $0.key + 1 } ?? 0)
      }
    }
    var reach = Reach(graph)
    // Many routes to one large group share what was found for the first of them.
    var known = KeyMap<Start, Reached>()
    return graph.routes.ids.map { id in
      let route = graph.routes[id]
      let start = Start(route)
      if let same = known[start] {
        return Reached(
          route: id, endpoints: same.endpoints, groups: same.groups, retries: same.retries)
      }
      let view = reach.view(of: id)
      var retries: [ID<Retry>] = []
      for retry in [route.retry] + view.uses.map(\.retry) {
        if let retry, !retries.contains(retry) { retries.append(retry) }
      }
      let reached = Reached(
        route: id, endpoints: view.endpoints, groups: view.groups, retries: retries)
      known[start] = reached
      return reached
    }
  }

  /// The endpoints of a target, once, in the order of preference; reroutes left out.
  package func endpoints(of target: Target) -> [ID<Endpoint>] {
    var reach = Reach(graph)
    return reach.endpoints(of: target)
  }

  /// How the end of the main path comes about, in words.
  package func arithmetic(_ route: Route) -> String {
    checker.arithmetic(route, graph.mainPathEnd(route))
  }

  /// How long an attempt without an answer lasts at most.
  package func unanswered(_ endpoint: Endpoint, _ route: Route) -> Tick {
    checker.unanswered(endpoint, route)
  }

  /// The first delays of a backoff, before jitter.
  package func delays(_ backoff: Backoff, _ count: Int) -> [Tick] {
    Delays(backoff).first(count)
  }

  /// The rule of a retry that answers a class.
  package func rule(for id: ID<ErrorClass>, in retry: ID<Retry>) -> ID<Rule>? {
    checker.rule(for: id, in: retry)
  }

  /// Whether every breaker counts a class unless it says otherwise.
  package func isCountedByDefault(_ id: ID<ErrorClass>) -> Bool {
    BuiltinClass.countedByDefault.contains { BuiltinClass.id($0) == id }
  }

  /// The class that is called so.
  package func errorClass(_ name: Word) -> ID<ErrorClass> { BuiltinClass.id(name) }
}
