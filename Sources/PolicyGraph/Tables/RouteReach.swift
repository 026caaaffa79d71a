/// What requests of a route may come to: by its topology, by reroutes, by its ladder.
public struct RouteReach: Sendable {
  /// By the index of the group.
  public private(set) var groups: [Bool]
  /// By the index of the endpoint.
  public private(set) var endpoints: [Bool]
  /// What was come to and not looked into yet.
  private var open: [Target]

  /// What requests of `route` may come to, by its ladder too if `withLadder`; each row is looked at
  /// once.
  public init(_ graph: FailoverGraph, _ route: ID<Route>, withLadder: Bool = true) {
    let row = graph.routes[route]
    groups = [Bool](repeating: false, count: graph.groups.count)
    endpoints = [Bool](repeating: false, count: graph.endpoints.count)
    open = [row.target]
    if let retry = row.retry { addTargets(of: retry, graph) }
    if withLadder, let ladder = row.ladder {
      for step in graph.steps[graph.ladders[ladder].steps] { step.target.map { open.append($0) } }
    }
    while let next = open.popLast() { enter(next, graph) }
  }

  private mutating func enter(_ target: Target, _ graph: FailoverGraph) {
    switch target {
    case .endpoint(let id):
      if endpoints[id.index] { return }
      endpoints[id.index] = true
      if let retry = graph.endpoints[id].retry { addTargets(of: retry, graph) }
    case .group(let id):
      if groups[id.index] { return }
      groups[id.index] = true
      open += graph.targets(below: id)
    }
  }

  private mutating func addTargets(of retry: ID<Retry>, _ graph: FailoverGraph) {
    for rule in graph.rules[graph.retries[retry].rules] {
      for response in graph.responses[rule.responses] {
        if let target = response.target { open.append(target) }
      }
    }
  }
}
