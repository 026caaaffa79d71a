internal import Synchronization

/// Counts tasks that nobody waits for any more, and bounds them.
final class Gauge: Sendable {
  private let now = Atomic<Int>(0)
  private let all = Atomic<Int>(0)
  /// How many there may be.
  let limit: Int

  /// A gauge at zero.
  init(limit: Int) { self.limit = max(0, limit) }

  /// How many run now.
  var running: Int { now.load(ordering: .relaxed) }
  /// How many there ever were.
  var total: Int { all.load(ordering: .relaxed) }
  /// Whether there may be another.
  var hasRoom: Bool { running < limit }

  /// One more.
  func enter() {
    now.wrappingAdd(1, ordering: .relaxed)
    all.wrappingAdd(1, ordering: .relaxed)
  }

  /// One is over.
  func leave() { now.wrappingSubtract(1, ordering: .relaxed) }
}
