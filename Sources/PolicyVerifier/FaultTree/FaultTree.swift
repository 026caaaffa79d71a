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
  /// One for every outcome of the `select`s on the main path, in the order of their arms; a route
  /// without a `select` has one.
  public let ways: [Way]
  /// Set if there are more ways than are looked at: `ways` is then empty.
  public let limit: FaultLimit?

  /// A request's main path once every `select` on it has decided.
  public struct Way: Equatable, Sendable {
    /// The arms taken, outermost first.
    public var arms: [ID<Arm>]
    /// Who can give a full answer, in the order of the policy.
    ///
    /// The members of all groups, but for those that lack what the route requires, and those whose
    /// `context` none of the requests of these arms fits. `reroute` is no part of it: only some
    /// failures lead there.
    public var endpoints: [ID<Endpoint>]

    /// A way through `arms` to `endpoints`.
    public init(arms: [ID<Arm>], endpoints: [ID<Endpoint>]) {
      self.arms = arms
      self.endpoints = endpoints
    }
  }

  /// The tree of one route of a policy.
  public init(_ graph: FailoverGraph, _ route: ID<Route>) {
    self.graph = graph
    self.route = route
    var walk = WayWalk(graph, route)
    let found = walk.ways(graph.routes[route].target, above: -1)
    ways = walk.isTooLarge ? [] : found.map { Way(arms: $0.arms, endpoints: $0.endpoints) }
    limit = walk.isTooLarge ? .ways(FaultLimit.waysMax) : nil
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
    case .ways(let most): "its selects combine in more than \(most) ways"
    case .nodes(let most): "its decision diagram has more than \(most) nodes"
    case .states(let most): "more than \(most) states have to be told apart"
    case .outages(let most): "there are more than \(most) outages to look at"
    }
  }
}
