import Foundation
import TestThreads
import Testing

@Suite(.offPool) struct `formats of test` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    let good = `test`.policy("expect availability, at-least: 90%", runs: 3)
    try scratch.write(good, "good.policy")
    let bad = `test`.policy("expect attempts, to: b, at-most: 1/s")
    try scratch.write(bad, "a&\"<b>.policy")
    try scratch.write(Policies.misspelt, "broken.policy")
  }

  @Test func `json holds against its schema`() throws {
    let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../grammar/schemas/test.schema.json").standardized.path
    let check = """
      import json, sys
      try: import jsonschema
      except ImportError: sys.exit(77)
      jsonschema.validate(json.load(sys.stdin), json.load(open('\(schema)')))
      """
    try scratch.write(check, "check.py")
    for options in ["", "--coverage", "--mutate --min-coverage 99%"] {
      let run = try scratch.bash(
        "\"$policyc\" test --format json \(options) . 2>/dev/null | python3 check.py")
      if run.status == 77 || run.status == 127 { try Test.cancel("python3 has no jsonschema here") }
      #expect(run.status == 0, "\(options): \(run.messages)")
    }
  }

  @Test func `json has every field of its contract`() throws {
    let run = try scratch.run("test", "--format", "json", "--coverage", ".")
    #expect(run.status == 1)
    let json = try #require(try JSONSerialization.jsonObject(with: run.out) as? [String: Any])
    #expect(json["formatVersion"] as? Int == 1)
    let summary = try #require(json["summary"] as? [String: Any])
    #expect(summary["files"] as? Int == 3)
    #expect(summary["checks"] as? Int == 2)
    #expect(summary["held"] as? Int == 1)
    #expect(summary["holds"] as? Bool == false)
    let files = try #require(json["files"] as? [[String: Any]])
    #expect(
      files.map { $0["file"] as? String } == ["a&\"<b>.policy", "broken.policy", "good.policy"])
    #expect(files[1]["problem"] as? String == "it has errors")
    let scenario = try #require((files[2]["scenarios"] as? [[String: Any]])?.first)
    #expect(scenario["seed"] as? Int == 1)
    #expect(scenario["runs"] as? Int == 3)
    let check = try #require((scenario["checks"] as? [[String: Any]])?.first)
    #expect(check["kind"] as? String == "expectation")
    #expect(check["text"] as? String == "availability, at-least: 90%")
    #expect(check["line"] as? Int == 19)
    #expect(check["bound"] as? Double == 0.9)
    #expect(check["heldRuns"] as? Int == 3)
    let coverage = try #require(files[2]["coverage"] as? [String: Any])
    #expect((coverage["items"] as? [Any])?.count == 7)
    #expect(files[2]["mutants"] is NSNull)
  }

  @Test func `junit is a suite a policy, a test case an expectation`() throws {
    let run = try scratch.run("test", "--format", "junit", ".")
    #expect(run.status == 1)
    let parser = XMLReading(run.out)
    #expect(parser.isWellFormed)
    #expect(
      parser.names == [
        "testsuites", "testsuite", "testcase", "failure", "testsuite", "testcase", "error",
        "testsuite", "testcase",
      ])
    #expect(run.text.contains("<testsuite name=\"a&amp;&quot;&lt;b&gt;.policy\" tests=\"1\""))
    #expect(run.text.contains("classname=\"policyc.test.outage\""))
    #expect(run.text.contains("name=\"availability, at-least: 90%\""))
  }

  /// How many threads there are, and whether coverage is counted, changes nothing else.
  @Test func `the same bytes come whatever the number of threads`() throws {
    for format in ["text", "json", "junit"] {
      let words = ["test", "--format", format, "--mutate", "--coverage", "good.policy"]
      let one = try scratch.run(words + ["--jobs", "1"])
      let many = try scratch.run(words + ["--jobs", "4"])
      #expect(one.out == many.out, "\(format)")
      #expect(one.status == many.status)
    }
  }

  @Test func `nothing of a policy reaches a terminal raw`() throws {
    let sly = `test`.policy("expect availability, at-least: 100%")
      .replacing("outage a, for", with: "errors a, code: \"\\u{1B}]0;x\\u{7}\", for")
    try scratch.write(sly, "\u{1B}[31m.policy")
    for format in ["text", "json", "junit"] {
      let run = try scratch.run(
        "test", "--color", "never", "--format", format, "--mutate", "--coverage",
        "\u{1B}[31m.policy")
      #expect(!run.out.contains(0x1B), "\(format)")
      #expect(!run.messages.contains("\u{1B}"))
    }
  }
}
