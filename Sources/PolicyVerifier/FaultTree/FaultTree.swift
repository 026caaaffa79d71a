public import PolicyGraph

/// Who can answer the requests of a route, and what must be out before nobody can.
///
/// It looks at where requests may go, not at how long that takes: which endpoint is asked after
/// which failure, and whether there is time, is for the explorer and for `Availability`.
public struct FaultTree: Equatable, Sendable {
  /// The policy.
  public let graph: FailoverGraph
  /// The route.
  public let route: ID<Route>
  /// One for every kind of request that endpoints tell apart by what they serve, and for every
  /// outcome of the `select`s on its main path, in the order of their arms; a route without either
  /// has one.
  public let ways: [Way]
  /// Set if there are more ways than are looked at: `ways` is then empty.
  public let limit: FaultLimit?

  /// A request's main path once every `select` on it has decided.
  public struct Way: Equatable, Sendable {
    /// The tags that requests carry, where endpoints say which they serve.
    public var tags: [RequestTag]
    /// The arms taken, outermost first.
    public var arms: [ID<Arm>]
    /// Who can give a full answer, in the order of the policy.
    ///
    /// The members of all groups, but for those that lack what the route requires, and those whose
    /// `context` none of the requests of these arms fits. `reroute` is no part of it: only some
    /// failures lead there.
    public var endpoints: [ID<Endpoint>]

    /// A way through `arms` to `endpoints`.
    public init(tags: [RequestTag] = [], arms: [ID<Arm>], endpoints: [ID<Endpoint>]) {
      self.tags = tags
      self.arms = arms
      self.endpoints = endpoints
    }

    fileprivate func leads(as other: PathWalk.Found) -> Bool {
      arms == other.arms && endpoints == other.endpoints
    }
  }

  /// The tree of one route of a policy.
  public init(_ graph: FailoverGraph, _ route: ID<Route>) {
    self.graph = graph
    self.route = route
    let found = FaultTree.ways(graph, route, to: graph.routes[route].target)
    ways = found ?? []
    limit = found == nil ? .ways(FaultLimit.waysMax) : nil
  }

  /// The ways of the requests of a route to a target, kind by kind; nil if there are too many.
  ///
  /// Those of requests that are refused at once are left out, but where all are.
  static func ways(
    _ graph: FailoverGraph, _ route: ID<Route>, to target: Target
  ) -> [Way]? {
    let reach = RoutePaths(graph, route)
    let arms = reach.groups.flatMap { Array(graph.groups[$0].arms) }
    guard let kinds = graph.requestKinds(among: reach.main, arms: arms) else { return nil }
    var ways: [Way] = []
    var refused: [Way] = []
    for kind in kinds {
      var walk = PathWalk(graph, route, kind)
      let found = walk.ways(target, above: -1)
      if walk.isTooLarge { return nil }
      for way in found where !ways.contains(where: { $0.leads(as: way) }) {
        let known = Way(tags: kind.tags, arms: way.arms, endpoints: way.endpoints)
        if way.isRefused { refused.append(known) } else { ways.append(known) }
      }
      if ways.count > FaultLimit.waysMax { return nil }
    }
    return ways.isEmpty ? Array(refused.prefix(1)) : ways
  }
}

/// What kept a question from being answered: the policy is too large for an exact answer.
public enum FaultLimit: Equatable, Sendable {
  /// The `select`s of a route combine in more than so many ways.
  case ways(Int)
  /// The decision diagram has more than so many nodes, or variables.
  case nodes(Int)
  /// More than so many states have to be told apart.
  case states(Int)
  /// More than so many outages have to be looked at.
  case outages(Int)

  static let waysMax = 256
  static let nodesMax = 400_000
  static let variablesMax = 2_000
  static let statesMax = 200_000
  static let outagesMax = 20_000
}

extension FaultLimit: CustomStringConvertible {
  /// What is too large, in words.
  public var description: String {
    switch self {
    case .ways(let most):
      "its selects and served tags combine in more than \(most) ways"
    case .nodes(let most): "its decision diagram has more than \(most) nodes"
    case .states(let most): "it has more than \(most) states"
    case .outages(let most): "there are more than \(most) outages"
    }
  }
}
