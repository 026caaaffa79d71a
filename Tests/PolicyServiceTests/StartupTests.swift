import Foundation
import PolicyGraph

import Testing

@testable import PolicyService

/// What keeps an engine from starting, and how it says so.
@Suite(.inTurn) struct StartupTests {
  private func refusal(_ start: () throws(EngineError) -> PolicyEngine) -> String {
    do throws(EngineError) {
      _ = try start()
      return "started"
    } catch {
      return "\(error)"
    }
  }

  private func refusal(_ text: String, _ variables: [String: String] = [:]) throws -> String {
    let artifact = try artifact(text)
    return refusal { () throws(EngineError) in
      try PolicyEngine(artifact: artifact, environment: Environment(variables))
    }
  }

  private static let secrets = ["KEY_A": "canary-a", "KEY_B": "canary-b"]

  @Test func `a damaged artifact is refused, and says what to do`() throws {
    var bytes = try artifact(Policy.route())
    bytes[bytes.count / 2] ^= 0x40
    let text = refusal { () throws(EngineError) in try PolicyEngine(artifact: bytes) }
    #expect(text.hasPrefix("cannot load the policy: damaged:"))
  }

  @Test func `a newer format is told from damage`() throws {
    var bytes = try artifact(Policy.route())
    bytes[8] = 9
    let text = refusal { () throws(EngineError) in try PolicyEngine(artifact: bytes) }
    #expect(text.contains("written by a newer policyc"))
  }

  @Test(arguments: [[], [1, 2, 3], Array(repeating: 0, count: 5000)] as [[UInt8]])
  func `what is no artifact at all is refused`(bytes: [UInt8]) {
    let text = refusal { () throws(EngineError) in try PolicyEngine(artifact: bytes) }
    #expect(text.hasPrefix("cannot load the policy: "))
  }

  @Test func `every missing variable is named, and no value is`() throws {
    let text = try refusal(Policy.route(), ["KEY_B": ""])
    #expect(
      text == #"the policy's credentials are not all there: env("KEY_A") of endpoint `a` is not "#
        + #"set in the environment; env("KEY_B") of endpoint `b` is set, but empty"#)
    let one = try refusal(Policy.route(), ["KEY_A": "canary-a"])
    #expect(one.contains(#"env("KEY_B")"#))
    #expect(!one.contains("canary"))
    #expect(!one.contains("KEY_A"))
  }

