import PolicyGraph
import PolicyRuntime

/// Guarantees that follow from declared figures.
extension Prover {
  /// The exact probability of a full answer, with the proved worst cost of each endpoint that is
  /// down.
  mutating func availability(_ id: ID<Guarantee>, _ row: Guarantee) throws(GiveUp) -> Proof {
    let wanted = row.share ?? .whole
    let explorer = RouteExplorer(graph, row.route, effort)
    var costs: [ID<Endpoint>: DownCost] = [:]
    var proof = Proof(id, graph.text(of: id), .holds, "")
    let equals = explorer.firstEquals
    for endpoint in explorer.paths.main {
      let first = equals[endpoint] ?? endpoint
      let found = try cost(of: first, explorer, classes(Guarantee()))
      proof.states += found.states
      proof.events += found.events
      costs[endpoint] = found.cost
      if found.cost == .fatal {
        proof.notes.append(
          "a request sent to \(graph.names(of: [endpoint])) while it is down may end there")
      }
    }
    let retry = graph.routes[row.route].retry.map { graph.retries[$0] }
    let found = Availability.of(
      row.route, in: graph,
      within: .init(attemptsMax: Int(retry?.attempts ?? 1), mainSpan: explorer.mainSpan),
      cost: { costs[$0] ?? .fatal }, atLeast: { explorer.leastTime(of: $0) })
    let lines = found.lines(in: graph)
    proof.found = lines.first ?? "no endpoint answers"
    proof.notes = lines.dropFirst() + proof.notes
    switch found {
    case .missing, .tooLarge: proof.verdict = .notProved
    case .known: proof.verdict = (found.worst ?? .never) >= Chance(wanted) ? .holds : .fails
    }
    proof.assumption =
      "availability: endpoints and domains fail independently, as often as declared, and keep their state"
      + " for the time of a request; those that are down are asked first"
    return proof
  }

  /// What an endpoint costs a request at most while it alone is out; found out once.
  mutating func cost(
    of endpoint: ID<Endpoint>, _ explorer: RouteExplorer, _ classes: [ID<ErrorClass>]
  ) throws(GiveUp) -> Composition.Spent {
    let key = CostKey(route: explorer.route, endpoint: endpoint, classes: classes)
    if let known = costs[key] { return known }
    var spent = Composition.Spent(cost: .fatal)
    let others = explorer.paths.main.filter { $0 != endpoint }
    if !others.isEmpty {
      let answer = try explorer.worst(
        Question(bad: [endpoint], misbehaviour: .outage(classes), reach: others), spent: self.spent)
      self.spent += answer.work
      spent.states = answer.states
      spent.events = answer.events
      if answer.worst.reachedAt < .max {
        spent.cost = DownCost(
          attempts: Int(answer.worst.mainAttempts) - 1, time: Tick(ns: answer.worst.reachedAt))
      }
    }
    costs[key] = spent
    return spent
  }

  func carries(_ id: ID<Guarantee>, _ row: Guarantee) -> Proof {
    let found = Carrying.check(graph, row)
    let lines = found.lines(in: graph)
    var proof = Proof(id, graph.text(of: id), .holds, lines.first ?? "")
    proof.notes = Array(lines.dropFirst())
    switch found {
    case .holds: break
    case .fails: proof.verdict = .fails
    case .missing, .tooLarge: proof.verdict = .notProved
    }
    return proof
  }

  func staysWithin(_ id: ID<Guarantee>, _ row: Guarantee) -> Proof {
    let found = Residency.check(graph, row)
    let count = RoutePaths(graph, row.route).all.count
    let lines = found.lines(in: graph)
    var proof = Proof(
      id, graph.text(of: id), found.holds ? .holds : .fails,
      lines.first ?? "all of \(counted(count, "endpoint")) that can ever be tried, reroutes and the"
        + " ladder included")
    proof.notes = Array(lines.dropFirst())
    return proof
  }
}

/// What the cost of an endpoint depends on.
struct CostKey: Hashable {
  var route: ID<Route>
  var endpoint: ID<Endpoint>
  var classes: [ID<ErrorClass>]
}

extension DownCost {
  /// A request that comes to the endpoint goes nowhere else.
  static let fatal = DownCost(attempts: 1_000_000, time: .max)
}
