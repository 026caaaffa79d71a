/// Why a finding matters, with a policy that brings it and the same policy fixed.
///
/// The lists are made when something is first explained: checking a policy never touches them. A
/// test compiles every example: the bad one gives its code and no other, the good one gives
/// nothing.
public struct Explanation: Sendable {
  /// The finding.
  public let code: DiagnosticCode
  /// What it means for whoever runs the policy, in one or two sentences.
  public let why: String
  /// What brings the finding.
  public let bad: Example
  /// The same, fixed.
  public let good: Example
}

extension Explanation {
  /// A policy in which one place is fixed; `language 1` stands before both.
  init(_ code: DiagnosticCode, why: String, bad: String, fix: (from: String, to: String)) {
    self.init(
      code: code, why: why, bad: Example(policy: bad),
      good: Example(policy: bad.replacing(fix.from, by: fix.to, times: 1)))
  }

  /// Two policies; `language 1` stands before both.
  init(_ code: DiagnosticCode, why: String, bad: String, good: String) {
    self.init(code: code, why: why, bad: Example(policy: bad), good: Example(policy: good))
  }

  /// Examples that are more, or less, than one text.
  init(_ code: DiagnosticCode, why: String, bad: Example, good: Example) {
    self.init(code: code, why: why, bad: bad, good: good)
  }

  /// All explanations, in the order of their codes.
  public static let all: [Explanation] =
    text + grammar + shape + values + names + files + responses + meaning + joint
}
