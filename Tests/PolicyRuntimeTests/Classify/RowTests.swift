import PolicyGraph
import TestThreads
import Testing

@testable import PolicyRuntime

/// Rows of one's own tables: what they state, and which decides.
@Suite(.offPool) struct RowTests {
  private static let tables = Result {
    try Tables(
      """
      class by-header, executed: no, scope: provider
      class by-value, executed: no, scope: provider
      class by-both, executed: no, scope: provider
      class by-body, executed: no, scope: provider
      class by-text, executed: no, scope: provider
      class by-cut, executed: no, scope: provider
      errors own {
        by-both     status: [500, 502], header: ["x-why: busy", "x-how"], body: ["one", "two"]
        by-value    header: "x-why: busy"
        by-header   header: "X-Maintenance"
        by-cut      status: 200..299, transport: [cut, closed]
        by-body     body: "aabaab"
        by-text     code: ["Ünïcode", "quote\\"d", "a\\\\b", "-7", "😀", "€"], executed: maybe, scope: local
        rejected    status: 400
      }
      """, ["own"])
  }

  private func name(
    _ status: UInt32?, _ headers: [(String, String)] = [], _ body: String = "",
    _ transport: Transport = .none
  ) throws -> String {
    let tables = try Self.tables.get()
    let evidence = Evidence(
      status: status, transport: transport,
      headers: headers.map { Evidence.Header($0.0, $0.1) }, body: Array(body.utf8)[...])
    return tables.describe(tables.classifier.classify(evidence, by: try tables.id("own")))
  }

  @Test func `all that a row states must match, by one of the values of each`() throws {
    #expect(try name(500, [("x-why", "busy")], "one") == "by-both no provider")
    #expect(try name(502, [("x-how", "")], "xtwo") == "by-both no provider")
    #expect(try name(501, [("x-why", "busy")], "one") == "by-value no provider")
    #expect(try name(500, [("x-why", "busy")], "three") == "by-value no provider")
    #expect(try name(500, [("x-what", "busy")], "one") == "unclassified maybe endpoint")
  }

  @Test func `a header is found by its name in any case, its value is compared exactly`() throws {
    #expect(try name(200, [("x-MAINTENANCE", "whatever")]) == "by-header no provider")
    #expect(try name(200, [("x-why", "idle"), ("X-Why", "  busy\t")]) == "by-value no provider")
    #expect(try name(200, [("x-why", "Busy")]) == "success")
    #expect(try name(200, [("x-why", "busy!")]) == "success")
    #expect(try name(400, [("x-wh", "busy")]) == "rejected no request")
  }

  @Test func `a status and a transport may be asked for together`() throws {
    #expect(try name(206, [], "", .cut) == "by-cut no provider")
    #expect(try name(206, [], "", .reset) == "unclassified maybe endpoint")
    #expect(try name(400, [], "", .cut) == "rejected no request")
    #expect(try name(nil, [], "", .cut) == "unclassified maybe endpoint")
  }

  @Test func `a body is searched as it is, over its own repetitions`() throws {
    #expect(try name(200, [], "aabaaabaab") == "by-body no provider")
    #expect(try name(200, [], "aabaaAbaab") == "success")
    #expect(try name(400, [], "aabaa") == "rejected no request")
  }

  @Test(arguments: [
    #"{"error":"Ünïcode"}"#, #"{"error":"\u00dcn\u00efcode"}"#, #"{"error":{"code":"quote\"d"}}"#,
    #"{"error":{"code":"quote\u0022d"}}"#, #"{"error":[{"code":"a\\b"}]}"#, #"{"code":-7}"#,
    #"{"error":{"details":[{"reason":"\uD83D\uDE00"}]}}"#, #"{"errors":["\u20aC"]}"#,
    #"{"error":"\u00DCn\u00eFcode","code":"x"}"#, #"{"\u0065rror":"€"}"#,
    "\u{FEFF} {\"error\":\"€\"}", #"{"x":1}{"error":"€"}"#, "[1,[2],{\"error\":\"€\"}]",
    "event: x\ndata: {\"error\":\ndata: \"€\"}\n\n",
    ": hello\nid: 1\nretry: 5\ndata:{\"code\":-7\ndata:}",
    "data: {\"a\ndata: \":\n\ndata: {\"error\":\"€\"}\n",
  ])
  func `a code is compared with escapes resolved`(_ body: String) throws {
    #expect(try name(200, [], body) == "by-text maybe local")
  }

