public import PolicyGraph
import PolicyRuntime

/// What came of one guarantee.
public struct Proof: Sendable {
  /// Whether it holds.
  public enum Verdict: String, Sendable, CaseIterable {
    /// In every case.
    case holds
    /// Not in every case.
    case fails
    /// Nobody knows: a bound of time or memory was met, or a figure is missing.
    case notProved = "not-proved"
  }

  /// The guarantee.
  public var guarantee: ID<Guarantee>
  /// As the policy says it.
  public var text: String
  /// Whether it holds.
  public var verdict: Verdict
  /// What was found: the worst figure, how many outages; why it fails, why nothing is known.
  public var found: String
  /// What else a reader should know.
  public var notes: [String] = []
  /// What was taken for granted; nil where nothing was.
  public var assumption: String?
  /// The shortest request that shows why it fails.
  public var witness: Witness?
  /// Different states that were explored.
  public var states = 0
  /// Events that the interpreter was told.
  public var events = 0

  init(_ guarantee: ID<Guarantee>, _ text: String, _ verdict: Verdict, _ found: String) {
    self.guarantee = guarantee
    self.text = text
    self.verdict = verdict
    self.found = found
  }
}

extension GiveUp: CustomStringConvertible {
  public var description: String {
    switch self {
    case .states(let most): "more than \(most) states"
    case .events(let most): "more than \(most) events, or as much work"
    case .depth(let most): "a request takes more than \(most) events"
    case .starts(let most): "there are more than \(most) initial situations"
    case .outages(let count, let most):
      "\(count) combinations of outages, more than the limit of \(most)"
    }
  }
}
