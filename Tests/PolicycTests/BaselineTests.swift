import Foundation
import TestThreads
import Testing

@Suite(.offPool) struct `baselines` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private let smelly = `lint with rules`.smelly

  private func lint(_ more: String...) throws -> Run {
    try scratch.run(["lint", "--format", "compact", "--deny", "warnings"] + more)
  }

  @Test func `what was found before is left out, wherever it has moved`() throws {
    try scratch.write(smelly, "a.policy")
    let run = try scratch.run("lint", "--baseline", "old.json", "--write-baseline", "a.policy")
    #expect(run.status == 0 && run.out.isEmpty)
    #expect(run.messages == "2 findings written to `old.json`\n")
    #expect(try scratch.run("lint", "--baseline", "old.json", "a.policy").messages == "")
    try scratch.write(
      smelly.replacing("language 1\n", with: "language 1\n\n// Moved.\n")
        .replacing("  budget none", with: "    budget none"), "a.policy")
    let moved = try lint("--baseline", "old.json", "a.policy")
    #expect(moved.status == 0 && moved.text == "" && moved.messages == "")
  }

  @Test func `what is new, or was changed, is shown`() throws {
    try scratch.write(smelly, "a.policy")
    _ = try scratch.run("lint", "--baseline", "old.json", "--write-baseline", "a.policy")
    try scratch.write(smelly.replacing("base: 200ms", with: "base: 300ms"), "a.policy")
    let changed = try lint("--baseline", "old.json", "a.policy")
    #expect(changed.status == 1)
    #expect(changed.lines.count == 1 && changed.text.contains("[no-jitter]"))
    #expect(changed.messages.contains("1 entry of `old.json` matches nothing any more"))
    // The same line a second time, in another declaration.
    try scratch.write(
      smelly + "backoff second { constant base: 200ms; jitter none }\n", "a.policy")
    let twice = try lint("--baseline", "old.json", "a.policy").lines
    #expect(twice.filter { $0.contains("[no-jitter]") }.count == 1)
    // What stands in the file about other policies is neither here nor there.
    try scratch.write(smelly, "c.policy")
    _ = try scratch.run("lint", "--baseline", "both.json", "--write-baseline", ".")
    #expect(try lint("--baseline", "both.json", "c.policy").messages == "")
    // Another file with the same text.
    try scratch.write(smelly, "b.policy")
    #expect(try lint("--baseline", "old.json", "b.policy").lines.count == 2)
  }

  @Test func `the file is the same whenever it is written, and may be written anew`() throws {
    for name in ["b.policy", "a.policy", "odd na%me\n\u{E9}.policy"] {
      try scratch.write(smelly, name)
    }
    _ = try scratch.run("lint", "--baseline", "one.json", "--write-baseline", ".")
    _ = try scratch.run("lint", "--baseline", "two.json", "--write-baseline", ".")
    #expect(try scratch.read("one.json") == scratch.read("two.json"))
    #expect(try lint("--baseline", "one.json", ".").status == 0)
    try scratch.write(smelly.replacing("; jitter none", with: ""), "a.policy")
    let run = try scratch.run("lint", "--baseline", "one.json", "--write-baseline", ".")
    #expect(run.messages == "5 findings written to `one.json`\n")
    #expect(try lint("--baseline", "one.json", ".").messages == "")
  }

  @Test func `a baseline that is not there, or is none, says so`() throws {
    try scratch.write(smelly, "a.policy")
    let missing = try lint("--baseline", "no.json", "a.policy")
    #expect(missing.status == 2 && missing.text == "")
    #expect(missing.messages.contains("there is no baseline `no.json`; `--write-baseline`"))
    let broken = [
      "": "the JSON ends too early", "{\"formatVersion\": 1": "the JSON ends too early",
      "{}": "`formatVersion` is missing", "[]": "an object is wanted",
      "{\"formatVersion\": 2, \"findings\": []}": "knows formatVersion 1, not 2",
      "{\"formatVersion\": 1, \"findings\": [{}]}": "findings[0]",
      "{\"formatVersion\": 1, \"findings\": {}}": "a list is wanted",
    ]
    for (text, wanted) in broken.sorted(by: { $0.key < $1.key }) {
      try scratch.write(text, "broken.json")
      let run = try lint("--baseline", "broken.json", "a.policy")
      #expect(run.status == 2 && run.text == "")
      #expect(run.messages.contains("broken.json"), "\(text)")
      #expect(run.messages.contains(wanted), "\(text): \(run.messages)")
    }
    #expect(try lint("--baseline", ".", "a.policy").status == 2)
    #expect(try lint("--write-baseline", "a.policy").status == 2)
    #expect(try lint("--baseline", "-", "a.policy").status == 2)
  }

  @Test func `it is written whole or not at all`() throws {
    try scratch.write(smelly, "a.policy")
    try scratch.write(Policies.misspelt, "b.policy")
    let run = try scratch.run("lint", "--baseline", "old.json", "--write-baseline", ".")
    #expect(run.status == 1)
    #expect(run.messages.contains("a policy with errors has no baseline"))
    #expect(run.messages.contains("error[P0301]"))
    #expect(try scratch.names() == ["a.policy", "b.policy"])
    let nowhere = try scratch.run(
      "lint", "--baseline", "no/old.json", "--write-baseline", "a.policy")
    #expect(nowhere.status == 2)
    #expect(nowhere.messages.contains("cannot write `no/old.json`"))
    let unread = try scratch.run(
      "lint", "--baseline", "old.json", "--write-baseline", "a.policy", "missing.policy")
    #expect(unread.status == 2)
    #expect(try scratch.names() == ["a.policy", "b.policy"])
  }

  @Test func `the files hold against their schemas`() throws {
    try scratch.write(smelly, "a.policy")
    _ = try scratch.run("lint", "--baseline", "old.json", "--write-baseline", "a.policy")
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../grammar/schemas").standardized.path
    let check = """
      import json, sys
      try: import jsonschema
      except ImportError: sys.exit(77)
      schema = json.load(open('\(folder)/' + sys.argv[1]))
      jsonschema.validate(json.load(sys.stdin), schema)
      """
    try scratch.write(check, "check.py")
    for command in [
      "cat old.json | python3 check.py baseline.schema.json",
      "\"$policyc\" lint --rules --format json | python3 check.py rules.schema.json",
      "\"$policyc\" lint --format json a.policy | python3 check.py diagnostics.schema.json",
    ] {
      let run = try scratch.bash(command)
      if run.status == 77 || run.status == 127 { try Test.cancel("python3 has no jsonschema here") }
      #expect(run.status == 0, "\(run.messages)")
    }
  }
}
