import Foundation
import Testing

/// What is given in a policy's place.
@Suite struct `files that are no policies` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    try scratch.write("apiVersion: v1\nkind: Secret\npassword: hunter2\n", "a.yaml")
    try scratch.write("{ \"password\": \"hunter2\" }\n", "a.json")
    // Named like a policy, and none all the same.
    try scratch.write("---\n- hunter2\n", "b.policy")
    try scratch.write(Policies.good, "good.policy")
    #expect(try scratch.run("compile", "good.policy").status == 0)
  }

  static let commands = [
    ["lint"], ["lint", "--deny", "warnings"], ["fmt", "--check"], ["fmt", "--stdout"], ["compile"],
    ["graph"], ["graph", "--cut-sets"], ["deps"], ["test"], ["trace"], ["simulate"],
    ["classify", "--status", "429"],
  ]

  @Test(arguments: commands)
  func `each command says what a file is, once, and shows nothing of it`(
    command: [String]
  ) throws {
    for (file, noun) in [("a.yaml", "YAML"), ("a.json", "JSON"), ("b.policy", "YAML")] {
      if command == ["simulate"], file == "a.json" { continue }  // JSON is for `--merge`, it says
      let run = try scratch.run(command + [file])
      #expect(run.status == 1, "\(command) \(file)")
      #expect(run.messages.components(separatedBy: "error[").count == 2, "\(run.messages)")
      #expect(run.messages.contains("error[P0614]: this file is \(noun), not a policy"))
      #expect(!run.messages.contains("hunter2") && !run.text.contains("hunter2"))
    }
    let names = ["a.json", "a.yaml", "b.policy", "good.policy", "good.policyc"]
    #expect(try scratch.names() == names)
  }

  @Test(arguments: [["lint"], ["fmt", "--check"], ["compile", "-o", "x"], ["deps"], ["test"]])
  func `an artifact is recognised, and who takes it is said`(command: [String]) throws {
    // By its bytes, whatever its name is.
    let artifact = try Data(contentsOf: scratch.folder.appendingPathComponent("good.policyc"))
    try artifact.write(to: scratch.folder.appendingPathComponent("named.policy"))
    for file in ["good.policyc", "named.policy"] {
      let run = try scratch.run(command + [file])
      #expect(run.status == 1)
      #expect(run.messages.components(separatedBy: "error[").count == 2, "\(run.messages)")
      #expect(run.messages.contains("error[P0614]: this file is a compiled artifact"))
      #expect(run.messages.contains("`policyc inspect`"))
    }
  }

  @Test(arguments: [["graph"], ["graph", "--format", "json"], ["trace"], ["graph", "--cut-sets"]])
  func `what takes an artifact says the same as of its policy`(command: [String]) throws {
    let artifact = try Data(contentsOf: scratch.folder.appendingPathComponent("good.policyc"))
    try artifact.write(to: scratch.folder.appendingPathComponent("named.policy"))
    let policy = try scratch.run(command + ["good.policy"])
    #expect(policy.status == 0 && !policy.text.isEmpty)
    for file in ["good.policyc", "named.policy"] {
      let run = try scratch.run(command + [file])
      #expect(run.status == 0, "\(run.messages)")
      #expect(run.text == policy.text)
    }
  }

  @Test func `an artifact has no lets left to set`() throws {
    let run = try scratch.run("graph", "--set", "a=1", "good.policyc")
    #expect(run.status == 2)
    #expect(run.messages.contains("an artifact is compiled: `--set` needs the policy itself"))
  }

  @Test func `inspect says how a policy becomes an artifact`() throws {
    let run = try scratch.run("inspect", "good.policy")
    #expect(run.status == 2)
    #expect(run.messages.contains("not an artifact") && run.messages.contains("policyc compile"))
  }

  @Test(arguments: [["lint", "--fix"], ["fmt"]])
  func `only files that are named like policies are rewritten`(command: [String]) throws {
    for file in ["notes.txt", "a.yaml", "a.policyc"] {
      try scratch.write(Policies.mendable, file)
      let run = try scratch.run(command + ["good.policy", file])
      #expect(run.status == 2)
      #expect(run.messages.contains("rewrites `*.policy` only, and `\(file)` is called otherwise"))
      #expect(try scratch.read(file) == Policies.mendable)
    }
  }

  @Test func `an import that is not named like a policy is left as it is`() throws {
    try scratch.write("language 1\nlet wait: 2 s\n", "waits.txt")
    try scratch.write("language 1\nimport \"waits.txt\"\n", "main.policy")
    let run = try scratch.run("lint", "--fix", "main.policy")
    #expect(run.status == 1)
    #expect(!run.messages.contains("fixed:"))
    #expect(try scratch.read("waits.txt") == "language 1\nlet wait: 2 s\n")
  }

  @Test func `in a folder only policies are looked at`() throws {
    try scratch.write(Policies.good, "folder/a.policy")
    try scratch.write("{ \"no\": \"policy\" }", "folder/b.json")
    try scratch.write("no: policy", "folder/c.yaml")
    try scratch.write("no policy", "folder/d.policy.bak")
    let run = try scratch.run("lint", "folder")
    #expect(run.status == 0, "\(run.messages)")
  }
}
