public import PolicyGraph

/// Why a scenario cannot be run.
public struct SimulationError: Error, Equatable, Sendable {
  /// All that is to be changed.
  public var problems: [ScenarioProblem]

  /// The problems as one line.
  public var message: String { problems.map { $0.text }.joined(separator: "; ") }
}
