import PolicyGraph

/// Whom a route's requests can meet: by its topology, by `reroute`, by its ladder's `use`, and by
/// being asked what became of them.
struct Reach: Sendable {
  /// Whether each endpoint of the graph can be met.
  let endpoints: [Bool]
  /// The active-passive groups on the way of the main path, from the top.
  private(set) var passive: [ID<Group>] = []

  init(_ route: ID<Route>, in graph: FailoverGraph) {
    var met = RouteReach(graph, route).endpoints
    let sentTo = graph.endpoints.ids.filter { met[$0.index] }
    for retry in [graph.routes[route].retry] + sentTo.map({ graph.endpoints[$0].retry }) {
      guard let retry else { continue }
      for rule in graph.rules[graph.retries[retry].rules] {
        if let id = rule.reconcileAt { met[id.index] = true }
      }
    }
    endpoints = met
    var seen = Set<ID<Group>>()
    var open = [graph.routes[route].target]
    while let next = open.popLast() {
      guard case .group(let group) = next, seen.insert(group).inserted else { continue }
      if graph.groups[group].kind == .activePassive { passive.append(group) }
      open += graph.targets(below: group).reversed()
    }
  }
}
