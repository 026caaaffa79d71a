public import PolicyGraph

/// What an event is about.
public enum DecisionKind: UInt8, CaseIterable, Sendable {
  case candidate, attempt, outcome, response, breaker, cooling, failover, failback, budget, hedge
  case reconcile, degraded, brownout, health, ended, reload, wait

  /// The word in events, traces and JSON.
  public var word: StaticString {
    switch self {
    case .candidate: "candidate"
    case .attempt: "attempt"
    case .outcome: "outcome"
    case .response: "response"
    case .breaker: "breaker"
    case .cooling: "cooling"
    case .failover: "failover"
    case .failback: "failback"
    case .budget: "budget"
    case .hedge: "hedge"
    case .reconcile: "reconcile"
    case .degraded: "degraded"
    case .brownout: "brownout"
    case .health: "health"
    case .ended: "ended"
    case .reload: "reload"
    case .wait: "wait"
    }
  }
}

/// One thing that the interpreter decided or learnt: plain values, made only if somebody listens.
public struct Decision: Hashable, Sendable {
  /// What it is about.
  public var kind: DecisionKind
  /// Why.
  public var reason: Reason
  /// When.
  public var at: Tick
  /// The request's number, as its driver gave it; 0 for none.
  public var request: UInt64 = 0
  /// The route.
  public var route: ID<Route>?
  /// The attempt's number in its request; 0 for none.
  public var attempt: UInt16 = 0
  /// The endpoint.
  public var endpoint: ID<Endpoint>?
  /// The breaker that guards the endpoint; where a holder moved, that of the routes for which it
  /// did.
  public var breaker: ID<Breaker>?
  /// The group whose holder moved.
  public var group: ID<Group>?
  /// The class of a failure.
  public var errorClass: ID<ErrorClass>?
  /// The response that was passed over; nil where the reason says which was carried out.
  public var response: ResponseKind?
  /// What cools: the endpoint, the credential at its provider, its account, our address, the
  /// provider.
  public var scope: Scope?
  /// The credential that cools, or whose account does.
  public var credential: ID<Credential>?
  /// The step of the ladder.
  public var step: ID<Step>?
  /// A time in nanoseconds or a count that belongs to the reason; 0 if none does.
  ///
  /// The length of a wait, of a cooling, of an open breaker; how long an attempt may run or took.
  public var value: Int64 = 0

  /// A note with a reason.
  public init(_ kind: DecisionKind, _ reason: Reason, at: Tick) {
    self.kind = kind
    self.reason = reason
    self.at = at
  }
}

/// Who is told of every note, on the thread that makes the decision: it must return soon, and it
/// may not call the interpreter.
public typealias Listener = @Sendable (Decision) -> Void
