public import PolicyGraph
public import PolicyRuntime

/// Proves what a policy claims, or shows why it cannot be.
///
/// Results of one route are kept: `attempts`, `latency`, `amplification` and `never-repeats` are
/// four readings of one exploration.
public struct Prover {
  /// The policy.
  public let graph: FailoverGraph
  /// What a service makes of it.
  let plan: Plan
  /// What one guarantee may cost.
  public let effort: Effort
  /// What is known of routes.
  var brackets: [ID<Route>: Bracket] = [:]
  /// What endpoints cost while they alone are out.
  var costs: [CostKey: Composition.Spent] = [:]
  /// The work that was done for the guarantee at hand.
  var spent = 0

  /// A prover of a graph's guarantees.
  public init(_ graph: FailoverGraph, effort: Effort = .usual) {
    self.init(Plan(graph), effort: effort)
  }

  /// A prover of the guarantees of a policy that has a plan already.
  public init(_ plan: Plan, effort: Effort = .usual) {
    graph = plan.graph
    self.plan = plan
    self.effort = effort
  }

  /// Proves one guarantee.
  public mutating func prove(_ id: ID<Guarantee>) -> Proof {
    let row = graph.guarantees[id]
    spent = 0
    do throws(GiveUp) {
      switch row.kind {
      case .survives: return try survives(id, row)
      case .reaches: return try reaches(id, row)
      case .attempts: return try attempts(id, row)
      case .latency: return try latency(id, row)
      case .amplification: return try amplification(id, row)
      case .neverRepeats: return try neverRepeats(id, row)
      case .availability: return try availability(id, row)
      case .carries: return carries(id, row)
      case .staysWithin: return staysWithin(id, row)
      }
    } catch {
      return Proof(id, graph.text(of: id), .notProved, error.description)
    }
  }

  /// The worst that a request of a route can do, whatever its endpoints do.
  public mutating func bounds(of route: ID<Route>) throws(GiveUp) -> RouteBounds {
    let known = try bracket(of: route) { $0.isClosed }
    if let why = known.givenUp, !known.isClosed { throw why }
    var exact = known.most
    (exact.states, exact.events) = (known.least.states, known.least.events)
    return exact
  }
}

/// The worst that a request of a route can do.
public struct RouteBounds: Equatable, Sendable {
  /// Attempts on the main path.
  public var mainAttempts: Int
  /// Attempts of the ladder.
  public var ladderAttempts: Int
  /// Attempts in all.
  public var attempts: Int
  /// Until its end, or until its answer begins.
  public var latency: Tick
  /// Whether it may be sent again although it may have been carried out; false where that is
  /// allowed and no guarantee denies it.
  public var repeats: Bool
  /// Different states that were explored.
  public var states: Int
  /// Events that the interpreter was told.
  public var events: Int
}

extension Prover {
  /// The worst service that a request of a route gets while some endpoints are out.
  package func worstLevel(
    of route: ID<Route>, without bad: [ID<Endpoint>]
  ) throws(GiveUp) -> ServiceLevel {
    let explorer = RouteExplorer(graph, route, effort)
    let question = Question(bad: bad, misbehaviour: .outage(classes(Guarantee())))
    return try explorer.worst(question).worst.level
  }
}
