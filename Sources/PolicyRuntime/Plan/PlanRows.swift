// The graph's rows as the interpreter reads them: plain values, every default filled in, every
// reference an index or `none`.

/// The index that stands for nothing.
let none: UInt32 = .max

/// An endpoint, or a group as the complement of its index.
struct Aim: BitwiseCopyable, Equatable {
  var raw: Int32
  @inline(__always)
  var endpoint: Int? { raw >= 0 ? Int(raw) : nil }
  @inline(__always)
  var group: Int { Int(~raw) }
}

/// A set of error classes: the first 64 as bits, the rest by a run of the plan's class list.
struct ClassSet: BitwiseCopyable {
  var bits: UInt64 = 0
  var more = Extent()
  @inline(__always)
  var isEmpty: Bool { bits == 0 && more.count == 0 }
}

/// A route.
struct PlanRoute: BitwiseCopyable {
  var aim = Aim(raw: 0)
  var deadline: Int64 = 0
  /// The main path's length: the deadline without the reserve.
  var mainSpan: Int64 = 0
  var errors: UInt32 = 0
  var rules = Extent()
  var attemptsMax: UInt8 = 1
  var breaker: UInt32 = none
  var once = false
  var commitsAtFirstByte = false
  /// Whether it does so only where another endpoint could continue the answer.
  var commitsIfResumable = false
  var budgeted = false
  var budgetPpb: Int64 = 0
  var budgetMinPpb: Int64 = 0
  var budgetOver: Int64 = 0
  var budgetCell: UInt32 = none
  var hedges = false
  var hedgeAfter: Int64 = 0
  var hedgePercentile: Int64 = 0
  var hedgeAtLeast: Int64 = 0
  var hedgesMax: UInt8 = 0
  var latencyCell: UInt32 = none
  var limits = Extent()
  /// The largest request that its limits admit; `Int64.max` if they say nothing.
  var context: Int64 = .max
  var requires = Extent()
  var ladder: UInt32 = none
  var steps = Extent()
  var brownout: UInt32 = none
  /// How long a request waits for a candidate in all; 0: not at all.
  var waitSpan: Int64 = 0
  /// Requests that wait at once.
  var waitMost: Int64 = 0
  var waitCell: UInt32 = none
}

/// An endpoint.
struct PlanEndpoint: BitwiseCopyable {
  var attempt: Int64 = 0
  var atLeast: Int64 = 0
  var stream: Int64 = .max
  /// What its latency average starts from.
  var typical: Int64 = 0
  /// How often one of its places becomes free: half of its answers' time over its concurrency.
  var pace: Int64 = 1
  /// The time that all but one in a hundred of its answers take; `Int64.max` if none is declared.
  var nearlyAll: Int64 = .max
  /// The largest request; `Int64.max` if none is declared.
  var context: Int64 = .max
  /// The longest a hint cools; negative if unstated.
  var coolingMax: Int64 = -1
  /// Whether what its answers say about coming back is left aside.
  var ignoresHints = false
  var cell: UInt32 = 0
  var provider: UInt32 = 0
  var address: UInt32 = none
  var bindings = Extent()
  var ownBreaker = false
  var slots = Extent()
  /// Whether nothing is ever sent there: none of the credentials that it declares is there.
  var isExcluded = false
  var limits = Extent()
  var domains = Extent()
  var supports = Extent()
  /// Whether it can continue an answer that was cut.
  var resumes = false
  /// The values of tags that it serves, tag by tag; empty: all requests.
  var serves = Extent()
  var hasRules = false
  var rules = Extent()
  /// Its own error table; `none`: the route's.
  var errors: UInt32 = none
  /// Whether anything looks at how many attempts are in flight.
  var countsInFlight = false
  /// Whether anything looks at its latency average.
  var averages = false
  /// Whether a hedge may make an attempt there lose, which is judged by when it answered last.
  var notesAnswers = false
  var downAfter: UInt32 = 0
  var upAfter: UInt32 = 0
  /// The bits of its health that keep requests away: nobody is down by a probe that is not
  /// declared.
  var heeded = EndpointCell.isolated
}

/// An endpoint or an active-passive group under one breaker.
struct Binding: BitwiseCopyable {
  /// The breaker's declaration; `none` for none.
  var breaker: UInt32 = none
  /// The breaker's state, behind which the windows of its trips follow in order; or the holder's.
  var cell: UInt32 = 0
}

/// One value of a tag that an endpoint serves.
struct PlanServed: BitwiseCopyable {
  var tag: UInt32 = 0
  var value: UInt32 = 0
}

/// One credential of an endpoint.
struct Slot: BitwiseCopyable {
  var credential: UInt32 = 0
  var cell: UInt32 = 0
  var scope: UInt32 = 0
  var account: UInt32 = 0
  var limits = Extent()
}

/// One counter that admits so much.
struct PlanLimit: BitwiseCopyable {
  var requests: Int64 = .max
  var requestsPer: Int64 = 0
  /// How long a bucket of its window is.
  var requestsWidth: Int64 = 1
  var requestsCell: UInt32 = none
  var tokens: Int64 = .max
  var tokensPer: Int64 = 0
  var tokensWidth: Int64 = 1
  var tokensCell: UInt32 = none
  var concurrency: Int64 = .max
  var concurrencyCell: UInt32 = none

  /// The part of a limit in whose last use requests are looked at closely.
  static func eighth(_ most: Int64) -> Int64 { Swift.max(1, most / 8) }
}

/// A topology.
struct PlanGroup: BitwiseCopyable {
  var kind: UInt8 = 0
  var balance: UInt8 = 0
  var failback: UInt8 = 0
  var proportional = false
  /// Whether it or a group below it may panic.
  var mayPanic = false
  /// Whether it or a group below it has a drained member.
  var drains = false
  var members = Extent()
  var arms = Extent()
  var overprovisioning: Int64 = 0
  var after: Int64 = 0
  var hold: Int64 = 0
  var ramp: Int64 = 0
  var stickyTag: UInt32 = none
  var ejectMaxPpb: Int64 = -1
  var panicPpb: Int64 = -1
  var slowStart: Int64 = 0
  /// Who holds it if it is active-passive: one state for each breaker under which routes come here.
  var holders = Extent()
  /// Tickets of its round robin; `none` unless it is active-active.
  var ticket = none
}

/// One member of a topology.
struct PlanMember: BitwiseCopyable {
  var aim = Aim(raw: 0)
  /// 0: the member of an active-active group is drained.
  var weight: Int64 = 1
  var nameHash: UInt64 = 0
  var mayPanic = false
}

/// One arm of a `select`.
struct PlanArm: BitwiseCopyable {
  var kind: UInt8 = 0
  var bound: Int64 = 0
  var tag: UInt32 = 0
  var values = Extent()
  var aim = Aim(raw: 0)
}
