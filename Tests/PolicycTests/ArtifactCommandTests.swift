import Foundation
import Testing

@Suite struct `compile, inspect and graph` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    try scratch.write(Policies.good, "sub/a.policy")
    try scratch.write(Policies.misspelt, "bad.policy")
  }

  @Test func `compile writes the artifact into the current folder, the same each time`() throws {
    let run = try scratch.run("compile", "sub/a.policy")
    #expect(run.status == 0)
    #expect(run.text == "" && run.messages == "")
    #expect(try scratch.run("compile", "-o", "b.policyc", "sub/a.policy").status == 0)
    let first = try Data(contentsOf: scratch.folder.appendingPathComponent("a.policyc"))
    let second = try Data(contentsOf: scratch.folder.appendingPathComponent("b.policyc"))
    #expect(first == second)
    #expect(try scratch.run("compile", "-o", "-", "sub/a.policy").out == first)
    #expect(try scratch.names() == ["a.policyc", "b.policyc", "bad.policy", "sub"])
  }

  @Test func `a policy with errors leaves no artifact, and keeps an old one`() throws {
    try scratch.write("old", "bad.policyc")
    let run = try scratch.run("compile", "bad.policy")
    #expect(run.status == 1)
    #expect(run.messages.contains("error[P0301]"))
    #expect(try scratch.read("bad.policyc") == "old")
  }

  @Test func `inspect shows an artifact in text and JSON`() throws {
    _ = try scratch.run("compile", "sub/a.policy")
    let text = try scratch.run("inspect", "a.policyc")
    #expect(text.status == 0)
    #expect(text.text.contains("chat"))
    let json = try scratch.run("inspect", "--format=json", "a.policyc")
    let object = try JSONSerialization.jsonObject(with: json.out) as? [String: Any]
    #expect(object?["formatVersion"] as? Int == 1)
  }

  @Test func `a revision is stated, and shown`() throws {
    #expect(try scratch.run("compile", "--revision", "42", "sub/a.policy").status == 0)
    let run = try scratch.run("inspect", "a.policyc")
    #expect(run.text.contains("\nrevision  42\n"))
    #expect(!run.text.contains("signed by"))
    let json = try scratch.run("inspect", "--format=json", "a.policyc")
    let object = try JSONSerialization.jsonObject(with: json.out) as? [String: Any]
    let artifact = object?["artifact"] as? [String: Any]
    #expect(artifact?["revision"] as? Int == 42)
    #expect(artifact?["signer"] is NSNull && artifact?["trusted"] is NSNull)
    for value in ["0", "-1", "1.5", "9007199254740992", "99999999999999999999"] {
      let run = try scratch.run("compile", "--revision", value, "sub/a.policy")
      #expect(run.status == 2)
      #expect(run.messages.contains("`--revision` needs a whole number from 1 to 9007199254740991"))
    }
  }

  @Test func `a key that is no file or no key leaves no artifact`() throws {
    try scratch.write("canary", "no.pem")
    for name in ["no.pem", "none.pem", "sub", "/dev/null"] {
      let run = try scratch.run("compile", "--sign", name, "sub/a.policy")
      #expect(run.status == 2)
      #expect(run.messages.contains("the key `\(name)`: "))
      #expect(!run.messages.contains("canary"))
      _ = try scratch.run("compile", "sub/a.policy")
      let inspected = try scratch.run("inspect", "--trusting", name, "a.policyc")
      #expect(inspected.status == 2)
      #expect(inspected.messages.contains("the key `\(name)`: "))
      try FileManager.default.removeItem(atPath: scratch.path("a.policyc"))
    }
    #expect(try scratch.names() == ["bad.policy", "no.pem", "sub"])
  }

  #if !Signing
    @Test func `without the trait a key says how to build one that signs`() throws {
      try scratch.write("any", "key.pem")
      let run = try scratch.run("compile", "--sign", "key.pem", "sub/a.policy")
      #expect(run.status == 2)
      #expect(run.messages.contains("build policyc with `--traits Signing`"))
    }
  #endif

  @Test func `inspect says why bytes are no artifact`() throws {
    let text = try scratch.run("inspect", "sub/a.policy")
    #expect(text.status == 2)
    #expect(text.messages.contains("cannot use `sub/a.policy`: not an artifact"))
    _ = try scratch.run("compile", "sub/a.policy")
    var bytes = try Data(contentsOf: scratch.folder.appendingPathComponent("a.policyc"))
    bytes[bytes.count - 1] ^= 1
    try scratch.write(bytes, "damaged.policyc")
    #expect(try scratch.run("inspect", "damaged.policyc").status == 2)
  }

  @Test(arguments: [("dot", "digraph"), ("mermaid", "flowchart"), ("json", "\"formatVersion\": 1")])
  func `graph draws the policy`(format: String, sign: String) throws {
    let run = try scratch.run("graph", "--format", format, "sub/a.policy")
    #expect(run.status == 0)
    #expect(run.text.contains(sign))
    let one = try scratch.run("graph", "--format", format, "--route=chat", "sub/a.policy")
    #expect(one.status == 0)
    let file = try scratch.run("graph", "--format", format, "sub/a.policy", "-ograph.out")
    #expect(file.text == "")
    #expect(try scratch.read("graph.out") == run.text)
  }

  @Test func `graph suggests the route that was meant`() throws {
    let run = try scratch.run("graph", "--route", "chta", "sub/a.policy")
    #expect(run.status == 2)
    #expect(run.messages.contains("there is no route `chta`; did you mean `chat`?"))
    #expect(try scratch.run("graph", "bad.policy").status == 1)
  }

  @Test func `one policy is wanted, not a folder of several`() throws {
    #expect(try scratch.run("compile", ".").status == 2)
    #expect(try scratch.run("compile", "sub").status == 0)
    #expect(try scratch.run("graph", "bad.policy", "sub/a.policy").status == 2)
    #expect(try scratch.run("compile", "-", input: Policies.good).status == 2)
  }
}
