#if Telemetry
  /// The metrics: stable names in the style of OpenTelemetry, base units, dimensions that a policy
  /// bounds.
  public enum PolicyMetric: String, CaseIterable, Sendable {
    /// Timer: how long requests took, by route, level and reason.
    case requestDuration = "policy.request.duration"
    /// Meter: requests begun and not ended, by route.
    case requestsActive = "policy.request.active"
    /// Counter: attempts sent, by route, endpoint and the reason for that endpoint.
    case attempts = "policy.attempts"
    /// Timer: how long attempts took until they answered, or until their first byte on a route that
    /// commits there, by endpoint and class of failure (`none` for an answer).
    case attemptDuration = "policy.attempt.duration"
    /// Counter: attempts that took longer than they had, by route and endpoint.
    case attemptsOverran = "policy.attempts.overran"
    /// Counter: responses to failures, by route, endpoint and response.
    case responses = "policy.responses"
    /// Counter: what hedges came to, by route and reason.
    case hedges = "policy.hedges"
    /// Counter: waits for a candidate, by route and reason: `waiting` where one began.
    case waits = "policy.waits"
    /// Gauge: a breaker's state at an endpoint: 0 closed, 1 half-open, 2 open.
    case breakerState = "policy.breaker.state"
    /// Counter: how often a breaker changed, by endpoint, breaker and reason.
    case breakerTransitions = "policy.breaker.transitions"
    /// Counter: coolings begun, by endpoint and class.
    case coolings = "policy.coolings"
    /// Counter: how often a group's active member changed, by group and reason.
    case moves = "policy.group.moves"
    /// Counter: requests that left the main path, by route and reason.
    case degraded = "policy.degraded"
    /// Gauge: whether a route browns out: 0 or 1.
    case brownout = "policy.brownout"
    /// Counter: policies loaded since the first.
    case reloads = "policy.reloads"

    /// What tells its samples apart, in order.
    public var dimensions: [TelemetryKey] {
      switch self {
      case .requestDuration: [.route, .level, .reason]
      case .requestsActive, .brownout: [.route]
      case .attempts: [.route, .endpoint, .reason]
      case .attemptsOverran: [.route, .endpoint]
      case .attemptDuration, .coolings: [.endpoint, .errorClass]
      case .responses: [.route, .endpoint, .reason]
      case .hedges, .degraded, .waits: [.route, .reason]
      case .breakerState: [.endpoint, .breaker]
      case .breakerTransitions: [.endpoint, .breaker, .reason]
      case .moves: [.group, .reason]
      case .reloads: []
      }
    }
  }
#endif
