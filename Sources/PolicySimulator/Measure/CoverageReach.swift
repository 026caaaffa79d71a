import PolicyGraph

/// The rows that some route's requests can reach; the others need not be covered.
struct CoverageReach {
  private(set) var groups: [Bool]
  private(set) var endpoints: [Bool]
  private(set) var retries: [Bool]
  private(set) var breakers: [Bool]
  private(set) var ladders: [Bool]

  init(_ graph: FailoverGraph) {
    groups = Array(repeating: false, count: graph.groups.count)
    endpoints = Array(repeating: false, count: graph.endpoints.count)
    retries = Array(repeating: false, count: graph.retries.count)
    breakers = Array(repeating: false, count: graph.breakers.count)
    ladders = Array(repeating: false, count: graph.ladders.count)
    for id in graph.routes.ids {
      let route = graph.routes[id]
      let reach = RouteReach(graph, id)
      if let retry = route.retry { retries[retry.index] = true }
      if let ladder = route.ladder { ladders[ladder.index] = true }
      for group in reach.groups.indices where reach.groups[group] { groups[group] = true }
      for endpoint in graph.endpoints.ids where reach.endpoints[endpoint.index] {
        let row = graph.endpoints[endpoint]
        endpoints[endpoint.index] = true
        if let retry = row.retry { retries[retry.index] = true }
        // A breaker of the route guards what has none itself.
        if let breaker = row.breaker ?? route.breaker { breakers[breaker.index] = true }
      }
    }
  }
}
