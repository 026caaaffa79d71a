internal import PolicyGraph
internal import PolicyRuntime

extension PolicyRoute {
  /// Runs a request: `body` makes its attempts, one call for each, until the policy has an answer
  /// or gives up.
  ///
  /// The closure is trusted to keep to `Attempt.timeouts`, as an HTTP client does; so the first
  /// attempt costs no task and no timer. Attempts run one after the other in the caller's task,
  /// unless the route hedges: then they run in tasks that are over before `run` returns.
  /// If the caller's task is cancelled, its attempts are, and `run` throws.
  ///
  /// ```swift
  /// let answer = try await chat.run(Request(size: tokens)) { attempt in
  ///   let response = try await client.post(attempt.url, key: attempt.credential, …)
  ///   try attempt.check(status: response.status, headers: response.headers, body: response.body)
  ///   return response.body
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - request: what the policy may ask about the request.
  ///   - body: makes one attempt; returns a whole and useful answer, or throws. A closure: Swift
  ///     6.3's compiler does not survive a method's name in its place.
  /// - Returns: the answer: full, or from the ladder.
  /// - Throws: why there is none.
  @inlinable
  public func run<Value: Sendable>(
    _ request: Request = Request(),
    _ body: @Sendable (Attempt) async throws -> Value
  ) async throws(RequestFailed) -> Answer<Value> {
    // What most requests need is compiled into the service, for its own type of answers; the rest
    // is called.
    let first = try begin(request)
    guard first.isPlain else { return try await first.drive(body) }
    let value: Value
    do {
      value = try await body(first)
    } catch {
      return try await first.drive(after: error, body)
    }
    if let ending = first.ending() { return Answer(.value(value), .full, ending) }
    return try await first.drive(with: value, body)
  }

  /// Runs a request as `run(_:_:)` does; with `enforcing`, every attempt runs in a task of its own
  /// and is cut when its time is over.
  ///
  /// An attempt that is cut is cancelled; if its closure does not heed that, it is left behind and
  /// counted (`PolicyEngine.abandoned`), and `run` goes on without it. While as many as the
  /// configuration allows are left behind, further enforcing runs are refused. A closure may not
  /// block its thread: nothing that runs on the threads of Swift's tasks can be cut then.
  ///
  /// - Parameters:
  ///   - request: what the policy may ask about the request.
  ///   - enforcing: whether attempts are cut, or trusted to keep to their timeouts.
  ///   - body: makes one attempt; returns a whole and useful answer, or throws. A closure: Swift
  ///     6.3's compiler does not survive a method's name in its place.
  /// - Returns: the answer: full, or from the ladder.
  /// - Throws: why there is none.
  public func run<Value: Sendable>(
    _ request: Request = Request(), enforcing: Bool,
    _ body: @escaping @Sendable (Attempt) async throws -> Value
  ) async throws(RequestFailed) -> Answer<Value> {
    guard enforcing else { return try await run(request, body) }
    if Task.isCancelled { throw refused(.cancelled) }
    if !engine.parts.abandoned.hasRoom { throw refused(.tooManyAbandoned) }
    let first = try begin(request)
    return try await Race<Value>(first.core, enforces: true).drive(first.action, body)
  }
}

/// How `run` goes on with what `begin` gave it: the first attempt, or what is to be done instead.
extension Attempt {
  /// Whether it is an attempt, and needs no task of its own.
  @usableFromInline
  var isPlain: Bool { action.kind == .attempt && action.hedgeAt == .never }

  /// Does what is to be done first.
  @usableFromInline
  func drive<Value: Sendable>(
    _ body: @Sendable (Attempt) async throws -> Value
  ) async throws(RequestFailed) -> Answer<Value> {
    try await core.drive(action, nil, body)
  }

  /// Goes on after the attempt failed.
  @usableFromInline
  func drive<Value: Sendable>(
    after error: any Error, _ body: @Sendable (Attempt) async throws -> Value
  ) async throws(RequestFailed) -> Answer<Value> {
    core.returned(self)
    let next = core.failed(self, error, isCancelled: Task.isCancelled)
    return try await core.drive(next, nil, body)
  }

  /// Goes on after the attempt answered, and that did not end the request.
  @usableFromInline
  func drive<Value: Sendable>(
    with value: Value, _ body: @Sendable (Attempt) async throws -> Value
  ) async throws(RequestFailed) -> Answer<Value> {
    try await core.drive(core.unheeded() ?? core.step(.timer), value, body)
  }

  /// Says that the attempt answered; gives the request's ending, if that is one.
  @usableFromInline
  func ending() -> Ending? { core.ending(self) }
}
