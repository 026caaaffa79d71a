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
  mutating func explore(
    _ explorer: RouteExplorer, _ question: Question, _ fault: Explorer.Fault
  ) throws(GiveUp) -> Explored {
    let little = Effort(states: few.states, events: min(effort.events, spent + few.events))
    if let answer = try? explorer.within(little).worst(question, spent: spent) {
      spent += answer.work
      return .worst(answer)
    }
    if let witness = counterexample(explorer, question, fault) { return .shown(witness) }
    // What was given up cost as much as it might: a little of everything, and of both hastes.
    spent += 3 * few.events
    let answer = try explorer.worst(question, spent: spent)
    spent += answer.work
    return .worst(answer)
  }

  /// A request that shows a fault, among those that fail as soon or as late as can be: the shortest
  /// of them, or the first that is come to where they are too many; nil if none does.
  func counterexample(
    _ explorer: RouteExplorer, _ question: Question, _ fault: Explorer.Fault
  ) -> Witness? {
    let explorer = explorer.within(few)
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
