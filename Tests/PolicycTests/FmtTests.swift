import Foundation
import TestThreads
import Testing

@Suite(.offPool) struct `fmt` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private let untidy = Policies.good.replacing("timeout attempt", with: "timeout      attempt")

  @Test func `rewrites what is untidy, and only that`() throws {
    try scratch.write(untidy, "a.policy")
    try scratch.write(Policies.good, "b.policy")
    let before = try FileManager.default.attributesOfItem(atPath: scratch.path("b.policy"))
    let run = try scratch.run("fmt", ".")
    #expect(run.status == 0)
    #expect(run.text == "" && run.messages == "")
    #expect(try scratch.read("a.policy") == Policies.good)
    let after = try FileManager.default.attributesOfItem(atPath: scratch.path("b.policy"))
    #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
    #expect(try scratch.names() == ["a.policy", "b.policy"])
  }

  @Test func `check lists the files that would change, and changes none`() throws {
    try scratch.write(untidy, "a.policy")
    try scratch.write(Policies.good, "b.policy")
    let run = try scratch.run("fmt", "--check", ".")
    #expect(run.status == 1)
    #expect(run.text == "a.policy\n")
    #expect(try scratch.read("a.policy") == untidy)
    #expect(try scratch.run("fmt", "--check", "b.policy").status == 0)
  }

  @Test func `diff can be applied by patch`() throws {
    try scratch.write(untidy, "a.policy")
    let run = try scratch.bash("\"$policyc\" fmt --diff a.policy > d; echo $?; patch -s -p0 < d")
    if run.messages.contains("patch: command not found") { try Test.cancel("no patch here") }
    #expect(run.text == "0\n")
    #expect(try scratch.read("a.policy") == Policies.good)
    #expect(try scratch.run("fmt", "--check", "--diff", "a.policy").status == 0)
  }

  @Test func `standard input comes back on standard output`() throws {
    let run = try scratch.run("fmt", "-", input: untidy)
    #expect(run.status == 0)
    #expect(run.text == Policies.good)
    try scratch.write(untidy, "a.policy")
    #expect(try scratch.run("fmt", "--stdout", "a.policy").text == Policies.good)
    #expect(try scratch.read("a.policy") == untidy)
  }

  @Test func `a file that cannot be parsed is left alone and shown`() throws {
    try scratch.write(Policies.broken, "a.policy")
    try scratch.write(untidy, "b.policy")
    let run = try scratch.run("fmt", "a.policy", "b.policy")
    #expect(run.status == 1)
    #expect(run.messages.contains("a.policy:"))
    #expect(try scratch.read("a.policy") == Policies.broken)
    #expect(try scratch.read("b.policy") == Policies.good)
  }

  @Test func `refuses options that contradict each other`() throws {
    try scratch.write(untidy, "a.policy")
    #expect(try scratch.run("fmt", "--stdout", "--check", "a.policy").status == 2)
  }
}
