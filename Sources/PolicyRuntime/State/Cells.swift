// Which word of a cell holds what. A time is held as a stamp: one more than its nanoseconds, so
// that a word nobody has written says "never".

/// Times as words.
enum Stamp {
  /// The word for a time.
  @inline(__always)
  static func word(_ time: Int64) -> UInt64 { UInt64(bitPattern: time &+ 1) }
  /// The time of a word; `Int64.min` for never.
  @inline(__always)
  static func time(_ word: UInt64) -> Int64 {
    word == 0 ? .min : Int64(bitPattern: word &- 1)
  }
}

/// An endpoint's state, whatever the route.
enum EndpointCell {
  /// Bit 0: isolated by the operator; bit 1: down by probe; from bit 8: probe results in a row.
  static let health = 0
  /// Since when it is up by probe, or restored.
  static let upSince = 1
  /// Until when it cools for its own failures.
  static let cooling = 2
  /// How often it was cooled without a hint since its last success.
  static let streak = 3
  /// The latency average: two words.
  static let average = 4
  /// Attempts in flight; on a line of its own, as every attempt writes it.
  static let inFlight = 16
  /// When it answered somebody last, with a first byte or a whole answer: a stamp, written where a
  /// hedge may make an attempt lose there.
  static let answeredAt = 17
  static let wordCount = 18

  static let isolated: UInt64 = 1
  static let down: UInt64 = 2
  /// All that keeps requests away.
  static let out = isolated | down
}

/// What is cooled with a failure: a credential, an account, an address, a provider.
enum ScopeCell {
  /// Until when nobody may use it.
  static let strict = 0
  /// Until when others than the endpoint that failed come after all that do not share it.
  static let soft = 1
  /// How often it was cooled without a hint since its last success.
  static let streak = 2
  /// Until when anything at a provider cools at most; 0 while nothing there ever did.
  static let quick = 3
  static let wordCount = 4
}

/// How many attempts hold a place of a limit.
enum ConcurrencyCell {
  static let taken = 0
  /// A level that somebody wants to know about when it is crossed, plus one; 0 for none.
  static let level = 1
  static let wordCount = 2
}

/// Who holds an active-passive group under one breaker.
enum HolderCell {
  /// Bits 0–15 the holder, 16–31 the one before it, bit 32: it came by failback, from 33 on a
  /// count of moves.
  static let holder = 0
  /// Since when each member holds, or held last: one stamp each.
  static let since = 1
  static func wordCount(members: Int) -> Int { since + members }

  static let cameBack: UInt64 = 1 << 32

  /// The holder in a word.
  @inline(__always)
  static func member(_ word: UInt64) -> Int { Int(word & 0xFFFF) }
  /// The holder before it.
  @inline(__always)
  static func before(_ word: UInt64) -> Int { Int(word >> 16 & 0xFFFF) }
  /// The word after one more move.
  static func next(_ word: UInt64, to member: Int, from before: Int, byFailback: Bool) -> UInt64 {
    UInt64(member) | UInt64(before) << 16 | (byFailback ? cameBack : 0)
      | (word >> 33 &+ 1) << 33
  }
}

/// Who waits for a candidate of a route.
enum WaitCell {
  /// How many in all.
  static let total = 0
  /// How many waits began, ever.
  static let begun = 1
  /// How many of each priority, from 0 to 9.
  static let priorities = 2
  static let wordCount = priorities + 10
}

/// A route's brownout; its window of requests is a cell of its own.
enum BrownoutCell {
  /// Since when it lasts; 0 while there is none.
  static let since = 0
  /// When the last probe of it started.
  static let probed = 1
  /// Since when its probes were good.
  static let goodSince = 2
  /// How many were good since.
  static let good = 3
  static let wordCount = 4
}
