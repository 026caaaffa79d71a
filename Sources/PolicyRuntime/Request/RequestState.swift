public import PolicyGraph

/// Where one request stands: a plain value that its driver keeps, on its stack if it likes.
///
/// Only `Interpreter.start` makes one, and only `Interpreter.step` changes it. A copy is a branch:
/// the explorer keeps as many as it wants.
public struct RequestState: Sendable {
  /// What the request waits for.
  enum Phase: UInt8 {
    /// Its main path's attempts.
    case main
    /// The end of a backoff.
    case backoff
    /// A candidate: none is eligible, but one will be.
    case queued
    /// The end of the time that a reconciliation lets things settle.
    case settle
    /// The answer to a reconciliation.
    case reconcile
    /// An attempt of a ladder's `use`.
    case use
    /// A step of the ladder that its driver carries out.
    case step
    /// That a handler has been told.
    case notify
    /// Nothing: it has ended.
    case ended
  }

  var phase = Phase.main
  var executed = Execution.no
  /// Whether the answer has begun to reach the caller.
  var committed = false
  /// Whether it takes the full path to find out whether a brownout is over.
  var probesBrownout = false
  /// Whether it holds places in the route's own limits.
  var holdsRoute = false
  /// Which legs are in flight.
  var inFlight: UInt8 = 0
  /// Attempts sent on the main path.
  var attempts: UInt8 = 0
  var hedgesSent: UInt8 = 0
  /// The number of the last attempt.
  var lastNumber: UInt16 = 0
  private(set) var route: UInt32
  /// Its row in the interpreter's calm table, if it began with a ticket.
  var calm = none
  /// The request's number, as its driver gave it.
  private(set) var number: UInt64
  private(set) var facts: RequestFacts
  /// How the caller takes the answer.
  package var delivery: Delivery { facts.delivery }
  private(set) var startedAt: Int64
  private(set) var endsAt: Int64
  /// Until when the main path lasts; anew after a resumption.
  var mainEndsAt: Int64
  var hedgeAt = Int64.max
  /// How long the last hedge that was sent had been waited for.
  var hedgeDelay: Int64 = 0
  /// The first leg: the only one of most requests.
  var first = Leg()
  /// The others, once there was a hedge; allocated then.
  var others: [Leg]?
  /// The failure that is being responded to.
  var failure = Failure()
  /// Where the main path leads after a `reroute`; `ownAim`: where the route says.
  var aim = RequestState.ownAim
  /// Its wait for a candidate, once there was one.
  var wait: WaitState?
  /// Only endpoints whose context is larger than this fit, after a `too-large`.
  var largerThan: Int64 = -1
  /// What is used up of allowances: the first few here, most requests need no more.
  private var few: [4 of Used] = .init(repeating: Used())
  private var many: [Used]?
  private(set) var usedCount = 0
  /// What the ladder is doing, once it was reached.
  var ladder: LadderState?

  init(
    _ route: UInt32, _ number: UInt64, _ facts: RequestFacts, at now: Int64, deadline: Int64,
    mainSpan: Int64
  ) {
    self.route = route
    self.number = number
    self.facts = facts
    startedAt = now
    endsAt = FixedPoint.sum(now, deadline)
    mainEndsAt = FixedPoint.sum(now, mainSpan)
  }

  /// Makes it another request that has not begun, in the same place: what is equal to a fresh one
  /// is not written again.
  mutating func restart(
    _ route: UInt32, _ number: UInt64, _ facts: RequestFacts, at now: Int64, deadline: Int64,
    mainSpan: Int64
  ) {
    phase = .main
    executed = .no
    committed = false
    probesBrownout = false
    holdsRoute = false
    inFlight = 0
    attempts = 0
    hedgesSent = 0
    lastNumber = 0
    calm = none
    self.route = route
    self.number = number
    self.facts = facts
    startedAt = now
    endsAt = FixedPoint.sum(now, deadline)
    mainEndsAt = FixedPoint.sum(now, mainSpan)
    hedgeAt = .max
    hedgeDelay = 0
    first = Leg()
    if others != nil { others = nil }
    failure = Failure()
    aim = RequestState.ownAim
    if wait != nil { wait = nil }
    largerThan = -1
    for i in 0..<Swift.min(4, usedCount) { few[i] = Used() }
    if many != nil { many = nil }
    usedCount = 0
    ladder = nil
  }

  /// No target: what `reroute` has not changed.
  static let ownAim = Int32.min

  /// The `i`-th of what is used up.
  func used(_ i: Int) -> Used { i < 4 ? few[i] : many?[i - 4] ?? Used() }

  /// Changes the `i`-th of what is used up.
  mutating func use(_ i: Int, _ change: (inout Used) -> Void) {
    var used = used(i)
    change(&used)
    if i < 4 { few[i] = used } else { many?[i - 4] = used }
  }

