import PolicyGraph

/// Whom a route's requests can meet: by its topology, by `reroute`, and by its ladder's `use`.
struct Reach: Sendable {
  /// Whether each endpoint of the graph can be met.
  let endpoints: [Bool]
  /// The active-passive groups on the way of the main path, from the top.
  private(set) var passive: [ID<Group>] = []

  init(_ route: ID<Route>, in graph: FailoverGraph) {
    endpoints = RouteReach(graph, route).endpoints
    var seen = Set<ID<Group>>()
    var open = [graph.routes[route].target]
    while let next = open.popLast() {
      guard case .group(let group) = next, seen.insert(group).inserted else { continue }
      if graph.groups[group].kind == .activePassive { passive.append(group) }
      open += graph.targets(below: group).reversed()
    }
  }
}
