import Foundation
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool) struct `classify` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    try scratch.write(`classify`.policy, "two.policy")
  }

  /// Two endpoints, one of which has an error table of its own.
  static let policy = """
    language 1
    errors mine {
      extends    llm-http
      overloaded status: 429, code: ["busy", "full"]
      rejected   status: 400, body: "bad request", header: "x-kind: client"
    }
    errors plain { extends http }
    endpoint a { url "https://1.test"; timeout attempt: 2s }
    endpoint b { url "https://2.test"; timeout attempt: 2s; errors plain }
    active-passive both { member a; member b; failback manual }
    retry rules {
      attempts 3
      on rate-limited { same-endpoint times: 1, retry-after: 3s; failover }
      on rejected, content-filtered { fail }
      otherwise { failover }
    }
    route chat { to both; effect idempotent; deadline 10s; errors mine; retry rules; breaker none }

    """

  private func told(_ words: String..., input: String? = nil) throws -> String {
    let run = try scratch.run(
      ["classify", "--color", "never", "two.policy"] + words, input: input)
    #expect(run.status == 0, "\(run.messages)")
    #expect(run.messages == "")
    return run.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func json(_ words: String...) throws -> [String: Any] {
    let run = try scratch.run(["classify", "--format", "json", "two.policy"] + words)
    #expect(run.status == 0, "\(run.messages)")
    return try #require(try JSONSerialization.jsonObject(with: run.out) as? [String: Any])
  }

  @Test func `a row of the policy decides, and is shown with its line and its words`() throws {
    let text = try told("--status", "429", "--body", #"{"error": {"code": "busy"}}"#)
    #expect(text.contains("chat, by error table mine class overloaded decided"))
    #expect(
      text.contains(#"overloaded status: 429, code: ["busy", "full"] (two.policy:4)"#))
    #expect(text.contains("later rate-limited status: 429 (built-in http, row "))
    #expect(text.contains("executed no scope provider hint none then otherwise: failover"))
    let other = try told(
      "--status", "400", "--header", "X-Kind: client", "--body", "a bad request, sorry")
    #expect(
      other.contains(
        #"rejected status: 400, body: "bad request", header: "x-kind: client" (two.policy:5)"#))
    #expect(other.contains("then on rejected: fail"))
  }

  @Test func `a row of the language decides, and hints are read`() throws {
    let text = try told("--status", "429", "--header", "retry-after: 3")
    #expect(
      text.contains("class rate-limited decided rate-limited status: 429 (built-in http, row"))
    #expect(text.contains("scope credential hint come back after 3s"))
    #expect(
      text.contains(
        "then on rate-limited: same endpoint (standard: exponential 200ms to 5s, hints to 3s), "
          + "then failover"))
    let never = try json("--status", "503", "--header", "x-should-retry: false")
    #expect((never["hint"] as? [String: Any])?["never"] as? Bool == true)
    #expect(never["class"] as? String == "unavailable")
  }

  @Test func `what no row matches is a success or unclassified`() throws {
    let good = try json("--status", "200", "--body", #"{"usage": {"total_tokens": 12}}"#)
    #expect(good["class"] is NSNull && good["decided"] is NSNull && good["then"] is NSNull)
    #expect(good["usage"] as? Int == 12)
    let text = try told("--status", "600")
    #expect(text.contains("class unclassified decided no row matches what is no success"))
  }

  @Test func `events, transport words and the table of an endpoint`() throws {
    let event = try told("--event", #"data: {"error": {"type": "overloaded_error"}}"#)
    #expect(event.contains("class overloaded"))
    #expect(try told("--transport", "timeout").contains("class timeout"))
    let busy = #"{"error": {"code": "busy"}}"#
    #expect(
      try told("--endpoint", "b", "--status", "429", "--body", busy)
        .contains("chat at b, by error table plain class rate-limited"))
    #expect(try told("--status", "429").contains("note not for b: ask with --endpoint"))
  }

  @Test func `bodies come from files and standard input, and artifacts will do`() throws {
    try scratch.write(#"{"error": {"code": "full"}}"#, "answer.json")
    #expect(try told("--status", "429", "--body", "@answer.json").contains("class overloaded"))
    let piped = try told("--status", "429", "--body", "@-", input: #"{"error": {"code": "full"}}"#)
    #expect(piped.contains("class overloaded"))
    #expect(try scratch.run("compile", "two.policy", "-o", "two.policyc").status == 0)
    let run = try scratch.run(
      "classify", "two.policyc", "--status", "429", "--body", "@answer.json")
    #expect(run.text.contains("two.policy:4"), "\(run.text)")
  }

  @Test func `no value of a header and nothing of a body is ever shown`() throws {
    for format in ["text", "json"] {
      let run = try scratch.run(
        "classify", "--format", format, "two.policy", "--status", "401", "--header",
        "authorization: Bearer hunter2hunter2", "--body", #"{"error": {"code": "hunter2"}}"#)
      #expect(run.status == 0)
      #expect(!run.text.contains("hunter2") && !run.messages.contains("hunter2"))
    }
    let run = try scratch.run("classify", "two.policy", "--header", "hunter2")
    #expect(run.status == 2)
    #expect(!run.messages.contains("hunter2"))
  }

  @Test(arguments: [
    ([], "nothing to classify"),
    (["--status", "42"], "`--status` needs a whole number from 100 to 999"),
    (["--status", "500", "--route", "chta"], "there is no route `chta`; did you mean `chat`?"),
    (["--status", "500", "--endpoint", "c"], "there is no endpoint `c`"),
    (["--transport", "timeuot"], "did you mean `timeout`?"),
    (["--body", "a", "--event", "b"], "say one of them"),
    (["--status", "500", "--body", "@nowhere"], "cannot read `nowhere`: there is no such file"),
  ]) func `says what is wrong with the line, and exits with 2`(
    words: [String], message: String
  ) throws {
    let run = try scratch.run(["classify", "two.policy"] + words)
    #expect(run.status == 2)
    #expect(run.text == "")
    #expect(run.messages.contains(message), "\(run.messages)")
  }

  @Test func `the JSON holds against its schema`() throws {
    let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../grammar/schemas/classify.schema.json").standardized.path
    try scratch.write(
      """
      import json, sys
      try: import jsonschema
      except ImportError: sys.exit(77)
      check = jsonschema.Draft202012Validator(json.load(open('\(schema)')))
      for name in sys.argv[1:]: check.validate(json.load(open(name)))
      """, "check.py")
    let lines = [
      ["--status", "200"], ["--status", "600"], ["--transport", "timeout", "--endpoint", "b"],
      ["--status", "429", "--body", #"{"error": {"code": "busy"}}"#],
      ["--status", "429", "--header", "retry-after: 1.5"],
    ]
    var names: [String] = []
    for line in lines {
      let run = try scratch.run(["classify", "--format", "json", "two.policy"] + line)
      names.append("\(names.count).json")
      try scratch.write(run.out, names.last ?? "")
    }
    let check = try scratch.bash("python3 check.py \(names.joined(separator: " "))")
    if check.status == 77 || check.status == 127 {
      try Test.cancel("python3 has no jsonschema here")
    }
    #expect(check.status == 0, "\(check.messages)")
  }
}
