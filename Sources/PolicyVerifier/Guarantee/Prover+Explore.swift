import PolicyGraph

/// In which order a question is gone about: a little of everything, then what is likely to refute
/// it, then everything.
extension Prover {
  /// What came of a question.
  enum Explored {
    /// The worst of all requests.
    case worst(RouteExplorer.Answer)
    /// There are too many to be gone through cheaply, and this one shows the fault.
    case shown(Witness)
  }

  /// What is spent on some requests before all are explored.
  var few: Effort { Effort(states: effort.states / 20, events: effort.events / 20) }

  /// Explores all requests, unless one that shows the fault is found sooner.
  ///
  /// - Parameter spent: Events that were told for the same guarantee.
  func explore(
    _ explorer: RouteExplorer, _ question: Question, spent: Int, _ fault: Explorer.Fault
  ) throws(GiveUp) -> Explored {
    let cheaply = try RouteExplorer(graph, explorer.route, few)
    if let answer = try? cheaply.worst(question) { return .worst(answer) }
    if let witness = try counterexample(explorer.route, question, fault) { return .shown(witness) }
    return .worst(try explorer.worst(question, spent: spent))
  }

  /// A request that shows a fault, among those that fail as soon or as late as can be: the shortest
  /// of them, or the first that is come to where they are too many; nil if none does.
  func counterexample(
    _ route: ID<Route>, _ question: Question, _ fault: Explorer.Fault
  ) throws(GiveUp) -> Witness? {
    let explorer = try RouteExplorer(graph, route, few)
    var shortest: Witness?
    for haste in [Haste.prompt, .late] {
      var question = question
      question.haste = haste
      let one = try? explorer.witness(question, of: fault)
      guard let found = one ?? explorer.example(question, of: fault) else { continue }
      if shortest.map({ found.steps.count < $0.steps.count }) ?? true { shortest = found }
    }
    return shortest
  }
}
