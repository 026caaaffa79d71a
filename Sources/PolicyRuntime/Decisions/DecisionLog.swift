/// Keeps the notes of an interpreter that one thread drives: its `add` is the listener.
public final class DecisionLog: Sendable {
  // The interpreter calls on the thread that drives it, and nobody else has the box.
  private nonisolated(unsafe) var decisions: [Decision] = []

  /// A box without notes.
  public init() {}

  /// Puts a note in.
  public func add(_ decision: Decision) { unsafe decisions.append(decision) }

  /// The notes since this was last asked.
  public func take() -> [Decision] {
    defer { unsafe decisions.removeAll(keepingCapacity: true) }
    return unsafe decisions
  }
}
