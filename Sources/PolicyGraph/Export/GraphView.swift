/// What a picture shows: the rows that some routes can reach, each with the one place it is drawn.
struct GraphView {
  /// Where a target is drawn.
  enum Home: Equatable {
    /// Not at all.
    case nowhere
    /// Outside of every group.
    case top
    /// Within the group that leads to it first, at the first of its places there.
    case group(ID<Group>, at: Int)
    /// Within the ladder that alone leads to it, for the first step that uses it.
    case ladder(ID<Ladder>, for: ID<Step>)
  }

  let graph: FailoverGraph
  let routes: [ID<Route>]
  private(set) var endpointHomes: [Home]
  private(set) var groupHomes: [Home]
  /// The targets outside of every group, in the order they were met.
  private(set) var tops: [Target] = []
  private(set) var endpoints: [ID<Endpoint>] = []
  private(set) var groups: [ID<Group>] = []
  private(set) var ladders: Distinct<Ladder>
  private(set) var retries: Distinct<Retry>
  private(set) var breakers: Distinct<Breaker>
  /// The rules of the routes that reach each group; nil for a route without rules.
  private(set) var groupRetries: [[ID<Retry>?]]
  /// What an outage leaves of it, if one is to be shown.
  private(set) var remains: Remains?

  /// What `route` can reach; without one, what any route can.
  init(_ graph: FailoverGraph, route: ID<Route>?, outage: Outage? = nil) {
    self.graph = graph
    routes = route.map { [$0] } ?? Array(graph.routes.ids)
    endpointHomes = Array(repeating: .nowhere, count: graph.endpoints.count)
    groupHomes = Array(repeating: .nowhere, count: graph.groups.count)
    groupRetries = Array(repeating: [], count: graph.groups.count)
    ladders = Distinct(count: graph.ladders.count)
    retries = Distinct(count: graph.retries.count)
    breakers = Distinct(count: graph.breakers.count)
    for id in routes { show(graph.routes[id].target, in: .top, depth: 0) }
    for id in routes { meet(graph.routes[id]) }
    // Endpoints may bring rules of their own, which may lead to further endpoints.
    var met = 0
    while met < retries.ids.count {
      showReroutes(of: retries.ids[met])
      met += 1
    }
    for id in ladders.ids {
      for step in graph.ladders[id].steps {
        guard let target = graph.steps[step].target else { continue }
        show(target, in: .ladder(id, for: step), depth: 0)
      }
    }
    met = 0
    while met < retries.ids.count {
      showReroutes(of: retries.ids[met])
      met += 1
    }
    if let outage { remains = Remains(self, outage) }
  }

  /// Where a target is drawn.
  func home(of target: Target) -> Home {
    switch target {
    case .endpoint(let id): endpointHomes[id.index]
    case .group(let id): groupHomes[id.index]
    }
  }

  /// The members or arms of a group, in order.
  func children(of group: ID<Group>) -> [Target] { graph.targets(below: group) }

  private mutating func meet(_ route: Route) {
    if let retry = route.retry { retries.insert(retry) }
    rule(route.target, by: route.retry, depth: 0)
    if let breaker = route.breaker { breakers.insert(breaker) }
    if let ladder = route.ladder { ladders.insert(ladder) }
  }

  /// Notes for a group and those below it that requests under `retry` reach them.
  private mutating func rule(_ target: Target, by retry: ID<Retry>?, depth: Int) {
    guard case .group(let id) = target, depth <= ArtifactFormat.topologyDepthMax else { return }
    guard !groupRetries[id.index].contains(retry) else { return }
    groupRetries[id.index].append(retry)
    for child in children(of: id) { rule(child, by: retry, depth: depth + 1) }
  }

  private mutating func showReroutes(of retry: ID<Retry>) {
    for rule in graph.rules[graph.retries[retry].rules] {
      for response in graph.responses[rule.responses] {
        if let target = response.target { show(target, in: .top, depth: 0) }
      }
    }
  }

  private mutating func show(_ target: Target, in home: Home, depth: Int) {
    guard self.home(of: target) == .nowhere, depth <= ArtifactFormat.topologyDepthMax else {
      return
    }
    if home == .top { tops.append(target) }
    switch target {
    case .endpoint(let id):
      endpointHomes[id.index] = home
      endpoints.append(id)
      if let retry = graph.endpoints[id].retry { retries.insert(retry) }
      if let breaker = graph.endpoints[id].breaker { breakers.insert(breaker) }
    case .group(let id):
      groupHomes[id.index] = home
      groups.append(id)
      for (place, child) in children(of: id).enumerated() {
        show(child, in: .group(id, at: place), depth: depth + 1)
      }
    }
  }
}

/// Rows in the order they were met, each once.
struct Distinct<Of: Row> {
  private(set) var ids: [ID<Of>] = []
  private var met: [Bool]

  init(count: Int) { met = Array(repeating: false, count: count) }

  mutating func insert(_ id: ID<Of>) {
    guard !met[id.index] else { return }
    met[id.index] = true
    ids.append(id)
  }
}
