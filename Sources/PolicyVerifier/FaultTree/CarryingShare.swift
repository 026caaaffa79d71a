import PolicyGraph

/// The routes that share endpoints or limits with one, directly or through others, and what they
/// share.
struct CarryingShare {
  private let graph: FailoverGraph
  private(set) var routes: [(route: ID<Route>, ways: [FaultTree.Way])] = []
  /// All their endpoints, in the order of the policy.
  private(set) var endpoints: [ID<Endpoint>] = []

  init(_ graph: FailoverGraph) { self.graph = graph }

  /// Gathers from a route on; gives what is too large, if anything is.
  mutating func gather(from route: ID<Route>) -> FaultLimit? {
    var trees: [FaultTree] = []
    for id in graph.routes.ids {
      let tree = FaultTree(graph, id)
      if let limit = tree.limit { return limit }
      trees.append(tree)
    }
    var isIn = [Bool](repeating: false, count: graph.routes.count)
    isIn[route.index] = true
    var reached = Set(trees[route.index].ways.flatMap(\.endpoints))
    var hasGrown = true
    while hasGrown {
      hasGrown = false
      let places = Set(reached.flatMap(sharedPlaces))
      for tree in trees where !isIn[tree.route.index] {
        let own = tree.ways.flatMap(\.endpoints)
        guard
          own.contains(where: {
            reached.contains($0) || !places.isDisjoint(with: sharedPlaces($0))
          })
        else { continue }
        isIn[tree.route.index] = true
        reached.formUnion(own)
        hasGrown = true
      }
    }
    for tree in trees where isIn[tree.route.index] { routes.append((tree.route, distinct(tree))) }
    endpoints = graph.endpoints.ids.filter { reached.contains($0) }
    return nil
  }

  /// Where limits of an endpoint are shared with others.
  private func sharedPlaces(_ id: ID<Endpoint>) -> [LimitPlace] {
    graph.limits[graph.endpoints[id].limits].flatMap { LimitPlace.places(of: $0, id, graph) }
      .filter(\.isShared)
  }

  /// Ways that lead to the same endpoints carry the same.
  private func distinct(_ tree: FaultTree) -> [FaultTree.Way] {
    var ways: [FaultTree.Way] = []
    for way in tree.ways
    where !ways.contains(where: { Set($0.endpoints) == Set(way.endpoints) }) {
      ways.append(way)
    }
    return ways
  }

  /// In how many ways all routes together may go; `Int.max` if that is not to be counted.
  var mixtures: Int {
    routes.reduce(1) { product, entry in
      let (result, overflow) = product.multipliedReportingOverflow(by: entry.ways.count)
      return overflow ? .max : result
    }
  }

  /// One way for each route.
  func ways(of mixture: Int) -> [FaultTree.Way] {
    var rest = mixture
    return routes.map { entry in
      defer { rest /= entry.ways.count }
      return entry.ways[rest % entry.ways.count]
    }
  }

  /// The domains of a label that some of the endpoints lie in, in the order of the policy.
  func domains(of label: Name?) -> [ID<FaultDomain>] {
    graph.domains.ids.filter { id in
      graph.domains[id].label == label && endpoints.contains { isOut($0, [id]) }
    }
  }

  /// Whether an endpoint lies in one of some domains.
  func isOut(_ endpoint: ID<Endpoint>, _ out: [ID<FaultDomain>]) -> Bool {
    graph.domainMembers[graph.endpoints[endpoint].domains].contains { out.contains($0.domain) }
  }
}