  /// The place of an endpoint's, or of a statement's, uses; nil if there are none.
  func findUsed(_ endpoint: Int, _ rule: UInt16) -> Int? {
    var i = 0
    while i < usedCount {
      let used = used(i)
      if Int(used.endpoint) == endpoint && used.rule == rule { return i }
      i += 1
    }
    return nil
  }

  /// The place of an endpoint's, or of a statement's, uses; made if need be.
  mutating func placeUsed(_ endpoint: Int, _ rule: UInt16) -> Int {
    if let known = findUsed(endpoint, rule) { return known }
    let used = Used(endpoint: UInt16(truncatingIfNeeded: endpoint), rule: rule)
    if usedCount < 4 { few[usedCount] = used } else { many = (many ?? []) + [used] }
    usedCount += 1
    return usedCount - 1
  }

  /// Whether it has ended: every further event is answered by waiting for nothing.
  public var hasEnded: Bool { phase == .ended }
  /// The route it was started on.
  public var routeID: ID<Route> { ID(Int(route)) }
  /// How long it has waited for a candidate, under the route's `wait`.
  public var waited: Tick { Tick(ns: wait?.used ?? 0) }
  /// How many attempts were sent in all, the ladder's included.
  public var attemptsSent: Int { Int(lastNumber) }
}

/// One attempt in flight.
struct Leg: BitwiseCopyable {
  static let probe: UInt8 = 1
  /// Its result does not count for the breaker: panic, or past an ejection cap.
  static let uncounted: UInt8 = 2
  /// It was given less than its attempt timeout, the main path and nearly all answers take.
  static let clipped: UInt8 = 4
  static let committed: UInt8 = 8
  static let hedge: UInt8 = 16

  var number: UInt16 = 0
  var flags: UInt8 = 0
  var endpoint: UInt16 = 0
  /// The slot of the plan whose credential it uses; `noSlot` for none.
  var slot = Leg.noSlot
  /// Its place among the breaker's probes.
  var lease: UInt16 = 0
  var generation: UInt32 = 0
  var binding: UInt32 = 0
  var startedAt: Int64 = 0
  var firstByteAt = Int64.max
  var until: Int64 = 0

  static let noSlot: UInt32 = .max
}

/// What one endpoint, or one statement at one endpoint, has used up of its allowances.
struct Used: BitwiseCopyable {
  static let anyRule: UInt16 = .max
  static let failedOver: UInt8 = 1
  static let rerouted: UInt8 = 2
  static let resumed: UInt8 = 4

  var endpoint: UInt16 = 0
  /// The rule that it is about; `anyRule`: the endpoint itself.
  var rule = Used.anyRule
  var flags: UInt8 = 0
  /// Waits at the same endpoint.
  var waits: UInt8 = 0
  /// The credentials of an endpoint that were tried, or the last decorrelated delay of a rule.
  var value: UInt64 = 0
}

/// One failure, and how far its responses have been looked through.
struct Failure: BitwiseCopyable {
  var endpoint: UInt16 = 0
  var number: UInt16 = 0
  var errorClass: UInt32 = none
  var mayBeExecuted = false
  /// What was known before it.
  var wasExecuted = Execution.no
  var never = false
  /// Until when what it cooled cools; `Int64.min` if nothing.
  var cooledUntil = Int64.min
  var hint: Int64 = -1
  /// The rule, and the response that comes next or is being waited for.
  var rule: UInt32 = none
  var response: UInt32 = 0
  /// What the wait ends with: the endpoint is tried again at `until`.
  var until = Int64.max
  /// The responses, a bit each, that found no eligible endpoint: what the route's `wait` waits for.
  ///
  /// Those of a rule beyond the 32nd are not waited for.
  var wanting: UInt32 = 0
  /// The bucket of the token that is held; negative for none.
  var token: Int64 = -1
  /// Whether its attempt was sent whatever the endpoint's health: in panic, or past a cap.
  var ignoredHealth = false
  /// Whether a leg that failed before ended the request: the last one's response does not matter.
  var isFatal = false
}

/// A request's wait for a candidate.
struct WaitState: BitwiseCopyable {
  /// When it looks next.
  var at = Int64.max
  /// Up to when its waiting is in `used`.
  var since: Int64
  /// How long it has waited, in nanoseconds.
  var used: Int64 = 0
  /// Whether it waits for its first candidate, not for a response to a failure.
  var isStart: Bool
  /// Whether it saw a candidate at its last look and left it to others of a higher priority.
  var hasYielded = false
  /// Whether it is counted among those that wait.
  var holdsPlace = false
}

/// What the ladder is doing.
struct LadderState: BitwiseCopyable {
  /// The class that the main path ended for.
  var cause: UInt32 = none
  /// The step, as the plan counts.
  var step: UInt32 = 0
  /// The step's next handler to be told.
  var notify: UInt32 = 0
  /// Until when the step may take.
  var until = Int64.max
}
