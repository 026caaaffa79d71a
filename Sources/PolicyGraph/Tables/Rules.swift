/// How long to wait before an attempt.
public struct Backoff: Row {
  public static var table: TableKind { .backoffs }

  /// Its name.
  public var name = Name(0)
  /// Where it is declared.
  public var origin = Origin()
  /// How delays grow.
  public var kind: BackoffKind = .constant
  /// The first delay.
  public var base = Tick.zero
  /// What each delay is multiplied by.
  public var factor: Factor = .one
  /// The longest delay.
  public var max: Tick?
  /// How a delay is spread.
  public var jitter: Jitter = .full

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("name", &name)
    origin.visit(&visitor)
    visitor.choice("kind", &kind)
    visitor.time("base", &base)
    visitor.scalar("factor", &factor, 1_000_000...1_000_000_000)
    visitor.time("max", &max)
    visitor.choice("jitter", &jitter)
  }
}

/// When an endpoint is left alone, and how it comes back.
public struct Breaker: Row {
  public static var table: TableKind { .breakers }

  /// Its name.
  public var name = Name(0)
  /// Its doc comment.
  public var doc: Name?
  /// Where it is declared.
  public var origin = Origin()
  /// What opens it; any of them.
  public var trips = Rows<Trip>()
  /// How long it stays open the first time.
  public var cooldown = Tick.zero
  /// What each further cooldown is multiplied by.
  public var growth: Factor = .one
  /// The longest cooldown.
  public var cooldownMax: Tick?
  /// How far a cooldown is spread.
  public var cooldownJitter = Share.zero
  /// Successes that close it; 0: the end of its cooldown does, without a probe.
  public var probeCalls: UInt32 = 1
  /// Probes in flight at once.
  public var probeAtOnce: UInt32 = 1
  /// The classes that count as failures.
  public var counted = Rows<ClassMember>()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("name", &name)
    visitor.ref("doc", &doc)
    origin.visit(&visitor)
    visitor.rows("trips", &trips)
    visitor.time("cooldown", &cooldown)
    visitor.scalar("growth", &growth, 1_000_000...1_000_000_000)
    visitor.time("cooldownMax", &cooldownMax)
    visitor.share("cooldownJitter", &cooldownJitter)
    visitor.scalar("probeCalls", &probeCalls, 0...10_000)
    visitor.scalar("probeAtOnce", &probeAtOnce, 1...10_000)
    visitor.rows("counted", &counted)
  }
}

/// One condition that opens a breaker.
public struct Trip: Row {
  public static var table: TableKind { .trips }

  /// What is counted.
  public var kind: TripKind = .consecutive
  /// The share of calls.
  public var share: Share?
  /// How many.
  public var count: UInt32?
  /// From where a call is slow.
  public var slowerThan: Tick?
  /// The window in time.
  public var over: Tick?
  /// The window in calls.
  public var overCalls: UInt32?
  /// Calls that the window must hold to judge.
  public var minCalls: UInt32 = 0
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.choice("kind", &kind)
    visitor.share("share", &share)
    visitor.scalar("count", &count, 1...Int64(UInt32.max) - 1)
    visitor.time("slowerThan", &slowerThan)
    visitor.time("over", &over)
    visitor.scalar("overCalls", &overCalls, 1...1_000_000)
    visitor.scalar("minCalls", &minCalls, 0...Int64(UInt32.max) - 1)
    origin.visit(&visitor)
  }
}

/// What follows each class of failure.
public struct Retry: Row {
  public static var table: TableKind { .retries }

  /// Its name.
  public var name = Name(0)
  /// Its doc comment.
  public var doc: Name?
  /// Where it is declared.
  public var origin = Origin()
  /// Attempts of one request, the first included.
  public var attempts: UInt32 = 1
  /// Whether attempts after the first need a token.
  public var budgeted: Bool = true
  /// Tokens for each first attempt.
  public var budget = Share.zero
  /// Tokens that come whatever the traffic.
  public var budgetMin: Rate?
  /// The window of the budget.
  public var budgetOver: Tick = .s(10)
  /// The rules; the first that names the class holds.
  public var rules = Rows<Rule>()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("name", &name)
    visitor.ref("doc", &doc)
    origin.visit(&visitor)
    visitor.scalar("attempts", &attempts, 1...64)
    visitor.flag("budgeted", &budgeted)
    visitor.share("budget", &budget)
    visitor.rate("budgetMin", &budgetMin)
    visitor.time("budgetOver", &budgetOver)
    visitor.rows("rules", &rules)
  }
}

/// What follows some classes.
public struct Rule: Row {
  public static var table: TableKind { .rules }

  /// The classes; none in the rule for all others.
  public var classes = Rows<ClassMember>()
  /// Whether it is the rule for all others.
  public var otherwise: Bool = false
  /// Whether the far end is asked first if the request may have been carried out.
  public var reconcile: Bool = false
  /// Who is asked; nil: the provider that the request was sent to.
  public var reconcileAt: ID<Endpoint>?
  /// How long that may take.
  public var reconcileWithin: Tick?
  /// How long to wait before asking.
  public var settle: Tick?
  /// The responses, in order.
  public var responses = Rows<Response>()
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.rows("classes", &classes)
    visitor.flag("otherwise", &otherwise)
    visitor.flag("reconcile", &reconcile)
    visitor.ref("reconcileAt", &reconcileAt)
    visitor.time("reconcileWithin", &reconcileWithin)
    visitor.time("settle", &settle)
    visitor.rows("responses", &responses)
    origin.visit(&visitor)
  }
}

/// One response to a failure.
public struct Response: Row {
  public static var table: TableKind { .responses }

  /// What is done.
  public var kind: ResponseKind = .fail
  /// How often it may be done.
  public var times: UInt32 = 1
  /// How long to wait.
  public var backoff: ID<Backoff>?
  /// The longest hint that is waited out.
  public var retryAfter: Tick?
  /// Only to endpoints equal in this label.
  public var same: Name?
  /// Where to.
  public var target: Target?
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.choice("kind", &kind)
    visitor.scalar("times", &times, 1...64)
    visitor.ref("backoff", &backoff)
    visitor.time("retryAfter", &retryAfter)
    visitor.ref("same", &same)
    visitor.target("target", &target)
    origin.visit(&visitor)
  }
}
