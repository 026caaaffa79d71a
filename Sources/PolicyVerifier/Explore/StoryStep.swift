public import PolicyGraph
public import PolicyRuntime

/// What happened to one request whose story is told: in a proof, a simulation or a trace.
public enum StoryEvent: Equatable, Sendable {
  /// It began.
  case start
  /// The answer of an attempt began.
  case firstByte(ID<Endpoint>, attempt: UInt16)
  /// An attempt answered.
  case answered(ID<Endpoint>, attempt: UInt16)
  /// An attempt failed with a class and what the far end said about coming back.
  case failed(ID<Endpoint>, attempt: UInt16, ID<ErrorClass>, Hint)
  /// A time ran out: of an attempt, of a wait, of a handler, or until a hedge.
  case timer
  /// A reconcile handler found something out.
  case reconciled(Reconciliation)
  /// A step of the ladder answered, or could not.
  case stepFinished(ID<Step>, served: Bool)
  /// A handler was told.
  case told(ID<Notify>)
  /// The caller gave up; no proof has that.
  case cancelled
}

/// One step of a request: what happened, what was considered, what is done.
public struct StoryStep: Sendable {
  /// When, from the request's start.
  public var at: Tick
  /// What happened.
  public var event: StoryEvent
  /// Endpoints that were no candidates for what others had done by then: their breakers were open,
  /// they cooled, or their limits were full.
  public var opened: [ID<Endpoint>]
  /// How often others had been refused by the endpoint that fails now; each time doubled its pause.
  public var refusals: Int
  /// What the interpreter considered; times from the request's start.
  public var decisions: [Decision]
  /// What it does next; times from the request's start.
  public var action: Action

  /// A step; by default nothing from outside the request has a part in it.
  public init(
    at: Tick, event: StoryEvent, opened: [ID<Endpoint>] = [], refusals: Int = 0,
    decisions: [Decision], action: Action
  ) {
    self.at = at
    self.event = event
    self.opened = opened
    self.refusals = refusals
    self.decisions = decisions
    self.action = action
  }
}
