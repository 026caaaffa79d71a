import Foundation
import TestThreads
import Testing

@testable import policyc

/// Two folders compared, and what a policy is made of.
@Suite(.offPool) struct `diff of folders, and deps` {
  let scratch: Scratch
  /// Two providers and a route, with the rules in a shared file.
  private let text = Plans.bare.replacing(
    "language 1\n", with: "language 1\nimport \"shared/rules.policy\"\n"
  )
  .replacing(
    "retry rules { attempts tries; on rejected { fail }; otherwise { failover } }\n", with: ""
  )
  .replacing("let tries: 3\n", with: "")
  private let rules =
    "language 1\nretry rules { attempts 3; on rejected { fail }; otherwise { failover } }\n"

  init() throws {
    scratch = try Scratch()
    for folder in ["old", "new"] {
      try scratch.write(text, "\(folder)/chat.policy")
      try scratch.write(
        text.replacing("route chat", with: "route orders"), "\(folder)/deep/er.policy")
      try scratch.write(rules, "\(folder)/shared/rules.policy")
      try scratch.write(rules, "\(folder)/deep/shared/rules.policy")
    }
  }

  private func compare(_ options: String...) throws -> Run {
    try scratch.run(["diff"] + options + ["old", "new"])
  }

  @Test func `folders that are the same`() throws {
    let run = try compare()
    #expect(run.status == 0, "\(run.messages)")
    #expect(run.text == "old → new: no policy changed, 2 unchanged\n")
    #expect(try compare("--format", "github").text == "")
  }

  @Test func `a changed import is a change of all that import it`() throws {
    try scratch.write(rules.replacing("attempts 3", with: "attempts 2"), "new/shared/rules.policy")
    let run = try compare()
    #expect(run.text.contains("old → new: 1 policy changed, 1 unchanged\n\nchat.policy: "))
    #expect(run.text.contains("attempts"))
    #expect(!run.text.contains("er.policy"))
  }

  @Test func `new, deleted and renamed policies`() throws {
    _ = try scratch.bash("mv new/chat.policy new/talk.policy; rm -r new/deep")
    try scratch.write(text.replacing("route chat", with: "route fresh"), "new/fresh.policy")
    let run = try compare("--deny", "danger")
    #expect(run.text.contains("chat.policy → talk.policy (renamed): no change in behaviour"))
    #expect(run.text.contains("fresh.policy (added): 1 "))
    #expect(run.text.contains("deep/er.policy (deleted): 1 "))
    #expect(run.text.contains("orders: the route is gone"))
    #expect(run.status == 1, "a route that is gone is a danger")
    let comment = try compare("--format", "github").text
    #expect(comment.hasPrefix("### Policy behaviour: 3 policies changed, 0 unchanged\n"))
    #expect(comment.contains("| fresh |"))
  }

  @Test func `the JSON of folders and of deps holds against its schema`() throws {
    let schemas = `diff`.repository.appendingPathComponent("grammar/schemas").path
    try scratch.write(
      """
      import json, sys
      try: import jsonschema
      except ImportError: sys.exit(77)
      for name in ["diff-trees", "deps"]:
        schema = json.load(open('\(schemas)/' + name + '.schema.json'))
        for part in [schema] + list(schema.get('$defs', {}).values()):
          part['additionalProperties'] = False
        jsonschema.Draft202012Validator(schema).validate(json.load(open(name + '.json')))
      """, "check.py")
    _ = try scratch.bash("mv new/chat.policy new/talk.policy; rm -r new/deep")
    try scratch.write(rules.replacing("attempts 3", with: "attempts 2"), "new/shared/rules.policy")
    try scratch.write(try compare("--format", "json").out, "diff-trees.json")
    try scratch.write(
      try scratch.run("deps", "--format", "json", "old/chat.policy").out, "deps.json")
    let check = try scratch.bash("python3 check.py")
    if check.status == 77 || check.status == 127 {
      try Test.cancel("python3 has no jsonschema here")
    }
    #expect(check.status == 0, "\(check.messages)")
  }

  @Test func `an error in a policy is shown, one in a part that is imported is its importer's`()
    throws
  {
    try scratch.write(
      "language 1\nroute x { to nobody; effect read; deadline 1s; degrade none }\n",
      "new/bad.policy")
    let run = try compare()
    #expect(run.status == 1)
    #expect(run.text == "")
    #expect(run.messages.contains("new/bad.policy:2:"))
    _ = try scratch.bash("rm new/bad.policy")
    // By itself the part names an endpoint that only its importers have.
    let part = "active-passive more { member a; member b; failback manual }\n"
    try scratch.write(rules + part, "new/shared/rules.policy")
    #expect(try scratch.run("lint", "new/shared").status == 1)
    #expect(try compare().status == 0)
  }

  @Test func `a folder without policies`() throws {
    _ = try scratch.bash("mkdir none")
    let run = try scratch.run("diff", "none", "old")
    #expect(run.status == 0 && run.text.contains("chat.policy (added)"), "\(run.messages)")
  }

  @Test func `what cannot be compared`() throws {
    #expect(
      try scratch.run("diff", "old", "new/chat.policy").messages.contains("`old` is a folder"))
    #expect(try compare("--root", ".").messages.contains("each of two folders is its own root"))
    let parts = try scratch.run("diff", "old/shared/rules.policy", "new/shared/rules.policy")
    #expect(parts.status == 0)
    #expect(parts.messages.contains("has a route: nothing was compared"))
    let none = try scratch.run("diff", "old/shared", "new/shared")
    #expect(none.messages.contains("no policy of either folder has a route"))
  }

  @Test func `--root lets two files import from above their folders`() throws {
    for folder in ["old", "new"] {
      let up = text.replacing("\"shared/", with: "\"../shared/")
      try scratch.write(up, "\(folder)/deep/up.policy")
    }
    let files = ["old/deep/up.policy", "new/deep/up.policy"]
    #expect(try scratch.run(["diff"] + files).messages.contains("is outside the program's root"))
    #expect(try scratch.run(["diff", "--root", "."] + files).status == 0)
  }

  @Test func `a comment is cut below what a forge takes`() throws {
    let many = (0..<3000).map { number in
      "route r\(number) { match path: \"/\(number)\"; to both; effect read; deadline 5s; retry rules; breaker none }\n"
    }
    try scratch.write(text + many.joined(), "new/chat.policy")
    let comment = try compare("--format", "github")
    #expect(comment.text.utf8.count < 65_536)
    #expect(comment.text.contains("The rest does not fit here"))
    #expect(comment.text.contains("| r0 |"))
  }

  @Test func `deps lists what a policy is made of`() throws {
    #expect(
      try scratch.run("deps", "old/chat.policy").text
        == "old/chat.policy\nold/shared/rules.policy\n")
    #expect(
      try scratch.run("deps", "--format", "make", "old/chat.policy").text
        == "chat.policyc: old/chat.policy old/shared/rules.policy\n")
    let scenario = Plans.scenario.replacing(
      "rate: 20/s, arrivals: poisson, for: 20s", with: "trace: \"my requests.csv\"")
    try scratch.write(text + "let tries: 3\n" + scenario, "old/chat.policy")
    let run = try scratch.run("deps", "--format", "make", "old/chat.policy")
    #expect(run.text.hasSuffix(" old/my\\ requests.csv\n"), "\(run.text) \(run.messages)")
    #expect(try scratch.run("deps", "-").status == 2)
    try scratch.write(Policies.misspelt, "bad.policy")
    #expect(try scratch.run("deps", "bad.policy").status == 1)
  }
}
