import PolicyGraph

/// Walks all that a route may lead to.
struct ReachWalk {
  private enum Start {
    case main
    case reroute(ID<Rule>)
    case ladder(ID<Step>)
  }

  private let graph: FailoverGraph
  private let requires: [Name]
  /// The first way to each endpoint.
  private(set) var found: [Reach?]
  private var isWalked: [Bool]

  init(_ graph: FailoverGraph, _ route: ID<Route>) {
    self.graph = graph
    requires = graph.features[graph.routes[route].requires].map(\.name)
    found = Array(repeating: nil, count: graph.endpoints.count)
    isWalked = Array(repeating: false, count: graph.groups.count)
  }

  mutating func run(_ route: ID<Route>) {
    let row = graph.routes[route]
    walk(row.target, .main, [])
    reroutes(row.retry)
    // A failure is answered by its endpoint's own rules, those of one reached by these included;
    // a `use` has no rules.
    var isAsked = found.map { _ in false }
    while let next = found.indices.first(where: { found[$0] != nil && !isAsked[$0] }) {
      isAsked[next] = true
      reroutes(graph.endpoints[ID(next)].retry)
    }
    guard let ladder = row.ladder else { return }
    for step in graph.ladders[ladder].steps {
      if let target = graph.steps[step].target { walk(target, .ladder(step), []) }
    }
  }

  private mutating func reroutes(_ retry: ID<Retry>?) {
    guard let retry else { return }
    for rule in graph.retries[retry].rules {
      for response in graph.responses[graph.rules[rule].responses] {
        if let target = response.target { walk(target, .reroute(rule), []) }
      }
    }
  }

  /// Groups are nested 64 deep at most, and each is walked once.
  private mutating func walk(_ target: Target, _ start: Start, _ path: [ID<Group>]) {
    switch target {
    case .endpoint(let id):
      let supported = graph.features[graph.endpoints[id].supports].map(\.name)
      guard found[id.index] == nil, requires.allSatisfy(supported.contains) else { return }
      found[id.index] =
        switch start {
        case .main: .main(path)
        case .reroute(let rule): .reroute(rule, path)
        case .ladder(let step): .ladder(step, path)
        }
    case .group(let id):
      guard !isWalked[id.index] else { return }
      isWalked[id.index] = true
      for member in graph.members[graph.groups[id].members] {
        walk(member.target, start, path + [id])
      }
      for arm in graph.arms[graph.groups[id].arms] { walk(arm.target, start, path + [id]) }
    }
  }
}
