import PolicyGraph

/// Whom a route's requests can meet: by its topology, by `reroute`, by its ladder's `use`, and by
/// being asked what became of them.
struct Reach: Sendable {
  /// Whether each endpoint of the graph can be met.
  private(set) var endpoints: [Bool]
  /// Whether each can be sent a request: who is only asked about requests cannot.
  private(set) var sentTo: [Bool] = []
  /// The active-passive groups on the way of the main path.
  private(set) var passive: [ID<Group>] = []
  private var seen: [Bool]

  init(_ route: ID<Route>, in graph: FailoverGraph) {
    endpoints = Array(repeating: false, count: graph.endpoints.count)
    seen = Array(repeating: false, count: graph.groups.count)
    let row = graph.routes[route]
    walk(row.target, graph, isMain: true)
    // A reroute leads to endpoints whose own rules may reroute again: until nothing is new.
    var known: Set<ID<Retry>> = []
    // Whoever is only asked has no rules for these requests.
    var asked: [ID<Endpoint>] = []
    defer {
      sentTo = endpoints
      for id in asked { endpoints[id.index] = true }
    }
    var left = [row.retry].compactMap { $0 }
    while true {
      left += graph.endpoints.ids.filter { endpoints[$0.index] }
        .compactMap { graph.endpoints[$0].retry }
      left.removeAll { known.contains($0) }
      guard let retry = left.popLast() else { break }
      known.insert(retry)
      for rule in graph.rules[graph.retries[retry].rules] {
        if let id = rule.reconcileAt { asked.append(id) }
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
