import Foundation
import PolicyGraph
import TestThreads
import Testing

@testable import PolicyLanguage

/// What holds where a policy says nothing.
@Suite(.offPool) struct StandardTests {
  private static func graph(_ text: String) throws -> FailoverGraph {
    let compilation = compile("case.policy") { _ in .success(Array("language 1\n\(text)\n".utf8)) }
    return try #require(
      compilation.graph, "\(compilation.report.diagnostics.map(\.message)) in \(text)")
  }

  /// The same policy, short and with everything said, line by line: endpoints, group, route.
  static let silences: [(short: String, said: String)] = [
    ("to p; effect read; deadline 30s", "degrade none; retry standard; breaker standard"),
    ("to p; effect idempotent; deadline 30s", "degrade none; retry standard; breaker standard"),
    ("to p; effect once; deadline 15s", "degrade none; retry standard-once; breaker standard-once"),
  ]

  @Test(arguments: silences)
  func `saying it changes nothing`(short: String, said: String) throws {
    let silent = """
      endpoint a { url "https://a.test" }
      endpoint b { url "https://b.test" }
      active-passive p { member a; member b }
      route r { \(short) }
      """
    let loud = """
      endpoint a { url "https://a.test"; timeout connect: 2s, attempt: 15s }
      endpoint b { url "https://b.test"; timeout connect: 2s, attempt: 15s }
      active-passive p { member a; member b; failback after: 60s, hold: 30s }
      route r { \(short); \(said) }
      """
    // All that a reader sees, behind the facts about the file.
    let shown = try [silent, loud].map { text in
      try StandardTests.graph(text).inspectText().drop { $0 != "\n" }
        .split(separator: "\n\n", maxSplits: 1).last
    }
    #expect(shown[0] == shown[1])
    #expect(shown[0]?.contains("failback after 1m, hold 30s") == true)
  }

  @Test func `none of it is in the artifact of a policy that says everything`() throws {
    let text = """
      endpoint a { url "https://a.test"; timeout connect: 2s, attempt: 15s }
      retry y { attempts 2; otherwise { same-endpoint } }
      breaker k { trip consecutive: 5; cooldown 1s }
      route r { to a; effect read; deadline 30s; degrade none; retry y; breaker k }
      """
    let compilation = compile("case.policy") { _ in .success(Array("language 1\n\(text)\n".utf8)) }
    let graph = try #require(compilation.graph)
    #expect(!graph.sources.rows.contains { graph.text($0.name) == Standard.fileName })
    #expect(!compilation.report.files.contains { $0.name == Standard.fileName })
    #expect(graph.retries.count == 1 && graph.breakers.count == 1 && graph.backoffs.count == 0)
  }

  @Test func `it is a policy in canonical layout, and stands in the reference as it is`() throws {
    let bytes = Array(Standard.text.utf8)
    #expect(format(SourceFile(name: Standard.fileName, bytes: bytes)).text == bytes)
    let compilation = compile(Standard.fileName) { _ in .success(bytes) }
    #expect(compilation.report.diagnostics.map(\.message) == [])
    let page = Reference.markdown(reasons: [], telemetry: "")
    #expect(page.contains(Standard.text.dropFirst("language 1\n\n".count).dropLast()))
  }

  /// Endpoints, ladder and route, and the attempt timeouts of a, b and c that come of them.
  static let shares: [(text: String, attempts: [Tick])] = [
    ("active-passive p { member a; member b; member c }; ROUTE", [.s(10), .s(10), .s(10)]),
    ("active-passive p { member a; member b }; ROUTE", [.s(15), .s(15), .s(10)]),
    ("active-active p { member a; member b }; ROUTE", [.s(15), .s(15), .s(10)]),
    ("active-passive p { member a; member told }; ROUTE", [.ms(29_600), .s(10), .s(10)]),
    ("active-passive p { member told; member a }; ROUTE", [.s(26), .s(10), .s(10)]),
    ("active-passive p { member a; member b }; ROUTE; once", [.s(30), .s(30), .s(10)]),
    // Two tries at a, the wait between them, then b.
    (
      "active-passive p { member a; member b }; ROUTE; retry again",
      [.ms(9_666), .ms(9_666), .s(10)]
    ),
    // A step of the ladder is a turn as well; what is kept back otherwise is no part of it.
    (
      "active-passive p { member a; member b }; ROUTE; degrade low",
      [.ms(9_666), .ms(9_666), .ms(9_666)]
    ),
    ("active-passive p { member a; member b }; ROUTE; degrade kept", [.s(10), .s(10), .s(10)]),
    // The shorter of two routes.
    (
      "active-passive p { member a; member b }; ROUTE; match path: \"/r\" }\nroute s { to a; effect read; deadline 4s",
      [.s(4), .s(15), .s(10)]
    ),
    (
      "select p { when size, above: 1k { to a }; otherwise { to b } }; ROUTE",
      [.s(30), .s(30), .s(10)]
    ),
  ]

  @Test(arguments: shares)
  func `every endpoint has its turn`(text: String, attempts: [Tick]) throws {
    let isOnce = text.hasSuffix("; once")
    let body = (isOnce ? String(text.dropLast("; once".count)) : text).replacingOccurrences(
      of: "; ROUTE", with: "\nroute r { to p; effect \(isOnce ? "once" : "read"); deadline 30s")
    let graph = try StandardTests.graph(
      """
      endpoint a { url "https://a.test" }
      endpoint b { url "https://b.test" }
      endpoint c { url "https://c.test" }
      endpoint told { url "https://told.test"; timeout attempt: 4s }
      backoff second { constant base: 1s; jitter none }
      retry again { attempts 4; otherwise { same-endpoint times: 1, backoff: second; failover } }
      degrade low { step ask { call "handler", within: 1s }; step other { use c } }
      degrade kept { step ask { call "handler", within: 1s }; reserve 10s }
      \(body) }
      """)
    #expect(graph.endpoints.rows.prefix(3).map(\.attemptTimeout) == attempts)
    for endpoint in graph.endpoints.rows {
      #expect(endpoint.connectTimeout == min(.s(2), endpoint.attemptTimeout))
    }
  }

  @Test func `times without a backoff waits by the language's, and none does not wait`() throws {
    let graph = try StandardTests.graph(
      """
      endpoint a { url "https://a.test" }
      retry y {
        attempts 4
        on timeout { same-endpoint times: 2 }
        on connection { same-endpoint times: 2, backoff: none }
        otherwise { same-endpoint }
      }
      route r { to a; effect read; deadline 30s; retry y }
      """)
    let names = graph.responses.rows.map { $0.backoff.map { graph.text(graph.backoffs[$0].name) } }
    #expect(names == ["standard", nil, nil])
  }
}
