import PolicyGraph

/// What requests can come to, from any route: what lies beside all ways need not be covered.
struct CoverageReach {
  private(set) var groups: [Bool]
  private(set) var endpoints: [Bool]
  private(set) var retries: [Bool]
  private(set) var breakers: [Bool]
  private(set) var ladders: [Bool]
  private let graph: FailoverGraph

  init(_ graph: FailoverGraph) {
    self.graph = graph
    groups = Array(repeating: false, count: graph.groups.count)
    endpoints = Array(repeating: false, count: graph.endpoints.count)
    retries = Array(repeating: false, count: graph.retries.count)
    breakers = Array(repeating: false, count: graph.breakers.count)
    ladders = Array(repeating: false, count: graph.ladders.count)
    for route in graph.routes.rows { follow(route) }
  }

  /// Follows a route to all that it leads to; a breaker of the route guards what has none itself.
  private mutating func follow(_ route: Route) {
    var open = [route.target]
    var seen: Set<Target> = []
    if let ladder = route.ladder {
      ladders[ladder.index] = true
      open += graph.steps[graph.ladders[ladder].steps].compactMap(\.target)
    }
    if let retry = route.retry { open += follow(retry) }
    while let target = open.popLast() {
      guard seen.insert(target).inserted else { continue }
      switch target {
      case .group(let group):
        groups[group.index] = true
        open += graph.targets(below: group)
      case .endpoint(let endpoint):
        endpoints[endpoint.index] = true
        let row = graph.endpoints[endpoint]
        if let breaker = row.breaker ?? route.breaker { breakers[breaker.index] = true }
        if let retry = row.retry { open += follow(retry) }
      }
    }
  }

  /// Marks a retry and gives where its responses lead.
  private mutating func follow(_ retry: ID<Retry>) -> [Target] {
    retries[retry.index] = true
    return graph.rules[graph.retries[retry].rules].flatMap { rule in
      graph.responses[rule.responses].compactMap(\.target)
    }
  }
}

extension FailoverGraph {
  /// All groups that a target is or leads to.
  func groups(below target: Target) -> Set<Int> {
    var open = [target]
    var found: Set<Int> = []
    while let next = open.popLast() {
      guard case .group(let group) = next, found.insert(group.index).inserted else { continue }
      open += targets(below: group)
    }
    return found
  }

  /// The endpoints that a target is or leads to.
  func endpoints(below target: Target) -> Set<Int> {
    var open = [target]
    var seen: Set<Target> = []
    var found: Set<Int> = []
    while let next = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      switch next {
      case .group(let group): open += targets(below: group)
      case .endpoint(let endpoint): found.insert(endpoint.index)
      }
    }
    return found
  }
}
