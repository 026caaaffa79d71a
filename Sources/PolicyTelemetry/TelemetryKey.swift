#if Telemetry
  /// The keys of log metadata, span attributes and metric dimensions: stable, one meaning each.
  public enum TelemetryKey: String, CaseIterable, Sendable {
    /// What an event is about, as in `breaker`.
    case event = "policy.event"
    /// Why: the reason's code, as `policyc explain` knows it.
    case reason = "policy.reason"
    /// The route.
    case route = "policy.route"
    /// The request's number in its engine.
    case request = "policy.request"
    /// The attempt's number in its request, from 1.
    case attempt = "policy.attempt"
    /// The endpoint.
    case endpoint = "policy.endpoint"
    /// The group whose active member changed.
    case group = "policy.group"
    /// The breaker.
    case breaker = "policy.breaker"
    /// The step of the ladder.
    case step = "policy.step"
    /// The class of a failure.
    case errorClass = "error.type"
    /// How good an answer is: `full`, `degraded` or `failed`.
    case level = "policy.level"
    /// How many attempts were sent.
    case attempts = "policy.attempt.count"
    /// A time in seconds that belongs to the reason.
    case seconds = "policy.seconds"
    /// A count that belongs to the reason.
    case count = "policy.count"
  }
#endif
