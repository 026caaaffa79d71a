import PolicyRuntime

/// Choices that a test fixes: without any left, a pick gives the first, a time the longest.
///
/// The interpreter of an engine with fixed draws runs on one thread.
final class FixedDraws: Sendable {
  private nonisolated(unsafe) var planned: [Int64] = []

  /// Puts choices in the place of those that are left.
  func plan(_ values: [Int64]) { planned = values }

  func take(or value: Int64) -> Int64 { planned.isEmpty ? value : planned.removeFirst() }
}

/// Who makes a request's choices: a generator, or a test.
struct Choices: Chooser {
  private var random: Random
  private let draws: FixedDraws?

  init(seed: UInt64, _ draws: FixedDraws?) {
    random = Random(seed: seed)
    self.draws = draws
  }

  mutating func pick(_ n: Int) -> Int {
    guard let draws else { return random.pick(n) }
    return Swift.min(Swift.max(0, Int(clamping: draws.take(or: 0))), n - 1)
  }

  mutating func between(_ low: Int64, _ high: Int64) -> Int64 {
    guard let draws else { return random.between(low, high) }
    return Swift.min(Swift.max(low, draws.take(or: high)), high)
  }
}
