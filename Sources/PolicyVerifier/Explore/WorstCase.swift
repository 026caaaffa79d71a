/// How well a request is served.
public enum ServiceLevel: UInt8, Comparable, Sendable, CaseIterable {
  /// The main path answered.
  case full
  /// A step of the ladder answered.
  case degraded
  /// Nothing answered, or the answer was cut.
  case failed

  public static func < (a: ServiceLevel, b: ServiceLevel) -> Bool { a.rawValue < b.rawValue }
}

/// The worst that can still come of a request, each figure by itself.
struct WorstCase: Equatable {
  /// Attempts on the main path.
  var mainAttempts: UInt8 = 0
  /// Attempts of the ladder.
  var ladderAttempts: UInt8 = 0
  /// Attempts in all.
  var attempts: UInt16 = 0
  /// Nanoseconds from the start until it ended, or was committed.
  var time: Int64 = 0
  var level = ServiceLevel.full
  /// Nanoseconds from the start until the target was first asked; `Int64.max` if it never was.
  var reachedAt: Int64 = 0
  /// Whether it is sent again although it may have been carried out.
  var repeats = false

  mutating func merge(_ other: WorstCase) {
    mainAttempts = max(mainAttempts, other.mainAttempts)
    ladderAttempts = max(ladderAttempts, other.ladderAttempts)
    attempts = max(attempts, other.attempts)
    time = max(time, other.time)
    level = max(level, other.level)
    reachedAt = max(reachedAt, other.reachedAt)
    repeats = repeats || other.repeats
  }
}
