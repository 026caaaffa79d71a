import PolicyGraph
import PolicyRuntime

/// Guarantees that follow from declared figures.
extension Prover {
  /// The exact probability of a full answer, with the proved worst cost of each endpoint that is
  /// down.
  func availability(_ id: ID<Guarantee>, _ row: Guarantee) throws(GiveUp) -> Proof {
    let wanted = row.share ?? .whole
    let explorer = try RouteExplorer(graph, row.route, effort)
    var costs: [ID<Endpoint>: DownCost] = [:]
    var proof = Proof(id, graph.text(of: id), .holds, "")
    for endpoint in explorer.ways.main {
      let found = try cost(of: endpoint, explorer, &proof)
      costs[endpoint] = found
      if found == .fatal {
        proof.notes.append(
          "a request that comes to \(graph.names(of: [endpoint])) while it is down may end there")
      }
    }
    let retry = graph.routes[row.route].retry.map { graph.retries[$0] }
    let found = Availability.of(
      row.route, in: graph,
      within: .init(attemptsMax: Int(retry?.attempts ?? 1), mainSpan: explorer.mainSpan),
      cost: { costs[$0] ?? .fatal }, atLeast: { explorer.leastTime(of: $0) })
    let lines = found.lines(in: graph)
    proof.found = lines.first ?? "nobody answers"
    proof.notes = lines.dropFirst() + proof.notes
    switch found {
    case .missing, .tooLarge: proof.verdict = .notProved
    case .known: proof.verdict = (found.worst ?? .never) >= Chance(wanted) ? .holds : .fails
    }
    proof.assumption =
      "availability: endpoints and domains fail by themselves, as often as declared, and stay as they"
      + " are for a request's time; those that are down are asked first"
    return proof
  }

  /// What an endpoint costs a request at most while it alone is out.
  private func cost(
    of endpoint: ID<Endpoint>, _ explorer: RouteExplorer, _ proof: inout Proof
  ) throws(GiveUp) -> DownCost {
    let others = explorer.ways.main.filter { $0 != endpoint }
    guard !others.isEmpty else { return .fatal }
    let answer = try explorer.worst(
      Question(bad: [endpoint], malice: .outage(classes(Guarantee())), reach: others))
    proof.states += answer.states
    proof.events += answer.events
    guard answer.worst.reachedAt < .max else { return .fatal }
    return DownCost(
      attempts: Int(answer.worst.mainAttempts) - 1, time: Tick(ns: answer.worst.reachedAt))
  }

  func carries(_ id: ID<Guarantee>, _ row: Guarantee) -> Proof {
    let found = Carrying.judge(graph, row)
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
    let found = Residency.judge(graph, row)
    let count = Ways(graph, row.route).all.count
    let lines = found.lines(in: graph)
    var proof = Proof(
      id, graph.text(of: id), found.holds ? .holds : .fails,
      lines.first ?? "all of \(counted(count, "endpoint")) that can ever be tried, reroutes and the"
        + " ladder included")
    proof.notes = Array(lines.dropFirst())
    return proof
  }
}

extension DownCost {
  /// A request that comes to the endpoint goes nowhere else.
  static let fatal = DownCost(attempts: 1_000_000, time: .max)
}
