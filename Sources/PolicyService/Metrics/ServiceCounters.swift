/// What an engine has counted since it started, over all policies it was given.
public struct ServiceCounters: Sendable {
  /// What became of a route's requests.
  public struct Route: Sendable {
    /// Requests begun.
    public var requests = 0
    /// Answers of the main path.
    public var full = 0
    /// Answers of the ladder, by step.
    public var degraded: [String: Int] = [:]
    /// Requests that failed, by reason code.
    public var failed: [String: Int] = [:]
    /// Hedges sent.
    public var hedges = 0

    /// Requests that have ended.
    public var ended: Int {
      full + degraded.values.reduce(0, +) + failed.values.reduce(0, +)
    }
    /// Requests in flight.
    public var inFlight: Int { requests - ended }
  }

  /// What became of an endpoint's attempts.
  public struct Endpoint: Sendable {
    /// Attempts that answered.
    public var succeeded = 0
    /// Attempts that failed, by class.
    public var failed: [String: Int] = [:]
    /// Attempts that were given up: out of time, overtaken by a hedge, or no longer wanted.
    public var givenUp = 0

    /// Attempts that are over.
    public var attempts: Int { succeeded + givenUp + failed.values.reduce(0, +) }
  }

  /// By the names of routes.
  public internal(set) var routes: [String: Route] = [:]
  /// By the names of endpoints.
  public internal(set) var endpoints: [String: Endpoint] = [:]
  /// Requests on routes that the policy loaded since does not have.
  public internal(set) var onRemovedRoutes = 0
  /// Tasks that were given up and still run.
  public internal(set) var abandoned = 0
  /// Tasks that were given up before they were over.
  public internal(set) var abandonedTotal = 0
  /// Times that a handler was not told because too many calls of handlers were still running.
  public internal(set) var noticesDropped = 0
  /// Policies loaded, the first included.
  public internal(set) var policies = 1
  /// Policies that were refused.
  public internal(set) var refused = 0

  mutating func add(_ counts: Counts, _ names: PlanNames) {
    for (i, name) in names.routes.enumerated() {
      routes[name, default: Route()].requests += Int(counts.requests[i])
      routes[name, default: Route()].full += Int(counts.full[i])
      routes[name, default: Route()].hedges += Int(counts.hedges[i])
    }
    for (i, name) in names.endpoints.enumerated() {
      endpoints[name, default: Endpoint()].succeeded += Int(counts.succeeded[i])
      endpoints[name, default: Endpoint()].givenUp += Int(counts.givenUp[i])
    }
    // The order does not matter: sums are kept by name.
    for (pair, count) in counts.degraded {
      routes[names.routes[pair.first], default: Route()]
        .degraded[names.steps[pair.second], default: 0] += Int(count)
    }
    for (pair, count) in counts.failed {
      routes[names.routes[pair.first], default: Route()]
        .failed[RequestFailed.Cause.code(pair.second), default: 0] += Int(count)
    }
    for (pair, count) in counts.failures {
      endpoints[names.endpoints[pair.first], default: Endpoint()]
        .failed[names.classes[pair.second], default: 0] += Int(count)
    }
  }
}

/// What was counted under policies that have been replaced, by name.
final class Ledger: Sendable {
  private let sums = Lock(ServiceCounters())

  /// Adds what was counted under one policy.
  func add(_ counts: Counts, _ names: PlanNames) { sums.withLock { $0.add(counts, names) } }

  /// Runs `body` while no policy is replaced and no sum changes; lanes may be locked inside it.
  func withLock<Result, Failure: Error>(
    _ body: (inout ServiceCounters) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try sums.withLock { (sums) throws(Failure) in try body(&sums) }
  }
}
