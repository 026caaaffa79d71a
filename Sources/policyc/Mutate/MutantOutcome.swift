import PolicyLanguage

/// Who noticed a change of a policy.
struct MutantOutcome {
  /// Who noticed it.
  enum Verdict {
    /// Nobody.
    case unnoticed
    /// The compiler: the code of what it found, and what it said.
    case refused(code: String?, message: String)
    /// An expectation that held before.
    case expectation(scenario: String, text: String, line: Int)
    /// A guarantee that was proved before, and does not hold any more.
    case guarantee(route: String, text: String, line: Int)
  }

  let mutant: Mutant
  /// The file of the change as it was named on the command line.
  let file: String
  let verdict: Verdict

  /// Whether anybody noticed.
  var isNoticed: Bool {
    switch verdict {
    case .unnoticed: false
    case .refused, .expectation, .guarantee: true
    }
  }
}
