#if Telemetry
  import CoreMetrics
  import InMemoryLogging
  import InMemoryTracing
  import Logging
  import MetricsTestKit
  import PolicyLanguage
  import PolicyService
  import PolicyTelemetry
  import Synchronization
  import Tracing

  /// An engine whose events go to backends that keep what they are told.
  struct Telemetry {
    let engine: PolicyEngine
    let route: PolicyRoute
    let log = InMemoryLogHandler()
    let metrics = TestMetrics()
    let tracer = InMemoryTracer()
    let telemetry: PolicyTelemetry

    init(_ text: String = Telemetry.policy(), clock: EngineClock = .monotonic) throws {
      engine = try PolicyEngine(
        artifact: Telemetry.artifact(text), clock: clock,
        environment: Environment(["KEY_A": "canary-secret-a", "KEY_B": "canary-secret-b"]))
      route = try engine.route("main")
      var logger = Logger(label: "test") { [log] _ in log }
      logger.logLevel = .trace
      telemetry = PolicyTelemetry(logger: logger, metrics: metrics, tracer: tracer)
      telemetry.attach(to: engine)
    }

    static func artifact(_ text: String) throws -> [UInt8] {
      let compilation = compile("test.policy") { _ in
        .success(Array(("language 1\n" + text).utf8))
      }
      guard let artifact = compilation.artifact() else {
        throw BadPolicy(
          description: compilation.report.diagnostics.map { "\($0.message) \($0.notes)" }.joined(
            separator: "\n"))
      }
      return artifact
    }

    struct BadPolicy: Error, CustomStringConvertible {
      var description: String
    }

    /// Two endpoints, the first of which serves, with a breaker that opens after two failures.
    static func policy(more: String = "") -> String {
      """
      endpoint a {
        url        "http://a.example.com/canary-url"
        credential env("KEY_A")
        domain     provider: one
        timeout    attempt: 5s
        attribute  note: "canary-attribute"
      }
      endpoint b {
        url        "http://b.example.com"
        credential env("KEY_B")
        domain     provider: two
        timeout    attempt: 5s
      }
      breaker fuse { trip consecutive: 2; cooldown 30s, jitter: 0% }
      active-passive both { member a; member b; failback at-once }
      retry again {
        attempts 3
        budget   none
        on rejected { fail }
        otherwise { failover }
      }
      degrade below { step sorry { serve text: "Sorry." } }
      route main {
        to       both
        effect   idempotent
        deadline 20s
        errors   http
        retry    again
        degrade  below
        breaker  fuse
        \(more)
      }
      """
    }

    /// The lines about one kind of event.
    func lines(_ event: String) -> [InMemoryLogHandler.Entry] {
      log.entries.filter { $0.metadata["policy.event"] == .string(event) }
    }
  }

  /// The seconds of a clock that stands still but for leaps.
  final class StandingClock: Sendable {
    private let seconds = Atomic<Int>(1000)

    func now() -> Int { seconds.load(ordering: .sequentiallyConsistent) }
    func leap(_ by: Int) { seconds.add(by, ordering: .sequentiallyConsistent) }
  }

  /// Attempts at some endpoints fail; the others answer with their endpoint's name.
  func answer(failingAt failing: String...) -> @Sendable (Attempt) async throws -> String {
    { attempt in
      if failing.contains(attempt.endpoint) {
        throw AttemptFailure(
          status: 503, headers: [("x-canary", "canary-header")], body: "canary-body".utf8)
      }
      return attempt.endpoint
    }
  }
#endif
