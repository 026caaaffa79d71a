/// What a service does itself when its policy says so: registered by name before the engine starts,
/// which refuses to start while one is missing.
///
/// A handler that throws is *unavailable* (the ladder's next step follows) or *unknown* (nothing is
/// sent again). It is cut off when the time is over that the policy gives it.
public struct Handlers: Sendable {
  /// Looks something up in a cache; nil if it is not there, or too old.
  public typealias Cache = @concurrent @Sendable (CacheLookup) async throws -> Served?
  /// The service's own fallback; nil if it has none for this request.
  public typealias Call = @concurrent @Sendable (FallbackCall) async throws -> Served?
  /// Is told that a step of the ladder was reached; never the answer.
  public typealias Notify = @concurrent @Sendable (Notice) async -> Void
  /// Finds out whether a request was carried out.
  public typealias Reconcile = @concurrent @Sendable (Inquiry) async throws -> Verdict

  var cache: Cache?
  var calls: [String: Call] = [:]
  var notifies: [String: Notify] = [:]
  var reconcile: Reconcile?

  /// No handlers.
  public init() {}

  /// Registers the cache that `serve cache` looks into.
  public mutating func cache(_ handler: @escaping Cache) { cache = handler }
  /// Registers what `call "name"` calls.
  public mutating func call(_ name: String, _ handler: @escaping Call) { calls[name] = handler }
  /// Registers who is told by `notify "name"`.
  public mutating func notify(_ name: String, _ handler: @escaping Notify) {
    notifies[name] = handler
  }
  /// Registers who knows whether a request was carried out.
  ///
  /// Its contract carries the whole weight of a route with `effect once`: `.cannotLand` may be
  /// answered only if the request was not carried out *and cannot be any more*.
  public mutating func reconcile(_ handler: @escaping Reconcile) { reconcile = handler }
}

/// What a cache is asked.
public struct CacheLookup: Sendable {
  /// The request, with the key that the cache knows it by.
  public let request: Request
  /// The route.
  public let route: String
  /// How old an answer may be; nil if the policy does not say.
  public let maxAge: Duration?
  /// How long the lookup may take.
  public let within: Duration
}

/// What a service's own fallback is asked.
public struct FallbackCall: Sendable {
  /// The request.
  public let request: Request
  /// The route.
  public let route: String
  /// How long it may take.
  public let within: Duration
}

/// What a handler is told.
public struct Notice: Sendable {
  /// The request that reached the step.
  public let request: Request
  /// The route.
  public let route: String
  /// The step of the ladder.
  public let step: String
}

/// The question whether a request was carried out.
public struct Inquiry: Sendable {
  /// The request, with the key that the far end knows it by.
  public let request: Request
  /// The route.
  public let route: String
  /// The name of the endpoint that the request was sent to.
  public let sentTo: String
  /// Whom to ask: the endpoint that `reconcile at:` names; without it one of the provider that the
  /// request was sent to, maybe another endpoint than the one that failed.
  public let destination: Destination
  /// The credential to ask with; nil if the endpoint declares none.
  public let credential: Secret?
  /// How long it may take.
  public let within: Duration
}

/// What became of a request that may have been carried out.
public enum Verdict: Sendable {
  /// It was carried out; what is known of its answer, if anything.
  case landed(Served?)
  /// It was not carried out, and cannot be any more.
  case cannotLand
  /// Nobody knows: nothing is sent again.
  case unknown
}
