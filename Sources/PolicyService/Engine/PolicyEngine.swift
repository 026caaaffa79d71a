public import PolicyGraph
internal import PolicyRuntime
public import PolicySigning

/// A policy at work in a service: load it once when the service starts, ask it for routes, and run
/// requests on them.
///
/// ```swift
/// var handlers = Handlers()
/// handlers.cache { lookup in await cache.find(lookup.request.key).map(Served.init) }
/// let engine = try PolicyEngine(contentsOf: "llm-chat.policyc", handlers: handlers)
/// let chat = try engine.route("chat")
/// ```
/// It starts only if the policy is sound, every credential is there, and every handler that the
/// policy names is registered: what can be wrong is wrong at startup, not at the first request.
public final class PolicyEngine: Sendable {
  let parts: EngineParts
  let lanes: [Lane]
  private let laneShift: Int
  let handlers: Handlers
  let environment: Environment
  let digest: DigestCheck
  let trust: Trust
  /// Who is told of events; changed only while the ledger is locked.
  let listeners = Lock([EventListener]())
  /// The endpoints that the operator took out, also those that the present policy lacks; changed
  /// only while the ledger is locked.
  let isolated = Lock(Set<String>())

  /// Loads a compiled policy from a file.
  ///
  /// - Parameters:
  ///   - path: a regular file of at most 16 MiB, as `policyc compile` writes it.
  ///   - handlers: what the service does itself when the policy says so.
  ///   - clock: where the time comes from.
  ///   - environment: where credentials are read from, now and at every reload.
  ///   - digest: whether SHA-256 is checked too; it takes most of the time of a load.
  ///   - abandonedMax: how many tasks may be left behind that do not heed their cancellation.
  ///   - expecting: the digest that the artifact must have, as `policyc inspect` shows it; every
  ///     replacement must then be named by its own.
  ///   - trusting: keys one of which must have signed this artifact and every replacement; nil:
  ///     nobody need have.
  ///   - minimumRevision: the lowest revision that is taken; from then on no replacement has a
  ///     lower one than the policy it takes the place of. Nil: any revision, in any order.
  ///   - allowing: where the policy may send requests, and which credentials may be read for them,
  ///     now and after every reload; nil: whatever it says. Checked before any credential is read.
  /// - Throws: what keeps the policy from running; all missing credentials or handlers at once.
  public convenience init(
    contentsOf path: String, handlers: Handlers = Handlers(), clock: EngineClock = .monotonic,
    environment: Environment = .process, digest: DigestCheck = .verified,
    abandonedMax: Int = ServiceLimits.abandonedMax, expecting: ArtifactDigest? = nil,
    trusting: [TrustedKey]? = nil, minimumRevision: UInt64? = nil, allowing: [Allowed]? = nil
  ) throws(EngineError) {
    try self.init(
      artifact: PolicyEngine.read(path), handlers: handlers, clock: clock,
      environment: environment, digest: digest, abandonedMax: abandonedMax, expecting: expecting,
      trusting: trusting, minimumRevision: minimumRevision, allowing: allowing)
  }

  /// Loads a compiled policy from bytes, as `init(contentsOf:)` does from a file.
  public init(
    artifact: [UInt8], handlers: Handlers = Handlers(), clock: EngineClock = .monotonic,
    environment: Environment = .process, digest: DigestCheck = .verified,
    abandonedMax: Int = ServiceLimits.abandonedMax, expecting: ArtifactDigest? = nil,
    trusting: [TrustedKey]? = nil, minimumRevision: UInt64? = nil, allowing: [Allowed]? = nil
  ) throws(EngineError) {
    trust = Trust(
      isPinned: expecting != nil, keys: trusting, minimumRevision: minimumRevision,
      allowed: allowing)
    let stamp = try trust.admit(artifact, digest, expecting: expecting)
    let loaded = try LoadedPolicy(artifact, stamp, handlers, environment, allowing)
    var system = SystemRandomNumberGenerator()
    let parts = EngineParts(clock, abandonedMax: abandonedMax, seed: system.next())
    let interpreter = Interpreter(loaded.plan, SharedState(for: loaded.plan))
    let generation = Generation(1, interpreter, loaded, handlers)
    var count = 1
    while count < System.processors() * 2, count < 64 { count *= 2 }
    laneShift = 64 - count.trailingZeroBitCount
    lanes = (0..<count).map { Lane($0, View(generation, parts)) }
    self.parts = parts
    self.handlers = handlers
    self.environment = environment
    self.digest = digest
  }

  static func read(_ path: String) throws(EngineError) -> [UInt8] {
    do throws(System.FileProblem) {
      return try System.read(path, atMost: ArtifactFormat.bytesMax)
    } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
  }

  /// The lane of the calling thread.
  @inline(__always)
  func lane() -> Lane { lanes[Int(truncatingIfNeeded: System.thread() >> UInt64(laneShift))] }

  /// The present policy.
  var generation: Generation { lanes[0].view.generation }
}
