import Foundation
import PolicyGraph
import Testing

@testable import PolicyService

/// Where a policy may send requests and which credentials may be read for them.
@Suite(.inTurn) struct AllowedTests {
  /// Two endpoints: `a` at a.example.com with KEY_A, `b` at b.example.com with KEY_B.
  private func refusal(
    _ allowed: [Allowed], _ text: String = Policy.route(), _ environment: Environment? = nil
  ) throws -> String? {
    let bytes = try artifact(text)
    let environment =
      environment ?? Environment(["KEY_A": "canary-a", "KEY_B": "canary-b", "KEY_C": "canary-c"])
    do throws(EngineError) {
      _ = try PolicyEngine(artifact: bytes, environment: environment, allowing: allowed)
      return nil
    } catch {
      #expect(!"\(error)".contains("canary"))
      return "\(error)"
    }
  }

  private static let title = "the policy asks for what this service does not allow: "

  @Test(
    arguments: [
      ["a.example.com", "b.example.com"], ["*.example.com"], ["*"], ["http://*.example.com"],
      ["A.Example.COM", "b.example.com:80"], ["*:80"], ["*.com"],
    ])
  func `hosts are named, exactly or by their domain`(hosts: [String]) throws {
    #expect(try refusal([Allowed(hosts: hosts, environment: ["*"])]) == nil)
  }

  @Test(
    arguments: [
      ["a.example.com"], ["example.com"], ["https://*.example.com"], ["*.example.com:443"],
      ["*.a.example.com", "a.example.com"], ["xample.com", "a.example.com"], [],
    ])
  func `a host that is not named is refused`(hosts: [String]) throws {
    let text = try refusal([Allowed(hosts: hosts, environment: ["*"])])
    #expect(text?.contains("`http://b.example.com` of endpoint `b`") == true)
  }

