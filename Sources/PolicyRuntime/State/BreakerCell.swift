/// The state of one endpoint under one breaker.
///
/// A transition takes two steps: one thread claims it by replacing the phase (`opening`,
/// `closing`), writes what belongs to the new phase, and then publishes it. Nobody waits for it:
/// in between, others find the endpoint not admitted.
struct BreakerCell {
  /// Bits 0–2 the phase, 3–31 the generation, from 32 on counted failures in a row.
  static let phase = 0
  /// Until when it is open.
  static let until = 1
  static let openedAt = 2
  static let closedAt = 3
  /// How often the cooldown has grown.
  static let exponent = 4
  /// The cooldown it had last, without jitter, as a stamp: never, if it was never open.
  static let cooldown = 5
  /// How far a half-open period has come: see `HalfOpen`.
  static let halfOpenPeriod = 6
  /// Until when one of its windows of time is active at most.
  static let busy = 7
  /// When each probe in flight is given up: a stamp each, 0 for a free place.
  static let leases = 16
  /// How many leases have a place: whole cache lines, so that most policies that differ in
  /// `at-once` alone share a cell.
  static func places(atOnce: Int) -> Int { (atOnce + HalfOpen.extraMax + 15) & ~15 }
  static func wordCount(atOnce: Int) -> Int { leases + places(atOnce: atOnce) }

  static let closed: UInt64 = 0
  static let open: UInt64 = 1
  static let halfOpen: UInt64 = 2
  static let opening: UInt64 = 3
  static let closing: UInt64 = 4

  /// The phase in a word.
  @inline(__always)
  static func phase(_ word: UInt64) -> UInt64 { word & 7 }
  /// Whether it is closed in a generation, and no failure is in any of its windows.
  @inline(__always)
  static func isQuiet(_ cell: Words, in generation: UInt32, at now: Int64) -> Bool {
    cell.load(phase) == UInt64(generation) << 3 | closed && cell.signed(busy) <= now
  }
  /// The generation in a word: it changes with every transition.
  @inline(__always)
  static func generation(_ word: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: word >> 3) & 0x1FFF_FFFF
  }
  /// Counted failures in a row.
  @inline(__always)
  static func consecutive(_ word: UInt64) -> UInt64 { word >> 32 }
  /// The word of the next generation in a phase.
  static func next(_ word: UInt64, _ phase: UInt64) -> UInt64 {
    UInt64((generation(word) &+ 1) & 0x1FFF_FFFF) << 3 | phase
  }
}

/// How far one half-open period has come, in one word with the period's generation: what belongs to
/// an earlier period is of another generation and counts for nothing.
struct HalfOpen {
  /// The most places that probes without a result may add to `at-once`.
  static let extraMax = 16

  /// Bits 0–28 the generation, 29–44 successes, from 45 on places added.
  private(set) var word: UInt64

  /// What a word says of the period of `generation`; one that has not begun if it is of another.
  init(_ word: UInt64, of generation: UInt32) {
    self.word = word & 0x1FFF_FFFF == UInt64(generation) ? word : UInt64(generation)
  }

  /// Probes that succeeded.
  var successes: Int64 { Int64(word >> 29 & 0xFFFF) }
  /// Places beside those of `at-once`: one for each probe that ended without a result.
  var extra: Int { Int(word >> 45) }

  /// The period after one more success.
  var succeeded: HalfOpen {
    var next = self
    if successes < 0xFFFF { next.word += 1 << 29 }
    return next
  }

  /// The period after a probe that ended without a result.
  var widened: HalfOpen {
    var next = self
    if extra < HalfOpen.extraMax { next.word += 1 << 45 }
    return next
  }
}
