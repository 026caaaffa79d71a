public import PolicyGraph

/// Which attempt of a request is meant.
///
/// A leg is the place that an attempt takes while it is in flight; a number is never used twice in
/// one request, so that a late event cannot be taken for one of the leg's next attempt.
public struct AttemptID: Hashable, Sendable {
  /// The place in flight, 0 ..< `RuntimeLimits.legsMax`.
  public var leg: UInt8
  /// The attempt's number in its request, from 1; ladder attempts and resumptions included.
  public var number: UInt16

  /// The attempt `number` in place `leg`.
  public init(leg: UInt8, number: UInt16) {
    self.leg = leg
    self.number = number
  }

  /// No attempt.
  public static let none = AttemptID(leg: 0, number: 0)
}

/// What happened to a request, as its driver tells the interpreter.
public enum Event: Sendable {
  /// The first byte of the answer's body came.
  case firstByte(AttemptID)
  /// The attempt is over: it answered, or it failed.
  case finished(AttemptID, Outcome)
  /// The time that `Action.wakeAt` asked for has come.
  case timer
  /// The far end was asked whether the request was carried out.
  case reconciled(Reconciliation)
  /// The step of the ladder answered, or could not.
  case stepFinished(served: Bool)
  /// What was asked for is under way (a handler is being told): go on.
  case proceed
  /// The caller gave up.
  case cancel
}

/// What a reconcile handler found out.
public enum Reconciliation: UInt8, Sendable, CaseIterable {
  /// The request was carried out.
  case landed
  /// It was not, and cannot be any more: the handler's contract.
  case cannotLand
  /// Nobody knows.
  case unknown
}

/// What the far end says about coming back.
public struct Hint: Hashable, Sendable {
  /// Nanoseconds from now until it wants to see us again; below zero: nothing was said.
  public var wait: Int64
  /// Whether it forbids repeating the request there.
  public var never: Bool

  /// A hint of `wait` nanoseconds; below zero for none.
  public init(wait: Int64, never: Bool = false) {
    self.wait = wait
    self.never = never
  }

  /// Nothing was said.
  public static let none = Hint(wait: -1)
}

/// How an attempt ended, classified.
public struct Outcome: Hashable, Sendable {
  /// The class of the failure; nil for a success.
  public var errorClass: ID<ErrorClass>?
  /// Whether the request may have been carried out although it failed.
  public var executed: Executed
  /// What else shares the trouble.
  public var scope: Scope
  /// What the far end says about coming back.
  public var hint: Hint
  /// Tokens used, as the answer tells; below zero where it tells nothing.
  public var usage: Int64
  /// Whether an answer came, in time and whole; false where the transport failed.
  ///
  /// Of a class that a breaker does not count, such an answer is a sign of life.
  public var answered: Bool

  /// A failure of a class; `answered` if it is what an answer says that came whole.
  public init(
    _ errorClass: ID<ErrorClass>, executed: Executed, scope: Scope, hint: Hint = .none,
    usage: Int64 = -1, answered: Bool = false
  ) {
    self.errorClass = errorClass
    self.executed = executed
    self.scope = scope
    self.hint = hint
    self.usage = usage
    self.answered = answered
  }

  private init(usage: Int64) {
    errorClass = nil
    executed = .maybe
    scope = .request
    hint = .none
    self.usage = usage
    answered = true
  }

  /// A whole and useful answer.
  public static let success = Outcome(usage: -1)
  /// A whole and useful answer that tells how many tokens it used.
  public static func success(usage: Int64) -> Outcome { Outcome(usage: usage) }
}