  @Test(
    arguments: [
      "", "*a.example.com", "https://a.example.com/x", "a.example.com:0", "a b", "a.example.com:",
      "*.*.example.com", "[::1", "user@a.example.com",
    ])
  func `an entry that means no host is refused, not passed over`(entry: String) throws {
    #expect(
      try refusal([Allowed(hosts: ["*", entry], environment: ["*"])])
        == "`Allowed(hosts:)` cannot hold \(quoted(entry))")
  }

  @Test(arguments: [
    (["KEY_A", "KEY_B"], true), (["KEY_*"], true), (["*"], true), (["KEY_A"], false),
  ])
  func `variables are named, exactly or by their beginning`(names: [String], isAllowed: Bool) throws
  {
    let text = try refusal([Allowed(hosts: ["*"], environment: names)])
    #expect(
      text == (isAllowed ? nil : AllowedTests.title + #"`env("KEY_B")` of endpoint `b`"#))
  }

  @Test func `a credential goes to the hosts it stands with, and to no others`() throws {
    let each = [
      Allowed(hosts: ["a.example.com"], environment: ["KEY_A"]),
      Allowed(hosts: ["b.example.com"], environment: ["KEY_B"]),
    ]
    #expect(try refusal(each) == nil)
    let crossed = Policy.route().replacing(#"env("KEY_B")"#, with: #"env("KEY_A")"#)
    #expect(
      try refusal(each, crossed) == AllowedTests.title + #"`env("KEY_A")` of endpoint `b`"#)
  }

  @Test func `all that is refused is named, and nothing is read before`() throws {
    let read = Lock([String]())
    let environment = Environment(
      variable: { name in
        read.withLock { $0.append(name) }
        return "canary"
      }, file: { _ throws(Environment.Unreadable) in [1] })
    let text = try refusal(
      [Allowed(hosts: ["a.example.com"], environment: ["KEY_X"])], Policy.route(), environment)
    #expect(
      text == AllowedTests.title
        + #"`env("KEY_A")` of endpoint `a`; `http://b.example.com` of endpoint `b`"#)
    #expect(read.withLock { $0 }.isEmpty)
  }

  @Test func `a replacement may ask for no more than the first policy`() throws {
    let engine = try PolicyEngine(
      artifact: artifact(Policy.route()), environment: Environment(["KEY_A": "1", "KEY_B": "2"]),
      allowing: [Allowed(hosts: ["*.example.com"], environment: ["KEY_*"])])
    let elsewhere = try artifact(
      Policy.route().replacing("http://a.example.com", with: "http://a.example.com.evil.test"))
    #expect(throws: EngineError.self) { try engine.replace(with: elsewhere) }
    #expect(engine.counters().refused == 1)
    try engine.replace(with: artifact(Policy.route(deadline: "19s")))
  }

  @Test func `a credential that no endpoint uses is not read past the list`() throws {
    var graph = try FailoverGraph(artifact: artifact(Policy.route()))
    var row = Credential()
    row.reference = graph.texts.append(Array("HOME".utf8))
    graph.credentials.append(row)
    let bytes = graph.encode()
    #expect(throws: EngineError.self) {
      try PolicyEngine(
        artifact: bytes, environment: Environment(["KEY_A": "1", "KEY_B": "2", "HOME": "3"]),
        allowing: [Allowed(hosts: ["*"], environment: ["KEY_*"])])
    }
  }

  @Test(
    arguments: [
      ("keys/a", ["keys"], true), ("keys/a", ["./keys/"], true), ("keys//x/./a", ["keys"], true),
      ("/run/a", ["/"], true), ("/run/a", ["/run"], true), ("/run/a", ["run"], false),
      ("keys/a", ["/keys"], false), ("keysa", ["keys"], false), ("keys", ["keys"], false),
      ("keys/../a", ["keys"], false), ("keys/..a", ["keys"], true), ("/running/a", ["/run"], false),
      ("keys/a", [], false),
    ])
  func `files lie below a folder, by their names`(path: String, folders: [String], isAllowed: Bool)
    throws
  {
    let text = Policy.route().replacing(#"env("KEY_A")"#, with: "file(\"\(path)\")")
    let environment = Environment(["KEY_B": "canary-b"], files: [path: [1]])
    let refused = try refusal(
      [Allowed(hosts: ["*"], environment: ["*"], files: folders)], text, environment)
    #expect((refused == nil) == isAllowed, "\(refused ?? "")")
  }

  @Test func `no link leads out of a folder`() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "allowed-\(UUID())")
    defer { try? FileManager.default.removeItem(at: root) }
    func path(_ name: String) -> String { root.appending(path: name).path }
    for folder in ["keys/..2026", "outside"] {
      try FileManager.default.createDirectory(
        atPath: path(folder), withIntermediateDirectories: true)
    }
    for file in ["keys/..2026/a", "outside/a", "keys/plain"] {
      try Data("canary".utf8).write(to: root.appending(path: file))
    }
    // As Kubernetes lays its secrets out: links that stay within the folder.
    for (link, to) in [
      ("keys/..data", "..2026"), ("keys/a", "..data/a"), ("keys/out", "../outside/a"),
      ("keys/folder", "../outside"), ("alias", "keys"), ("keys/none", "nowhere"),
    ] {
      try FileManager.default.createSymbolicLink(atPath: path(link), withDestinationPath: to)
    }
    setenv("KEY_B", "canary-b", 1)
    defer { unsetenv("KEY_B") }
    func refused(_ file: String, _ folder: String) throws -> String? {
      try refusal(
        [Allowed(hosts: ["*"], environment: ["*"], files: [path(folder)])],
        Policy.route().replacing(#"env("KEY_A")"#, with: "file(\"\(path(file))\")"), .process)
    }
    #expect(try refused("keys/plain", "keys") == nil)
    #expect(try refused("keys/a", "keys") == nil)
    #expect(try refused("alias/plain", "alias") == nil)
    for file in ["keys/out", "keys/folder/a"] {
      #expect(try refused(file, "keys")?.hasPrefix(AllowedTests.title) == true)
    }
    // A file that is not there is said to be missing, as ever.
    #expect(try refused("keys/none", "keys")?.contains("cannot be read") == true)
  }
}
