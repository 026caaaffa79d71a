import PolicyGraph
import TestThreads
import Testing

@testable import PolicyService

/// URLs that are read from the environment, and credentials that go into URLs.
@Suite(.inTurn) struct ReadURLTests {
  private static func policy(_ url: String, credential: String = "credential env(\"KEY_A\")")
    -> String
  {
    """
    endpoint a { url \(url); \(credential) }
    route main { to a; effect read; deadline 5s }
    """
  }

  private func engine(
    _ text: String, _ variables: [String: String], allowed: [Allowed]? = nil
  ) throws -> PolicyEngine {
    let all = variables.merging(["KEY_A": "canary/secret"]) { one, _ in one }
    return try PolicyEngine(
      artifact: artifact(text), environment: Environment(all), allowing: allowed)
  }

  private func urls(_ url: String, _ variables: [String: String]) async throws -> [String] {
    let route = try engine(ReadURLTests.policy(url), variables).route("main")
    let answer = try await route.run { attempt in [attempt.url, attempt.destination.url] }
    return answer.value ?? []
  }

  @Test func `a variable names the URL, and another holds where it is not set`() async throws {
    let plain = #"env("CHAT_URL")"#
    let other = #"env("CHAT_URL", else: "http://127.0.0.1:9101")"#
    let set = ["CHAT_URL": "https://chat.example.com/v1\n"]
    for url in [plain, other] {
      #expect(try await urls(url, set) == Array(repeating: "https://chat.example.com/v1", count: 2))
    }
    #expect(try await urls(other, [:]).first == "http://127.0.0.1:9101")
    #expect(try await urls(other, ["CHAT_URL": ""]).first == "http://127.0.0.1:9101")
  }

  /// A value of the variable, and why it cannot be a URL.
  static let refused: [(value: String?, reason: String)] = [
    (nil, "is not set in the environment"), ("", "is set, but empty"),
    ("canary.example.com", "has no scheme"),
    ("ftp://canary", "has none of the schemes http, https, ws, wss, grpc, grpcs"),
    ("https://canary:pw@host", "holds credentials"), ("https://", "has no host"),
    ("https://{credential}.canary", "has `{credential}` in its host"),
    ("https://h/{credential}?k={credential}", "has `{credential}` twice"),
  ]

  @Test(arguments: refused)
  func `a URL that cannot be used is refused, and not repeated`(value: String?, reason: String) {
    let variables = value.map { ["CHAT_URL": $0] } ?? [:]
    #expect {
      _ = try engine(ReadURLTests.policy(#"env("CHAT_URL")"#), variables)
    } throws: { error in
      "\(error)".hasSuffix("env(\"CHAT_URL\") of endpoint `a` \(reason)")
        && !"\(error)".contains("canary")
    }
  }

  @Test func `a place for a credential wants one`() {
    #expect {
      _ = try engine(
        ReadURLTests.policy(#"env("CHAT_URL")"#, credential: "supports x"),
        ["CHAT_URL": "https://h/{credential}"])
    } throws: { "\($0)".contains("has `{credential}`, and the endpoint has none") }
  }

  @Test func `a variable that is not allowed is not read`() throws {
    let text = ReadURLTests.policy(#"env("CHAT_URL")"#)
    let variables = ["CHAT_URL": "https://chat.example.com"]
    let hosts = ["chat.example.com"]
    #expect {
      _ = try engine(
        text, variables, allowed: [Allowed(hosts: hosts, environment: ["KEY_A"])])
    } throws: { "\($0)".contains("env(\"CHAT_URL\")") }
    _ = try engine(
      text, variables, allowed: [Allowed(hosts: hosts, environment: ["KEY_A", "CHAT_URL"])])
    #expect {
      _ = try engine(
        text, ["CHAT_URL": "https://other.example.com"],
        allowed: [Allowed(hosts: hosts, environment: ["KEY_A", "CHAT_URL"])])
    } throws: { "\($0)".contains("https://other.example.com") }
  }

  @Test func `the credential goes into its place, encoded, and is not shown`() async throws {
    for url in ["\"https://h.test/v2/{credential}\"", "env(\"RPC_URL\")"] {
      let set = ["RPC_URL": "https://h.test/v2/{credential}"]
      let found = try await urls(url, set)
      #expect(found == ["https://h.test/v2/canary%2Fsecret", "https://h.test/v2/{credential}"])
      let engine = try engine(ReadURLTests.policy(url), set)
      #expect(!"\(engine.snapshot())".contains("canary"))
      #expect(!engine.prometheusText().contains("canary"))
    }
  }
}
