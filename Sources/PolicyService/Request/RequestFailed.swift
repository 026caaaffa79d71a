public import PolicyRuntime

/// Why a request was not answered.
public struct RequestFailed: Error, Sendable {
  /// What ended it.
  public enum Cause: Hashable, Sendable {
    /// The policy ended it: `failed`, `exhausted`, `deadline`, `truncated`, `shed` and so on.
    case policy(Reason)
    /// It was given up: its caller's task was cancelled, or an attempt threw `CancellationError`.
    case cancelled
    /// The route is not in the policy that was loaded since.
    case routeRemoved
    /// Too many attempts of enforcing runs were given up and still run: nothing was begun that
    /// might be given up as well.
    case tooManyAbandoned
  }

  /// What ended it.
  public let cause: Cause
  /// The route.
  public let route: String
  /// The class of the last failure; nil if no attempt failed.
  public let errorClass: String?
  /// The status of the last failure's answer, if it had one.
  public let status: Int?
  /// The endpoint of the last failure; nil if no attempt failed.
  public let endpoint: String?
  /// Attempts that were sent, the ladder's included.
  public let attempts: Int
  /// Whether the request may have been carried out at a far end.
  public let executed: Execution
  /// How long closures took beyond the times of their attempts, in all; zero if they kept to them,
  /// within 10 ms, or were cut.
  public internal(set) var overran = Duration.zero

  /// How long until the same request might be answered in full; nil if that is not known, or an
  /// endpoint is free already.
  ///
  /// That is when something ends that keeps every endpoint out: a cooling, an open breaker, a
  /// limit's window, a brownout. A caller is told it as `Retry-After`, in whole seconds, rounded
  /// up.
  public let retryAfter: Duration?

  /// The reason's code, the same in events, traces and metrics.
  public var code: String {
    switch cause {
    case .policy(let reason): "\(reason.word)"
    case .cancelled: "\(Reason.cancelled.word)"
    case .routeRemoved: "route-removed"
    case .tooManyAbandoned: "too-many-abandoned"
    }
  }
}

extension RequestFailed: CustomStringConvertible {
  /// What happened, in one line for a log.
  public var description: String {
    var text = "route \(quoted(route)): \(words)"
    if let errorClass {
      text += "; last failure: \(errorClass)"
      if let status { text += " (status \(status))" }
      if let endpoint { text += " at \(endpoint)" }
    }
    text += "; \(attempts) attempt\(attempts == 1 ? "" : "s"), "
    switch executed {
    case .no: text += "not executed"
    case .maybe: text += "perhaps executed"
    case .yes: text += "executed"
    }
    if overran > .zero { text += "; attempts overran their times by \(overran)" }
    return text
  }

  private var words: String {
    switch cause {
    case .policy(let reason): "\(reason.word)"
    case .cancelled: "given up"
    case .routeRemoved: "the policy loaded since has no such route"
    case .tooManyAbandoned:
      "too many attempts that were given up still run: their closures ignore cancellation"
    }
  }
}