  @Test(arguments: [
    #"{"error":"Unicode"}"#, #"{"error":"\u00dcn\u00efcod"}"#, #"{"error":"€€"}"#,
    #"{"error":"\uD83D"}"#,
    #"{"error":"\uDE00\uD83D"}"#, #"{"error":"\u20a"}"#, #"{"error":"\u20AC"#,
    #"{"error":{"code":-7"#,
    #"{"error":{"code":-70}}"#, #"{"message":"\"error\":\"€\""}"#, #"{"x":{"error":"€"}}"#,
    #"{"error":{"message":"€"}}"#, #"{"error":{"€":"code"}}"#, #"{"error" "€"}"#,
    "<html>{\"error\":\"€\"}</html>", "error: €", #""error":"€""#, "", "{", "[", "\"", "\\", "{\"",
    "data: x {\"code\": \"€", "dat: {\"error\":\"€\"}\n",
  ])
  func `what is no code is not taken for one`(_ body: String) throws {
    // An error whose code is none that a row names is no success all the same.
    #expect(["success", "unclassified maybe endpoint"].contains(try name(200, [], body)))
  }

  @Test(arguments: [
    #"{"error":{}}"#, #"{"error":{"#, #"{"error":"x"}"#, #"{"error":["x"]}"#, #"{"error":[{}]}"#,
    #"{"error":true}"#, #"{"errors":[{"message":"x"}]}"#, #"{"error_response":{}}"#,
    #"{"type":"error"}"#, #"{"object":"error"}"#, #"{"status":"error"}"#, #"{"status":"err"}"#,
    #"{"success":false}"#, #"{"x":1,"success" : false }"#, #"{"response":{"error":{}}}"#,
    #"{"response":{"data":{"statuses":[{"error":"x"}]}}}"#, "event: error\ndata: {}\n\n",
  ])
  func `what says that it is an error is no success where bodies are looked into`(
    _ body: String
  ) throws {
    #expect(try name(200, [], body) == "unclassified maybe endpoint")
    let tables = try Tables.shared.get()
    let evidence = Evidence(status: 200, body: Array(body.utf8)[...])
    let outcome = tables.classifier.classify(evidence, by: try tables.id("http"))
    // Whoever does not ask is not told, but by an event that says so.
    #expect(
      tables.describe(outcome)
        == (body.hasPrefix("event") ? "unclassified maybe endpoint" : "success"))
  }

  @Test(arguments: [
    "{}", "[]", #"{"error":null}"#, #"{"error":""}"#, #"{"error":[]}"#, #"{"error":false}"#,
    #"{"error":0}"#, #"{"errors":null}"#, #"{"error":tru"#, #"{"success":true}"#,
    #"{"success":fals"#, #"{"success":"false"}"#, #"{"status":"ok"}"#, #"{"status":"errors"}"#,
    #"{"object":"chat"}"#, #"{"data":{"error":{"code":1}}}"#, #"{"data":[{"error":"x"}]}"#,
    #"{"x":{"success":false,"error":true}}"#, #"{"choices":[{"error":"x"}]}"#,
    #"{"response":{"data":{"statuses":["error"]}}}"#, #"{"message":"\"error\":true"}"#,
  ])
  func `what does not say that it is an error is a success`(_ body: String) throws {
    #expect(try name(200, [], body) == "success")
  }

  @Test func `what lies deeper than containers are told apart is not taken for a code`() throws {
    for depth in [1, 10, 30, 31, 32, 33, 100, 20_000] {
      let open = String(repeating: "{\"error\":", count: depth)
      let close = String(repeating: "}", count: depth)
      let isSeen = depth < AnswerScan.depthMax
      #expect(
        try name(200, [], open + "{\"code\":\"€\"}" + close)
          == (isSeen ? "by-text maybe local" : "unclassified maybe endpoint"), "\(depth)")
      // And what follows is read as ever.
      if depth <= 1000 {
        #expect(
          try name(200, [], open + "1" + close + "{\"error\":\"€\"}") == "by-text maybe local")
      }
    }
  }

  @Test func `codes behind the first 32 are not listened to`() throws {
    let many = { String(repeating: "\"x\",", count: $0) }
    #expect(try name(200, [], "{\"errors\":[\(many(31))\"€\"]}") == "by-text maybe local")
    #expect(
      try name(200, [], "{\"errors\":[\(many(32))\"€\"]}") == "unclassified maybe endpoint")
  }

  @Test func `what lies behind the limit of a body is not looked at`() throws {
    let padding = { String(repeating: " ", count: $0) }
    let code = "{\"error\":\"€\"}"
    let room = Evidence.bodyBytesMax - code.utf8.count
    #expect(try name(200, [], padding(room) + code) == "by-text maybe local")
    #expect(try name(200, [], padding(room + 2) + code) == "success")
    #expect(
      try name(200, [], padding(Evidence.bodyBytesMax - 6) + "aabaab") == "by-body no provider")
    #expect(try name(200, [], padding(Evidence.bodyBytesMax - 5) + "aabaab") == "success")
  }

  private static let good = Result {
    try Tables(
      """
      errors good {
        success   status: 404
        success   status: 409, code: "already"
        success   status: 500..599, header: "x-cached"
        success   code: "1000"
        ambiguous status: [200..299, 400], code-not: ["0", "200"]
        clock     code-not: "x", header: "x-why"
        rejected  status: 400..499
      }
      """, ["good"])
  }

  @Test(arguments: [
    (404, "", "", "success"), (404, "", #"{"error":"none"}"#, "success"), (410, "", "", "rejected"),
    (409, "", #"{"error":"already"}"#, "success"), (409, "", #"{"error":"new"}"#, "rejected"),
    (503, "x-cached", "", "success"), (503, "", "", "unclassified"),
    (200, "", #"{"code":1000}"#, "success"), (200, "", #"{"code":0}"#, "success"),
    (200, "", #"{"code":"200"}"#, "success"), (200, "", #"{"code":7}"#, "ambiguous"),
    (200, "", #"{"error":{"code":0}}"#, "ambiguous"), (200, "", "", "success"),
    (200, "", #"{"data":[{"sCode":"0"},{"sCode":"5"}]}"#, "ambiguous"), (400, "", "", "ambiguous"),
    (401, "x-why", "", "clock"), (200, "x-why", "", "success"),
    (200, "x-why", #"{"code":"0"}"#, "clock"), (200, "x-why", #"{"code":"x"}"#, "ambiguous"),
    (304, "", "", "unclassified"), (200, "", #"{"error":{"code":404}}"#, "ambiguous"),
  ])
  func `a row may say what is good, and what is not among the good codes`(
    _ status: UInt32, _ header: String, _ body: String, _ expected: String
  ) throws {
    let tables = try Self.good.get()
    let headers = header.isEmpty ? [] : [Evidence.Header(header, "")]
    func word(_ transport: Transport) throws -> Substring? {
      let evidence = Evidence(
        status: status, transport: transport, headers: headers, body: Array(body.utf8)[...])
      let outcome = tables.classifier.classify(evidence, by: try tables.id("good"))
      return tables.describe(outcome).split(separator: " ").first
    }
    #expect(try word(.none).map(String.init) == expected)
    // A good answer came whole.
    #expect(try word(.cut) != "success")
  }

  @Test func `more tables than have rows of their own for each status know what is good`() throws {
    let names = (0...TablePacking.directTablesMax).map { "t\($0)" }
    let tables = try Tables(
      names.map {
        "errors \($0) { success status: 404; clock code-not: \"0\"; rejected status: 400..499 }\n"
      }.joined(), names)
    #expect(tables.classifier.statusRows.isEmpty)
    for (status, expected) in [(UInt32(404), "success"), (410, "clock"), (200, "success")] {
      let evidence = Evidence(status: status)
      let outcome = tables.classifier.classify(evidence, by: try tables.id("t7"))
      #expect(tables.describe(outcome).split(separator: " ").first.map(String.init) == expected)
    }
  }
}
