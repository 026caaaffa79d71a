#if HTTPClient
  import AsyncHTTPClient
  import NIOCore
  import PolicyGraph
  import PolicyHTTP
  import PolicyLanguage
  import PolicyService

  /// A policy that does not compile, with what the compiler says.
  struct BadPolicy: Error, CustomStringConvertible {
    var description: String
  }

  /// The secrets of the test's endpoints: they may stand in no error, and at no other endpoint.
  let secrets = [
    "KEY_A": "canary-secret-a", "KEY_B": "canary-secret-b", "KEY_BROKEN": "canary\r\nx: y",
    "KEY_PATH": "canary/path+key", "KEY_QUERY": "canary&query=key",
  ]

  /// The route `main` of a policy's text.
  func route(_ text: String, handlers: Handlers = Handlers()) throws -> PolicyRoute {
    try engine(text, handlers: handlers).route("main")
  }

  /// An engine that runs a policy's text.
  func engine(_ text: String, handlers: Handlers = Handlers()) throws -> PolicyEngine {
    let compilation = compile("test.policy") { _ in .success(Array(("language 1\n" + text).utf8)) }
    guard let artifact = compilation.artifact() else {
      throw BadPolicy(
        description: compilation.report.diagnostics.map { "\($0.message) \($0.notes)" }.joined(
          separator: "\n"))
    }
    return try PolicyEngine(
      artifact: artifact, handlers: handlers, environment: Environment(secrets))
  }

  /// Pieces of policies.
  enum Policy {
    /// Times that no test comes to, however busy the machine is.
    static let patient = "connect: 30s, attempt: 60s"

    /// Two endpoints, the first of which serves, and a route over them.
    static func pair(
      _ a: String, _ b: String, times: String = Policy.patient, timesOfB: String? = nil,
      first: String = "", second: String = "supports [prefill]", errors: String = "errors llm-http",
      retry: String = failover, degrade: String = "degrade none", more: String = "",
      before: String = ""
    ) -> String {
      """
      \(before)
      endpoint a {
        url        "\(a)"
        credential env("KEY_A")
        domain     provider: one
        timeout    \(times)
        attribute  model: "large"
        \(first)
      }
      endpoint b {
        url        "\(b)"
        credential env("KEY_B")
        domain     provider: two
        timeout    \(timesOfB ?? times)
        \(second)
      }
      active-passive both { member a; member b; failback at-once }
      \(retry)
      route main {
        to       both
        effect   idempotent
        deadline 300s
        \(errors)
        retry    again
        \(degrade)
        \(more)
        \(more.contains("breaker ") ? "" : "breaker none")
      }
      """
    }

    /// Every failure is answered by the other endpoint.
    static let failover = """
      retry again {
        attempts 3
        budget   none
        on rejected, content-filtered { fail }
        otherwise { failover }
      }
      """

    /// An answer that was cut is continued.
    static let resuming = """
      retry again {
        attempts 3
        budget   none
        on interrupted { resume; fail }
        on rejected, content-filtered { fail }
        otherwise { failover }
      }
      """

    /// A class for every word of `transport:`, none of which is tried again.
    static let words = [
      "dns", "refused", "unreachable", "tls", "certificate", "connect-timeout",
      "timeout", "idle-timeout", "reset", "closed", "cut", "unreadable",
      "refused-stream",
    ]

    /// A route of one endpoint which tells the word of what went wrong as its error class.
    static func telling(
      _ url: String, times: String = Policy.patient, more: String = ""
    )
      -> String
    {
      let classes = words.map { "class saw-\($0), executed: no, scope: endpoint" }
      let rows = words.map { "  saw-\($0) transport: \($0)" }
      return """
        \(classes.joined(separator: "\n"))
        errors words {
        \(rows.joined(separator: "\n"))
        }
        endpoint a { url "\(url)"; timeout \(times) }
        retry again { attempts 1; otherwise { fail } }
        route main {
          to       a
          effect   idempotent
          deadline 300s
          errors   words
          retry    again
          degrade  none
          \(more)
          \(more.contains("breaker ") ? "" : "breaker none")
        }
        """
    }
  }

  /// One client for all tests.
  let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: testConfiguration)

  private var testConfiguration: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration.policy
    configuration.timeout.connect = .seconds(30)
    return configuration
  }

  /// A request that all tests may send.
  func question(_ body: String = "{\"q\": 1}", path: String = "/v1/ask") -> PolicyHTTPRequest {
    PolicyHTTPRequest(path: path, body: .bytes(ByteBuffer(string: body)))
  }

  extension PolicyHTTPResponse {
    /// The whole body.
    func text() async throws(PolicyHTTPError) -> String? {
      try await body.collected(upTo: 1 << 20).map { String(buffer: $0) }
    }
  }
#endif
