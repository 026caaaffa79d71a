import PolicyGraph

/// What a route can reach on its main path, and by which rules its failures are answered.
struct RouteView {
  /// A table and the rules that answer what it produces; several endpoints may share one.
  struct Use: Equatable, Keyed {
    var table: ID<ErrorTable>
    var retry: ID<Retry>?

    var key: UInt64 { UInt64(table.raw) << 32 | UInt64(retry?.raw ?? UInt32.max) }
  }

  var route: ID<Route>
  /// Every endpoint of the target and of reroutes, once, in the order of preference.
  var endpoints: [ID<Endpoint>] = []
  var groups: [ID<Group>] = []
  var uses: [Use] = []
}

/// Which rows one walk has met: a new walk costs nothing, however many rows there are.
struct Marks: Sendable {
  private var endpoints: [UInt32] = []
  private var groups: [UInt32] = []
  private var walk: UInt32 = 0

  /// Begins a walk over tables of these sizes.
  mutating func next(endpoints: Int, groups: Int) {
    if self.endpoints.count != endpoints || self.groups.count != groups {
      self.endpoints = [UInt32](repeating: 0, count: endpoints)
      self.groups = [UInt32](repeating: 0, count: groups)
      walk = 0
    }
    walk += 1
  }

  /// Whether the walk meets an endpoint for the first time.
  mutating func first(_ id: ID<Endpoint>) -> Bool {
    // A target that could not be resolved is a finding, and stands for no endpoint.
    guard id.index < endpoints.count, endpoints[id.index] != walk else { return false }
    endpoints[id.index] = walk
    return true
  }

  /// Whether the walk meets a group for the first time.
  mutating func first(_ id: ID<Group>) -> Bool {
    guard groups[id.index] != walk else { return false }
    groups[id.index] = walk
    return true
  }
}

/// Walks topologies with marks instead of sets, so that many routes cost little.
struct Reach {
  private let graph: FailoverGraph
  private var marks = Marks()
  private var stack: [Target] = []
  private var spare = RouteView(route: ID(0))

  init(_ graph: FailoverGraph) { self.graph = graph }

  /// What `route` can reach.
  mutating func view(of route: ID<Route>) -> RouteView {
    marks.next(endpoints: graph.endpoints.count, groups: graph.groups.count)
    var view = spare
    spare = RouteView(route: ID(0))
    view.route = route
    let row = graph.routes[route]
    walk(row.target, &view)
    var at = 0
    while at < view.endpoints.count {
      let endpoint = graph.endpoints[view.endpoints[at]]
      let use = RouteView.Use(
        table: endpoint.errors ?? row.errors, retry: endpoint.retry ?? row.retry)
      if !view.uses.contains(use) {
        view.uses.append(use)
        // A reroute leads to further endpoints, with rules of their own.
        if let retry = use.retry { walkReroutes(retry, &view) }
      }
      at += 1
    }
    return view
  }

  /// The endpoints of a target, once, in the order of preference, without those of reroutes.
  mutating func endpoints(of target: Target) -> [ID<Endpoint>] {
    marks.next(endpoints: graph.endpoints.count, groups: graph.groups.count)
    var view = RouteView(route: ID(0))
    walk(target, &view)
    return view.endpoints
  }

  /// Takes the buffers of a view back.
  mutating func recycle(_ view: consuming RouteView) {
    spare = view
    spare.endpoints.removeAll(keepingCapacity: true)
    spare.groups.removeAll(keepingCapacity: true)
    spare.uses.removeAll(keepingCapacity: true)
  }

  private mutating func walkReroutes(_ retry: ID<Retry>, _ view: inout RouteView) {
    for rule in graph.retries[retry].rules {
      for response in graph.rules[rule].responses {
        if let target = graph.responses[response].target { walk(target, &view) }
      }
    }
  }

  private mutating func walk(_ target: Target, _ view: inout RouteView) {
    stack.append(target)
    while let target = stack.popLast() {
      switch target {
      case .endpoint(let id):
        if marks.first(id) { view.endpoints.append(id) }
      case .group(let id):
        guard marks.first(id) else { continue }
        view.groups.append(id)
        let group = graph.groups[id]
        for member in group.members.reversed() { stack.append(graph.members[member].target) }
        for arm in group.arms.reversed() { stack.append(graph.arms[arm].target) }
      }
    }
  }
}
