/// Why a scenario cannot be run.
public struct SimulationError: Error, Equatable, Sendable {
  /// What is wrong and what to do, as one sentence.
  public var message: String
  /// The line in the policy, from 1; 0 if none.
  public var line: Int

  /// A problem at a line.
  public init(_ message: String, line: UInt32) {
    self.message = message
    self.line = Int(line)
  }
}