  @Test func `a credential may stand in a file, with a line end behind it`() async throws {
    let bytes = try artifact(
      Policy.route().replacing(#"env("KEY_A")"#, with: #"file("keys/a")"#))
    let environment = Environment(
      StartupTests.secrets, files: ["keys/a": Array("from-file\r\n".utf8)])
    let engine = try PolicyEngine(artifact: bytes, environment: environment)
    let answer = try await engine.route("main").run { $0.credential?.secret ?? "" }
    #expect(answer.value == "from-file")
  }

  struct BadFile: Sendable, CustomTestStringConvertible {
    var bytes: [UInt8]?
    var says: String

    var testDescription: String { says }
  }

  static let badFiles = [
    BadFile(bytes: nil, says: "cannot be read: there is no such file"),
    BadFile(bytes: [], says: "is empty"), BadFile(bytes: [10, 13, 10], says: "is empty"),
    BadFile(bytes: [0xFF, 0xFE], says: "is not UTF-8"),
  ]

  @Test(arguments: badFiles)
  func `a credential's file that is no good is refused by its path`(file: BadFile) throws {
    let bytes = try artifact(
      Policy.route().replacing(#"env("KEY_A")"#, with: #"file("keys/a")"#))
    let files = file.bytes.map { ["keys/a": $0] } ?? [:]
    let environment = Environment(StartupTests.secrets, files: files)
    let text = refusal { () throws(EngineError) in
      try PolicyEngine(artifact: bytes, environment: environment)
    }
    #expect(
      text
        == #"the policy's credentials are not all there: file("keys/a") of endpoint `a` \#(file.says)"#
    )
  }

  @Test func `every missing handler is named, and how to register it`() throws {
    var handlers = Handlers()
    handlers.call("fallbak") { _ in nil }
    let bytes = try artifact(
      Policy.route(
        effect: "once",
        retry: """
          retry again {
            attempts 3
            budget   none
            on connection { failover }
            on timeout, interrupted, unavailable { reconcile within: 500ms; failover }
            otherwise { fail }
          }
          """, degrade: "degrade below",
        before: """
          degrade below {
            step cached   { serve cache }
            step fallback { notify "page"; call "fallback" }
            step again    { notify "page"; serve text: "sorry" }
          }
          """))
    let text = refusal { () throws(EngineError) in
      try PolicyEngine(
        artifact: bytes, handlers: handlers, environment: Environment(StartupTests.secrets))
    }
    #expect(
      text == "the policy names handlers that are not registered: "
        + #"`serve cache`: register it with `handlers.cache`; "#
        + #"`notify "page"`: register it with `handlers.notify("page")`; "#
        + #"`call "fallback"`: register it with `handlers.call("fallback")` "#
        + #"(registered is `fallbak`); `reconcile`: register it with `handlers.reconcile`"#)
  }

  @Test func `an unknown name gives the nearest at startup`() throws {
    let engine = try engine(Policy.route())
    func refused(_ body: () throws(EngineError) -> Void) -> String {
      do throws(EngineError) {
        try body()
        return "known"
      } catch {
        return "\(error)"
      }
    }
    #expect(
      refused { () throws(EngineError) in _ = try engine.route("Mian") }
        == "the policy has no route `Mian`; did you mean `main`?")
    #expect(
      refused { () throws(EngineError) in _ = try engine.route("something-else") }
        == "the policy has no route `something-else`")
    #expect(
      refused { () throws(EngineError) in try engine.isolate("c") }
        == "the policy has no endpoint `c`")
    #expect(
      refused { () throws(EngineError) in try engine.failBack("boht") }
        == "the policy has no group `boht`; did you mean `both`?")
    #expect(
      refused { () throws(EngineError) in _ = try engine.route("ma\u{1B}[31min\n") }
        == #"the policy has no route `ma\u{1b}[31min\u{a}`"#)
    #expect(
      refused { () throws(EngineError) in _ = try engine.route(String(repeating: "x", count: 9999))
      }
      .count < 300)
  }

  @Test func `a file is loaded, and what is none is refused`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "policy-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appending(path: name).path }
    let environment = Environment(StartupTests.secrets)
    func start(_ path: String) -> String {
      refusal { () throws(EngineError) in
        try PolicyEngine(contentsOf: path, environment: environment)
      }
    }

    try Data(artifact(Policy.route())).write(to: folder.appending(path: "good.policyc"))
    #expect(start(path("good.policyc")) == "started")
    #expect(start(path("none.policyc")).hasSuffix(": there is no such file"))
    #expect(start(folder.path).hasSuffix(": it is a folder"))
    #expect(start("good.policyc\0x").hasSuffix(": there is no such file"))
    #expect(start("/dev/null").hasSuffix(": it is not a regular file"))
    // Nobody writes into it: opening it must not wait for somebody who does.
    #expect(mkfifo(path("pipe"), 0o600) == 0)
    #expect(start(path("pipe")).hasSuffix(": it is not a regular file"))
    // Sixteen MiB and one byte, which are not read.
    #expect(FileManager.default.createFile(atPath: path("large"), contents: nil))
    let large = try FileHandle(forWritingTo: folder.appending(path: "large"))
    try large.truncate(atOffset: UInt64(ArtifactFormat.bytesMax) + 1)
    try large.close()
    #expect(start(path("large")).hasSuffix(": it is too large: 16777217 bytes"))
  }

  @Test func `the process's own environment is read`() throws {
    setenv("POLICY_SERVICE_TEST_KEY", "canary-env", 1)
    defer { unsetenv("POLICY_SERVICE_TEST_KEY") }
    #expect(Environment.process.variable("POLICY_SERVICE_TEST_KEY") == "canary-env")
    #expect(Environment.process.variable("POLICY_SERVICE_TEST_NONE") == nil)
    #expect(throws: Environment.Unreadable.self) { try Environment.process.file("/dev/zero") }
  }
}
