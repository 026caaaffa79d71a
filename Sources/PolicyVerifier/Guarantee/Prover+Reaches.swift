import PolicyGraph

/// How soon a target's turn comes when everything preferred to it is out.
extension Prover {
  mutating func reaches(_ id: ID<Guarantee>, _ row: Guarantee) throws(GiveUp) -> Proof {
    let text = graph.text(of: id)
    let explorer = RouteExplorer(graph, row.route, effort)
    guard let target = row.target else {
      return Proof(id, text, .notProved, "it names no target")
    }
    let wanted = graph.endpoints(below: target)
    let name = graph.name(of: target)
    guard wanted.contains(where: { explorer.paths.main.contains($0) }) else {
      return Proof(id, text, .fails, "`\(name)` is not on the main path of this route")
    }
    let bad = preferred(to: wanted, below: graph.routes[row.route].target)
    let bound = row.time ?? .zero
    if let sum = try composition(explorer, bad, row), sum.total.time <= bound,
      sum.fits(wanted.filter { explorer.paths.main.contains($0) })
    {
      var proof = Proof(id, text, .holds, "`\(name)` is asked within \(sum.total.time.spelling)")
      proof.assumption = Prover.outageAssumption
      proof.states = sum.states
      proof.events = sum.events
      proof.notes = ["the sum of the most that each of them costs: \(graph.names(of: bad))"]
      return proof
    }
    let question = Question(
      bad: bad, misbehaviour: .outage(classes(row)), reach: wanted, fromBefore: true)
    let answer: RouteExplorer.Answer
    switch try explore(explorer, question, { $0.reachedAt > bound.ns }) {
    case .worst(let found): answer = found
    case .shown(let witness):
      var proof = Proof(id, text, .fails, "`\(name)` may be asked later than \(bound.spelling)")
      proof.assumption = Prover.outageAssumption
      proof.witness = witness
      return proof
    }
    let late = answer.worst.reachedAt
    var proof = Proof(id, text, late <= bound.ns ? .holds : .fails, "")
    proof.assumption = Prover.outageAssumption
    proof.states = answer.states
    proof.events = answer.events
    proof.found =
      late == .max
      ? "`\(name)` may never be asked" : "`\(name)` is asked within \(Tick(ns: late).spelling)"
    proof.notes = [
      bad.isEmpty
        ? "no endpoint is preferred to it" : "preferred to it, and down: \(graph.names(of: bad))"
    ]
    if late > bound.ns {
      proof.witness = witness(explorer, question) { $0.reachedAt > bound.ns }
    }
    return proof
  }

  /// The endpoints that may be asked before some others although these could be: those of better
  /// tiers, and those that share a load with them.
  private func preferred(to wanted: [ID<Endpoint>], below target: Target) -> [ID<Endpoint>] {
    var walked: Set<ID<Group>> = []
    return preferred(to: wanted, below: target, &walked)
  }

  /// The same; a group that was walked adds nothing when it is come to again.
  private func preferred(
    to wanted: [ID<Endpoint>], below target: Target, _ walked: inout Set<ID<Group>>
  ) -> [ID<Endpoint>] {
    guard case .group(let id) = target, walked.insert(id).inserted else { return [] }
    let row = graph.groups[id]
    let targets =
      graph.members[row.members].map(\.target) + graph.arms[row.arms].map(\.target)
    var found: [ID<Endpoint>] = []
    func add(_ more: [ID<Endpoint>]) {
      for id in more where !found.contains(id) && !wanted.contains(id) { found.append(id) }
    }
    for target in targets {
      let holds = graph.endpoints(below: target).contains { wanted.contains($0) }
      switch row.kind {
      case .activePassive:
        guard holds else {
          add(graph.endpoints(below: target))
          continue
        }
        add(preferred(to: wanted, below: target, &walked))
        return found
      case .activeActive:
        add(holds ? preferred(to: wanted, below: target, &walked) : graph.endpoints(below: target))
      case .select: if holds { add(preferred(to: wanted, below: target, &walked)) }
      }
    }
    return found
  }
}
