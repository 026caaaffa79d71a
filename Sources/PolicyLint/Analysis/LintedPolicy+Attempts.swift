import PolicyGraph
import PolicyLanguage

// How many attempts there can be.

extension LintedPolicy {
  /// The most attempts that one request of a route can make on its main path, as the prover counts
  /// them.
  func attemptsPossible(_ reached: CheckedPolicy.Reached) -> Int {
    AttemptBound(graph, reached.route).attempts
  }
}
