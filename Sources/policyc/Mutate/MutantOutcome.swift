import PolicyLanguage

/// Who noticed a change of a policy.
struct MutantOutcome {
  /// Who noticed it.
  enum Verdict {
    /// Nobody.
    case survives
    /// The compiler: the code of what it found, and what it said.
    case refused(code: String?, message: String)
    /// An expectation that held before.
    case expectation(scenario: String, text: String, line: Int)
  }

  let mutant: Mutant
  /// The file of the change as it was named on the command line.
  let file: String
  let verdict: Verdict

  /// Whether anybody noticed.
  var isNoticed: Bool {
    switch verdict {
    case .survives: false
    case .refused, .expectation: true
    }
  }
}
