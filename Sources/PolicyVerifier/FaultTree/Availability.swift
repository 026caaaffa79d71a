public import PolicyGraph

/// How often a route gets a full answer, by the figures of its endpoints and their domains.
public enum Availability: Equatable, Sendable {
  /// The probability, for the requests of every way through the `select`s of the route.
  case known([Way])
  /// These endpoints that may have to answer have no `availability`.
  case missing([ID<Endpoint>])
  /// It is not known.
  case tooLarge(FaultLimit)

  /// The probability for the requests that take some arms.
  public struct Way: Equatable, Sendable {
    /// The arms taken, outermost first.
    public var arms: [ID<Arm>]
    /// The tags that its requests carry.
    public var tags: [RequestTag] = []
    /// The probability of a full answer.
    public var chance: Chance
  }

  /// The least probability of all ways; nil if it is not known.
  public var worst: Chance? {
    switch self {
    case .known(let ways): ways.map(\.chance).min()
    case .missing, .tooLarge: nil
    }
  }

  /// What a request has to spend before somebody answers it.
  public struct Allowance: Equatable, Sendable {
    /// Attempts on the main path.
    public var attemptsMax: Int
    /// The time from its start to the end of its main path.
    public var mainSpan: Tick

    /// `attemptsMax` attempts within `mainSpan`.
    public init(attemptsMax: Int, mainSpan: Tick) {
      self.attemptsMax = attemptsMax
      self.mainSpan = mainSpan
    }
  }

  /// The exact probability of a full answer of `route`.
  ///
  /// An endpoint is up with its own figure while all of its domains are; a domain without a figure
  /// is always up, and one that several endpoints share is counted once. In every state of
  /// endpoints and domains the worst order is taken: all endpoints that are down are asked first.
  /// The state answers if what they cost leaves one attempt, and the time that one of those which
  /// are up needs to start. Static: nothing is repaired.
  ///
  /// - Parameters:
  ///   - allowance: what a request may spend; without it, somebody up is enough.
  ///   - cost: the most that an endpoint costs a request while it is down.
  ///   - atLeast: the time that must be left for an attempt to start.
  public static func of(
    _ route: ID<Route>, in graph: FailoverGraph, within allowance: Allowance? = nil,
    cost: (ID<Endpoint>) -> DownCost = { _ in DownCost(attempts: 0, time: .zero) },
    atLeast: (ID<Endpoint>) -> Tick = { _ in .zero }
  ) -> Availability {
    let tree = FaultTree(graph, route)
    if let limit = tree.limit { return .tooLarge(limit) }
    let missing = graph.endpoints.ids.filter { endpoint in
      graph.endpoints[endpoint].availability == nil
        && tree.ways.contains { $0.endpoints.contains(endpoint) }
    }
    guard missing.isEmpty else { return .missing(missing) }
    let allowance = allowance ?? Allowance(attemptsMax: .max, mainSpan: .max)
    var ways: [Way] = []
    for way in tree.ways {
      var count = AvailabilityCount(
        way.endpoints, graph, allowance, cost: cost, atLeast: atLeast)
      guard let chance = count.run() else { return .tooLarge(.states(FaultLimit.statesMax)) }
      ways.append(Way(arms: way.arms, tags: way.tags, chance: chance))
    }
    return .known(ways)
  }
}
