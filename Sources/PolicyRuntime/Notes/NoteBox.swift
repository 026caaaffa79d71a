/// Keeps the notes of an interpreter that one thread drives: its `add` is the listener.
public final class NoteBox: Sendable {
  // The interpreter calls on the thread that drives it, and nobody else has the box.
  private nonisolated(unsafe) var notes: [Note] = []

  /// A box without notes.
  public init() {}

  /// Puts a note in.
  public func add(_ note: Note) { unsafe notes.append(note) }

  /// The notes since this was last asked.
  public func take() -> [Note] {
    defer { unsafe notes.removeAll(keepingCapacity: true) }
    return unsafe notes
  }
}
