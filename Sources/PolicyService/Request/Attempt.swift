public import PolicyGraph
public import PolicyRuntime

/// One attempt of a request: where to send it, with what, and for how long.
///
/// The closure of `run` is called once for each attempt. It returns the answer when that is whole
/// and useful, and throws otherwise: an `AttemptFailure` says what went wrong, and the policy's
/// error table which class that is. A `CancellationError` ends the request, against nobody; any
/// other error counts as a connection that was cut, because the request may have been carried out.
public struct Attempt: Sendable {
  @usableFromInline let core: RequestCore
  let action: Action
  let startedAt: Tick

  /// How long each part of the attempt may take; nil where the policy sets no bound.
  ///
  /// Whoever makes the attempt keeps to them.
  public struct TimeLimits: Hashable, Sendable {
    /// For the connection to stand.
    public var connect: Duration?
    /// For the first byte of the answer.
    public var firstByte: Duration?
    /// Between two bytes of the answer.
    public var idle: Duration?
    /// For the whole attempt; where the route commits at the first byte, for what comes before it.
    public var attempt: Duration
    /// For the rest of an answer once it is committed.
    public var stream: Duration?
  }

  /// The attempt's number in its request, from 1.
  public var number: Int { Int(action.attempt.number) }
  /// Whether it continues an answer that was cut: what was received so far is to be handed to the
  /// endpoint, and only the rest is wanted.
  public var isResume: Bool { action.kind == .resume }
  /// How its endpoint is given what was received so far; nil unless it continues an answer.
  public var handover: Handover? { isResume ? destination.handover : nil }
  /// The step of the ladder that makes it; nil on the main path.
  public var step: String? {
    action.step.map { core.generation.graph.text(core.generation.graph.steps[$0].name) }
  }
  /// Where it goes.
  public var destination: Destination { core.generation.destinations[action.endpoint.index] }
  /// The endpoint's name.
  public var endpoint: String { destination.endpoint }
  /// The endpoint's base URL, as it is to be called.
  ///
  /// Where the credential goes into it, this holds the secret; `destination.url` is for logs.
  public var url: String { destination.url(with: credential) }
  /// Facts about the endpoint, as in `attribute model: "gpt-large"`.
  public var attributes: [String: String] { destination.attributes }
  /// What the endpoint calls the model that the request names by its tag `model`.
  public var model: String? { name(of: "model") }
  /// What the endpoint calls the value of one of the request's tags.
  public func name(of tag: String) -> String? { destination.name(of: tag, in: core.request) }
  /// The header in which the request's key is to be sent, where repeating is safe by one.
  public var idempotencyKey: String? { destination.idempotencyKey }
  /// The credential to use; nil if the endpoint declares none.
  public var credential: Secret? {
    action.credential.map { core.generation.secrets[$0.index] }
  }
  /// Whether the endpoint answers as an LLM provider does: its error table is `llm-http`, or
  /// extends it.
  public var expectsChat: Bool {
    core.generation.chatTables[core.errorTable(action.endpoint).index]
  }
  /// The request's number, the same in events.
  public var request: UInt64 { core.number }

  /// How long each part may take, from the attempt's start.
  public var timeouts: TimeLimits {
    let limits = core.generation.interpreter.timeouts(for: action, at: startedAt)
    return TimeLimits(
      connect: limits.connect.map { Duration($0) },
      firstByte: limits.firstByte.map { Duration($0) },
      idle: limits.idle.map { Duration($0) }, attempt: Duration(limits.attempt),
      stream: limits.stream.map { Duration($0) })
  }

  /// Tells that the first byte of the answer's body is there.
  ///
  /// On a route with `commit first-byte` the answer becomes the request's here: its bytes may go to
  /// the caller while it is still coming in, and a cut after this is never answered by an attempt
  /// from the beginning. On others the answer is held until it is whole.
  ///
  /// - Returns: whether bytes may go to the caller now.
  /// - Throws: `CancellationError` if the attempt was given up in the meantime: another one won, or
  ///   its time is over. Nothing of its answer may be used.
  @discardableResult
  public func commit() throws(CancellationError) -> Bool { try core.commit(action.attempt) }

  /// Runs `body`, which hands bytes of the committed answer to the caller, unless the attempt was
  /// given up.
  ///
  /// Once this attempt was given up (a hedge won, its time is over), another one may continue its
  /// answer; a piece that it still wrote would stand in the middle of that. `commit()` alone cannot
  /// keep it from writing later on.
  ///
  /// ```swift
  /// guard try attempt.commit() else { return try await collect(pieces) }
  /// for try await piece in pieces { try attempt.write { caller.send(piece) } }
  /// ```
  ///
  /// - Parameter body: hands bytes on, without waiting. The request may not be told of anything
  ///   while it runs: it calls neither the engine nor an attempt.
  /// - Returns: what `body` returned.
  /// - Throws: `CancellationError` if `commit()` has not returned true for this attempt, or if it
  ///   was given up since; `body` was not called.
  public func write<Result: Sendable>(
    _ body: () -> Result
  ) throws(CancellationError) -> Result { try core.write(action.attempt, body) }

  /// Tells how many tokens the answer used, where the policy limits them; the last call counts.
  public func report(usage tokens: Int) { core.report(usage: Int64(tokens), of: action.attempt) }

  /// Throws if the policy's error table takes an answer for a failure, a 200 that carries an error
  /// included, and otherwise remembers the tokens that it says it used.
  ///
  /// - Parameters:
  ///   - status: the status of HTTP.
  ///   - headers: all headers.
  ///   - body: the whole body, or what is there of it.
  public func check(
    status: Int, headers: [(name: String, value: String)] = [], body: some Sequence<UInt8> = []
  ) throws(AttemptFailure) {
    try check(Evidence(status: status, headers: headers, body: body))
  }

  /// Throws if the policy's error table takes an event of a stream for a failure, and otherwise
  /// remembers the tokens that it says were used.
  ///
  /// - Parameters:
  ///   - event: one event, with or without its `event:` and `data:` lines.
  ///   - status: the status of HTTP with which the stream began.
  public func check(
    event: some Sequence<UInt8>, status: Int = 200
  ) throws(AttemptFailure) {
    try check(AttemptFailure.event(event, status: status).evidence)
  }

  /// The class that the policy's error table gives a failure of this attempt; nil if it takes it
  /// for none.
  public func errorClass(of failure: AttemptFailure) -> String? {
    let outcome = core.classify(failure.evidence, action.endpoint)
    return outcome.errorClass.map { core.generation.names.classes[$0.index] }
  }

  /// Throws if the policy's error table takes `evidence` for a failure, and otherwise remembers the
  /// tokens that it says were used.
  public func check(_ evidence: Evidence) throws(AttemptFailure) {
    let outcome = core.classify(evidence, action.endpoint)
    if outcome.errorClass != nil { throw AttemptFailure(evidence) }
    if outcome.usage >= 0 { core.report(usage: outcome.usage, of: action.attempt) }
  }
}
