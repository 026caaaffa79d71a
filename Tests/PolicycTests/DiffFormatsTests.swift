import Foundation
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool) struct `diff, its formats` {
  let scratch: Scratch
  /// With few classes, so that what a request can meet is soon explored.
  private let plan =
    Plans.simple.replacing("errors http", with: "errors few")
    + "errors few { timeout transport: timeout; unavailable status: 500; rejected status: 400 }\n"

  init() throws {
    scratch = try Scratch()
    try scratch.write(plan, "old.policy")
    try scratch.write(
      plan.replacing("member a; member b;", with: "member b;")
        .replacing("deadline 5s", with: "deadline 4s"), "new.policy")
  }

  @Test func `the JSON holds against its schema`() throws {
    let schema = `diff`.repository.appendingPathComponent("grammar/schemas/diff.schema.json").path
    try scratch.write(
      """
      import json, sys
      try: import jsonschema
      except ImportError: sys.exit(77)
      schema = json.load(open('\(schema)'))
      for part in [schema] + [p for p in schema['$defs'].values()]:
        part['additionalProperties'] = False
      check = jsonschema.Draft202012Validator(schema)
      for name in sys.argv[1:]: check.validate(json.load(open(name)))
      """, "check.py")
    for (number, files) in [
      ["old.policy", "new.policy"], ["new.policy", "old.policy"], ["old.policy", "old.policy"],
    ].enumerated() {
      let run = try scratch.run(["diff", "--format", "json"] + files)
      #expect(run.messages == "")
      try scratch.write(run.out, "\(number).json")
    }
    #expect(try scratch.read("0.json").contains("\"severity\": \"danger\""))
    #expect(try scratch.read("0.json").contains("\"command\": \"policyc trace"))
    let check = try scratch.bash("python3 check.py 0.json 1.json 2.json")
    if check.status == 77 || check.status == 127 {
      try Test.cancel("python3 has no jsonschema here")
    }
    #expect(check.status == 0, "\(check.messages)")
  }

  @Test func `the comment has a table, and requests that unfold`() throws {
    let run = try scratch.run("diff", "--format", "github", "old.policy", "new.policy")
    #expect(run.text.hasPrefix("### Policy behaviour: "))
    #expect(
      run.text.contains("| severity | route | change |\n|---|---|---|\n| **danger** | chat | "))
    #expect(run.text.contains("<details><summary>"))
    #expect(run.text.contains("- before: "))
  }

  @Test func `what a policy says is no Markdown, HTML, mention or control`() throws {
    let nasty = "</details><b>|`x`* @someone #1 [l](https://e.test) \u{1B}[31m"
    let text =
      plan.replacing(
        "degrade none", with: "degrade low") + "\ndegrade low { step s { serve text: \"TEXT\" } }\n"
    try scratch.write(text.replacing("TEXT", with: "calm"), "old.policy")
    try scratch.write(
      text.replacing("TEXT", with: nasty.replacing("\u{1B}", with: "\\u{1B}")), "new.policy")
    let comment = try scratch.run("diff", "--format", "github", "old.policy", "new.policy")
    #expect(comment.status == 0, "\(comment.messages)")
    #expect(comment.text.contains("&lt;\\/details&gt;&lt;b&gt;\\|\\`x\\`\\*"), "\(comment.text)")
    #expect(comment.text.contains("@<!-- -->someone"))
    #expect(!comment.text.contains("](https:"))
    for format in ["text", "github", "json"] {
      let run = try scratch.run("diff", "--format", format, "old.policy", "new.policy")
      #expect(!run.text.contains("\u{1B}"))
    }
  }

  @Test func `the commands of the CI files work`() throws {
    let check = `diff`.repository.appendingPathComponent("examples/ci/check").path
    let run = try scratch.bash("'\(check)' \"$policyc\"")
    if run.status == 77 { try Test.cancel("python3 has no yaml here") }
    #expect(run.status == 0, "\(run.text)\(run.messages)")
    #expect(run.text.contains("all commands of the CI files work"))
  }
}
