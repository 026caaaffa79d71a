import PolicyGraph
import PolicyLanguage

// What several rules ask of endpoints.

extension LintedPolicy {
  /// The endpoints that a route comes to without being rerouted, in the order of preference.
  func endpoints(_ route: Route) -> [ID<Endpoint>] { policy.endpoints(of: route.target) }

  /// The breaker of an endpoint on a route: its own, or the route's.
  func breaker(_ endpoint: ID<Endpoint>, _ route: Route) -> ID<Breaker>? {
    graph.endpoints[endpoint].breaker ?? route.breaker
  }

  /// The least time that a declared percentile gives for a share of the answers; nil if nothing
  /// that slow is declared.
  func latency(_ endpoint: ID<Endpoint>, atLeast percentile: Int64) -> LatencyPoint? {
    guard let id = graph.endpoints[endpoint].latency else { return nil }
    return graph.latencyPoints[graph.latencies[id].points].first {
      $0.percentile.millionths >= percentile
    }
  }

  /// Whether a limit of an endpoint counts tokens: there every attempt costs money.
  func countsTokens(_ endpoint: ID<Endpoint>) -> Bool {
    graph.limits[graph.endpoints[endpoint].limits].contains { $0.tokens != nil }
  }

  /// What a look at each endpoint on a route's main path finds: one finding for each endpoint, on
  /// the first route that has one.
  func eachEndpoint<Found>(
    where isLooked: (CheckedPolicy.Reached, Route) -> Bool = { _, _ in true },
    _ look: (ID<Endpoint>, Endpoint, CheckedPolicy.Reached, Route) -> Found?
  ) -> [Found] {
    var result: [Found] = []
    var isTold = [Bool](repeating: false, count: graph.endpoints.count)
    for reached in reached {
      let route = graph.routes[reached.route]
      guard isLooked(reached, route) else { continue }
      for id in reached.endpoints where !isTold[id.index] {
        guard let finding = look(id, graph.endpoints[id], reached, route) else { continue }
        isTold[id.index] = true
        result.append(finding)
      }
    }
    return result
  }

  /// Where each breaker guards which endpoint, and for which route; in the order of the routes.
  func guarded() -> [Guarded] {
    var result: [Guarded] = []
    for reached in reached {
      let route = graph.routes[reached.route]
      for endpoint in reached.endpoints {
        if let breaker = breaker(endpoint, route) {
          result.append(Guarded(breaker: breaker, endpoint: endpoint, route: reached.route))
        }
      }
    }
    return result
  }

  /// A breaker at an endpoint, for the calls of a route.
  struct Guarded {
    let breaker: ID<Breaker>
    let endpoint: ID<Endpoint>
    let route: ID<Route>

    /// The same for all routes.
    var place: Place { Place(breaker: breaker, endpoint: endpoint) }

    /// A breaker at an endpoint.
    struct Place: Keyed {
      let breaker: ID<Breaker>
      let endpoint: ID<Endpoint>

      var key: UInt64 { breaker.key << 32 | endpoint.key }
    }
  }
}
