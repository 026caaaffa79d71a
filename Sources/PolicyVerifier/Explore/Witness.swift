public import PolicyGraph
public import PolicyRuntime

/// What happened to a request that a proof tells of.
public enum WitnessEvent: Equatable, Sendable {
  /// It began.
  case start
  /// The answer of an attempt began.
  case firstByte(ID<Endpoint>, attempt: UInt16)
  /// An attempt answered.
  case answered(ID<Endpoint>, attempt: UInt16)
  /// An attempt failed with a class and what the far end said about coming back.
  case failed(ID<Endpoint>, attempt: UInt16, ID<ErrorClass>, Hint)
  /// A time ran out.
  case timer
  /// A reconcile handler found something out.
  case reconciled(Reconciliation)
  /// A step of the ladder answered, or could not.
  case stepFinished(ID<Step>, served: Bool)
  /// A handler was told.
  case told(ID<Notify>)
}

/// One step of a request that a proof tells of.
public struct WitnessStep: Sendable {
  /// When, from the request's start.
  public var at: Tick
  /// What happened.
  public var event: WitnessEvent
  /// Endpoints that were no candidates for what others had done by then: their breakers were open,
  /// they cooled, or their limits were full.
  public var opened: [ID<Endpoint>]
  /// How often others had been refused by the endpoint that fails now; each time doubled its pause.
  public var refusals: Int
  /// What the interpreter considered; times from the request's start.
  public var decisions: [Decision]
  /// What it does next; times from the request's start.
  public var action: Action
}

/// A request that shows that a guarantee does not hold, or what its worst case is.
public struct Witness: Sendable {
  /// The policy that was run: the one given without limits, budgets and trips; its tables of
  /// endpoints, groups, classes and steps are those of the one given.
  public var graph: FailoverGraph
  /// Endpoints that were the adversary's.
  public var bad: [ID<Endpoint>]
  /// Members that held their groups when it began, other than the first.
  public var holders: [(group: ID<Group>, member: Int)]
  /// Endpoints whose breakers were open when it began, with their cooldown over.
  public var ready: [ID<Endpoint>]
  /// The request's size, as far as the policy asks for it.
  public var size: Int64
  /// The request's priority.
  public var priority: UInt8
  /// Its steps, from its start to its end.
  public var steps: [WitnessStep]
}
