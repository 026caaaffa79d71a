import PolicyGraph

/// Whom a route's requests can meet: by its topology, by `reroute`, and by its ladder's `use`.
struct Reach: Sendable {
  /// Whether each endpoint of the graph can be met.
  private(set) var endpoints: [Bool]
  /// The active-passive groups on the way of the main path.
  private(set) var passive: [ID<Group>] = []
  private var seen: [Bool]

  init(_ route: ID<Route>, in graph: FailoverGraph) {
    endpoints = Array(repeating: false, count: graph.endpoints.count)
    seen = Array(repeating: false, count: graph.groups.count)
    let row = graph.routes[route]
    walk(row.target, graph, isMain: true)
    var retries = [row.retry]
    for e in graph.endpoints.ids where endpoints[e.index] {
      retries.append(graph.endpoints[e].retry)
    }
    for retry in retries {
      guard let retry else { continue }
      for rule in graph.rules[graph.retries[retry].rules] {
        for response in graph.responses[rule.responses] {
          if let target = response.target { walk(target, graph, isMain: false) }
        }
      }
    }
    guard let ladder = row.ladder else { return }
    for step in graph.steps[graph.ladders[ladder].steps] {
      if let target = step.target { walk(target, graph, isMain: false) }
    }
  }

  /// Topologies have no cycles, and each is walked once.
  private mutating func walk(_ target: Target, _ graph: FailoverGraph, isMain: Bool) {
    switch target {
    case .endpoint(let endpoint): endpoints[endpoint.index] = true
    case .group(let group):
      if seen[group.index] { return }
      seen[group.index] = true
      if isMain, graph.groups[group].kind == .activePassive { passive.append(group) }
      for next in graph.targets(below: group) { walk(next, graph, isMain: isMain) }
    }
  }
}
