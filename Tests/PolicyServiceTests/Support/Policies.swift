import PolicyGraph
import PolicyLanguage

@testable import PolicyService

/// A policy that does not compile, with what the compiler says.
struct BadPolicy: Error, CustomStringConvertible {
  var description: String
}

/// Artifacts by the text of their policies: most tests use the same few.
private let artifacts = Lock([String: [UInt8]]())

/// Compiles a policy's text, once for all tests.
func artifact(_ text: String) throws -> [UInt8] {
  if let known = artifacts.withLock({ $0[text] }) { return known }
  let artifact = try compiled(text)
  artifacts.withLock { $0[text] = artifact }
  return artifact
}

private func compiled(_ text: String) throws -> [UInt8] {
  let compilation = compile("test.policy") { _ in .success(Array(("language 1\n" + text).utf8)) }
  guard let artifact = compilation.artifact() else {
    throw BadPolicy(
      description: compilation.report.diagnostics.map { "\($0.message) \($0.notes)" }.joined(
        separator: "\n"))
  }
  return artifact
}

/// An engine on a policy's text.
func engine(
  _ text: String, handlers: Handlers = Handlers(), clock: TestClock? = nil,
  variables: [String: String] = ["KEY_A": "canary-secret-a", "KEY_B": "canary-secret-b"],
  abandonedMax: Int = ServiceLimits.abandonedMax
) throws -> PolicyEngine {
  try PolicyEngine(
    artifact: artifact(text), handlers: handlers, clock: clock?.engineClock ?? .monotonic,
    environment: Environment(variables), abandonedMax: abandonedMax)
}

/// Pieces of policies.
enum Policy {
  /// Two endpoints, the first of which serves.
  static let pair = """
    endpoint a {
      url        "http://a.example.com"
      credential env("KEY_A")
      domain     provider: one, region: east
      attribute  model: "large", tier: "gold"
      timeout    connect: 100ms, first-byte: 2s, idle: 3s, attempt: 5s
    }
    endpoint b {
      url        "http://b.example.com"
      credential env("KEY_B")
      domain     provider: two, region: west
      timeout    attempt: 5s
    }
    active-passive both { member a; member b; failback at-once }

    """

  /// A route `main` over a pair, with `more` statements.
  static func route(
    effect: String = "idempotent", deadline: String = "20s", retry: String? = nil,
    degrade: String = "degrade none", more: String = "", before: String = ""
  ) -> String {
    """
    \(pair)
    \(retry ?? failover)
    \(before)
    route main {
      match    path: "/main"
      to       both
      effect   \(effect)
      deadline \(deadline)
      errors   http
      retry    again
      \(degrade)
      \(more)
      \(more.contains("breaker") ? "" : "breaker none")
    }
    """
  }

  /// Every failure is answered by the next endpoint.
  static let failover = """
    retry again {
      attempts 3
      budget   none
      on rejected { fail }
      otherwise { failover }
    }
    """

  /// A ladder of one step.
  static func ladder(_ step: String) -> String {
    """
    degrade below { step lower { \(step) } }
    """
  }
}
