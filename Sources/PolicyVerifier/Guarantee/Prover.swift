public import PolicyGraph

/// Proves what a policy claims, or shows why it cannot be.
///
/// Results of one route are kept: `attempts`, `latency`, `amplification` and `never-repeats` are
/// four readings of one exploration.
public struct Prover {
  /// The policy.
  public let graph: FailoverGraph
  /// What one guarantee may cost.
  public let effort: Effort
  private var bounds: [ID<Route>: Result<RouteBounds, GiveUp>] = [:]
  /// What endpoints cost while they alone are out.
  var costs: [CostKey: Composition.Spent] = [:]

  /// A prover of a graph's guarantees.
  public init(_ graph: FailoverGraph, effort: Effort = .usual) {
    self.graph = graph
    self.effort = effort
  }

  /// Proves one guarantee.
  public mutating func prove(_ id: ID<Guarantee>) -> Proof {
    let row = graph.guarantees[id]
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
    if let known = bounds[route] { return try known.get() }
    let found = Result { () throws(GiveUp) in try explore(route) }
    bounds[route] = found
    return try found.get()
  }

  private func explore(_ route: ID<Route>) throws(GiveUp) -> RouteBounds {
    let explorer = try RouteExplorer(graph, route, effort)
    let answer = try explorer.worst(anything(explorer))
    return RouteBounds(
      mainAttempts: Int(answer.worst.mainAttempts),
      ladderAttempts: Int(answer.worst.ladderAttempts), attempts: Int(answer.worst.attempts),
      latency: Tick(ns: answer.worst.time), repeats: answer.worst.repeats, states: answer.states,
      events: answer.events)
  }

  /// Every endpoint is the adversary's, and may do anything.
  ///
  /// Where requests may be repeated and nobody
  /// says that they are not, it is not watched whether they are.
  private func anything(_ explorer: RouteExplorer) -> Question {
    let isClaimed = graph.guarantees.rows.contains {
      $0.kind == .neverRepeats && $0.route == explorer.route
    }
    return Question(
      bad: explorer.ways.all, malice: .anything,
      watchesRepeats: isClaimed || graph.routes[explorer.route].effect == .once)
  }

  /// The shortest request of a route that shows a fault, whatever its endpoints do.
  func anyWitness(of route: ID<Route>, _ fault: Explorer.Fault) throws(GiveUp) -> Witness? {
    let explorer = try RouteExplorer(graph, route, effort)
    return try explorer.witness(anything(explorer), of: fault)
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
    let explorer = try RouteExplorer(graph, route, effort)
    let question = Question(bad: bad, malice: .outage(classes(Guarantee())))
    return try explorer.worst(question).worst.level
  }
}
