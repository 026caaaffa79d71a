/// What follows some classes.
struct PlanRule: BitwiseCopyable {
  var classes = ClassSet()
  var otherwise = false
  var reconciles = false
  /// The endpoint that is asked; `none`: the provider is.
  var asked = none
  var within: Int64 = -1
  var settle: Int64 = 0
  var responses = Extent()
}

/// One response.
struct PlanResponse: BitwiseCopyable {
  var kind: UInt8 = 0
  var times: UInt8 = 1
  var backoff: UInt32 = none
  /// The longest hint waited out; `Int64.max` if none is stated.
  var cap: Int64 = .max
  var same: UInt32 = none
  var aim = Aim(raw: 0)
}

/// A delay rule.
struct PlanBackoff: BitwiseCopyable {
  var kind: UInt8 = 0
  var jitter: UInt8 = 0
  var base: Int64 = 0
  var factor: Int64 = 1_000_000
  var max: Int64 = .max
}

/// A breaker.
struct PlanBreaker: BitwiseCopyable {
  var trips = Extent()
  var cooldown: Int64 = 0
  var growth: Int64 = 1_000_000
  var cooldownMax: Int64 = .max
  var jitterPpb: Int64 = 0
  /// Successes that close it; 0: the end of the cooldown does.
  var calls: Int64 = 1
  var atOnce: Int = 1
  var counted = ClassSet()
  /// A call from this on is slow for one of its trips.
  var slowest: Int64 = .max
  var hasCountWindow = false
}

/// One trip.
struct PlanTrip: BitwiseCopyable {
  var kind: UInt8 = 0
  var ppb: Int64 = 0
  var count: Int64 = 0
  var slower: Int64 = .max
  var over: Int64 = 0
  var overCalls: Int = 0
  var minCalls: Int64 = 0

  /// Whether the windows of both hold the same calls.
  func countsAlike(_ other: PlanTrip) -> Bool {
    kind == other.kind && over == other.over && overCalls == other.overCalls
      && slower == other.slower
  }
}

/// One step of a ladder.
struct PlanStep: BitwiseCopyable {
  var answer: UInt8 = 0
  var when = ClassSet()
  var notifies = Extent()
  var aim = Aim(raw: 0)
  var within: Int64 = 0
  var below: UInt8 = 0
}

/// A handler that is told.
struct PlanNotify: BitwiseCopyable {
  var amount: Int64 = .max
  var per: Int64 = 0
  var cell: UInt32 = none
}

/// When a route goes straight to its ladder.
struct PlanBrownout: BitwiseCopyable {
  var ppb: Int64 = 0
  var over: Int64 = 0
  var minCalls: Int64 = 0
  var leaveAfter: Int64 = 0
  var cell: UInt32 = 0
  var window: UInt32 = 0
}
