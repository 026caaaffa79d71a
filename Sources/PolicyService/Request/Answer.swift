internal import PolicyGraph
public import PolicyRuntime

/// How a request was answered: in full, or by a step of the ladder below full service.
public struct Answer<Value: Sendable>: Sendable {
  /// What the answer is.
  public enum Result: Sendable {
    /// What the closure of `run` returned, at `Answer.endpoint`.
    case value(Value)
    /// What stands in for it.
    case substitute(Substitute)
  }

  /// How good an answer is.
  public enum Level: Hashable, Sendable {
    /// The main path answered.
    case full
    /// A step of the ladder answered; its name.
    case degraded(step: String)
  }

  /// What the answer is.
  public let result: Result
  /// How good it is.
  public let level: Level
  private let ending: Ending

  @usableFromInline
  init(_ result: Result, _ level: Level, _ ending: Ending) {
    self.result = result
    self.level = level
    self.ending = ending
  }

  /// Where the attempt went that answered; nil where none did.
  public var destination: Destination? {
    ending.endpoint.map { ending.core.generation.destinations[$0.index] }
  }
  /// The endpoint whose attempt answered; nil where none did.
  public var endpoint: String? { destination?.endpoint }
  /// Attempts that were sent, the ladder's included.
  public var attempts: Int { ending.attempts }
  /// Whether the request was carried out at a far end, as far as is known.
  public var executed: Execution { ending.executed }
  /// How long closures took beyond the times of their attempts, in all; zero if they kept to them,
  /// within 10 ms, or were cut.
  public var overran: Duration { Duration(ending.core.overran) }
  /// Why it ended as it did: `answered`, `hedge-won`, `landed`, `served` and so on.
  public var reason: Reason { ending.reason }

  /// Of an answer that a step of the ladder gave in the place of an endpoint: how long until the
  /// same request might be answered in full; nil if that is not known, or an endpoint is free
  /// already.
  ///
  /// What a caller is told as `Retry-After`, in whole seconds, rounded up.
  public var retryAfter: Duration? {
    ending.retryAfter == .never ? nil : Duration(ending.retryAfter)
  }

  /// What the closure returned; nil if something else stands in for it.
  public var value: Value? {
    switch result {
    case .value(let value): value
    case .substitute: nil
    }
  }

  /// Whether a step of the ladder answered.
  public var isDegraded: Bool { level != .full }

  /// What the closure returned, or what `make` makes of its substitute.
  ///
  /// ```swift
  /// let reply = try await chat.run(request) { … }.value { Reply(apology: $0.text ?? "busy") }
  /// ```
  public func value<Failure: Error>(
    orElse make: (Substitute) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    switch result {
    case .value(let value): value
    case .substitute(let substitute): try make(substitute)
    }
  }
}

/// What an answer says beside what it is.
@usableFromInline
struct Ending: Sendable {
  /// The request: names are looked up when they are asked for, in an object that no other thread
  /// counts references of.
  let core: RequestCore
  /// Where the attempt went that answered.
  var endpoint: ID<Endpoint>?
  var attempts: Int
  var executed: Execution
  var reason: Reason
  /// `Tick.never` if it is not known.
  var retryAfter = Tick.never
}

/// What answers a request in the place of an endpoint.
public enum Substitute: Sendable {
  /// `serve text`: the policy's text and its status, if it states one.
  case text(String, status: Int?)
  /// `serve cache`: what the cache handler gave.
  case cached(Served)
  /// `call`: what the handler of that name gave.
  case called(String, Served)
  /// A reconciliation found that the request was carried out at an endpoint after all; what the
  /// handler brought back of it, if anything.
  case landed(Served?)

  /// The policy's text, if that is what it is.
  public var text: String? {
    switch self {
    case .text(let text, _): text
    case .cached, .called, .landed: nil
    }
  }

  /// What a handler gave, if one did.
  public var served: Served? {
    switch self {
    case .cached(let served), .called(_, let served): served
    case .landed(let served): served
    case .text: nil
    }
  }
}
