/// Where the requests of a route start: the start of its own number, or the arms of its `select`.
struct CalmRoute: BitwiseCopyable {
  /// The `select` that it leads to; `none` for none.
  var select = none
  /// The start of its first arm.
  var arms: UInt32 = 0
}

/// A target that requests start at, and what they may come to below it.
struct CalmStart: BitwiseCopyable {
  var target: Aim
  var breaker: UInt32
  var route: UInt32
  var leaves = Extent()
}

/// An endpoint, or endpoints that share load.
struct CalmLeaf: BitwiseCopyable {
  var aim: Aim
  var members = Extent()
}

/// An endpoint as the requests of one route meet it while nothing is wrong: all that they read
/// and change, found once.
struct CalmMember: BitwiseCopyable {
  var breaker: Words
  var provider: Words
  var own: Words
  /// The window of its route's budget, and how long one of its buckets is.
  var budget: Words
  var budgetWidth: Int64 = 1
  /// The places and windows in all limits of the route, its endpoint and the credential.
  var places = Extent()
  var windows = Extent()
  /// The route's latencies.
  var latency: Words
  /// The time that an attempt has.
  var span: Int64 = 0
  /// From this on a success is counted; at once where a window counts calls.
  var slowest = Int64.max
  /// The largest request that surely fits, here and at the members beside it.
  var mostSize = Int64.max
  var needs: UInt16 = 0
  var balance: UInt8 = 0
  var reason = Reason.direct
  var route: UInt32 = 0
  var endpoint: UInt32 = 0
  var slot = Leg.noSlot
  var binding: UInt32 = 0
  var weight: Int64 = 1
  /// The weights of all members beside it, its own included.
  var weights: Int64 = 1
  var group = none

  // What `needs` says that a request takes, and gives back or notes when it is answered.
  static let hasLimits: UInt16 = 1
  static let inFlight: UInt16 = 2
  static let average: UInt16 = 4
  static let latency: UInt16 = 8
  static let answers: UInt16 = 16
  static let brownout: UInt16 = 32
  static let budget: UInt16 = 64
  static let hedge: UInt16 = 128
  static let tags: UInt16 = 256
  static let routePlaces: UInt16 = 512
  /// What it takes when it begins.
  static let taken = hasLimits | inFlight | budget | hedge | tags
  /// What is noted or given back when it is answered.
  static let given = hasLimits | inFlight | average | latency | answers | brownout
}

/// A limit's places, or its window of requests or tokens.
struct CalmLimit: BitwiseCopyable {
  var words: Words
  var most: Int64
  /// How long a bucket of the window is.
  var width: Int64 = 1
  var countsTokens = false
}

/// What was found out about one start, in words of shared memory.
///
/// One thread at a time writes, between its claim and the epoch that it looked in: whoever finds
/// the same epoch before and after reading has read what belongs together.
enum CalmRecord {
  /// One more than the epoch in which it was found out; 0 for never, `claimed` while it is.
  static let epoch = 0
  static let claimed = UInt64.max
  /// The first member of the leaf, and from bit 32 on how many there are; 0 if it is not calm.
  static let leaf = 1
  /// From when until when it holds.
  static let from = 2
  static let until = 3
  /// The words of one record: two cache lines.
  static let wordCount = 16
}
