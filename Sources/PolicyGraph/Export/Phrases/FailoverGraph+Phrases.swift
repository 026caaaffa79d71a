/// The words of the exports for those who compare policies or speak of them in sentences.
extension FailoverGraph {
  /// What follows the classes of a rule: `same endpoint (gentle: constant 1s), then failover`.
  package func responses(of rule: ID<Rule>) -> String {
    Phrase(self).responses(of: rules[rule]).string
  }

  /// What opens and closes a breaker, without its name.
  package func conditions(of breaker: ID<Breaker>) -> String {
    joined(Phrase(self).breaker(breakers[breaker]).dropFirst(), "; ")
  }

  /// How requests of a route wait for a candidate; empty if they do not.
  package func wait(of route: ID<Route>) -> String {
    Phrase(self).wait(routes[route])?.string ?? ""
  }

  /// When a hedge starts.
  package func condition(of hedge: ID<Hedge>) -> String {
    Phrase(self).hedge(hedges[hedge]).string
  }

  /// What a limit admits.
  package func words(of limit: ID<Limit>) -> String { Phrase(self).limit(limits[limit]).string }

  /// What a step is for, whom it tells and how it answers, without its name.
  package func words(of step: ID<Step>) -> String {
    joined(Phrase(self).step(steps[step]).dropFirst(), ", ")
  }

  private func joined(_ lines: ArraySlice<ByteText>, _ separator: String) -> String {
    lines.map { $0.string }.joined(separator: separator)
  }
}
