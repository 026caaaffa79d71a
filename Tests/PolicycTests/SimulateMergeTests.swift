import Foundation
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool) struct `simulate, merging` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    try scratch.write(Plans.simple, "a.policy")
    try part("1.json", "1/2")
    try part("2.json", "2/2")
  }

  /// Writes a part of two runs.
  private func part(_ name: String, _ shard: String, _ words: String...) throws {
    let run = try scratch.run(
      ["simulate", "a.policy", "--format", "json", "--shard", shard, "--runs", "2"] + words)
    #expect(run.status == 0, "\(run.messages)")
    try scratch.write(run.out, name)
  }

  private func refused(_ words: String..., message: String) throws {
    let run = try scratch.run(["simulate", "--merge", "--html", "x.html"] + words)
    #expect(run.status == 2)
    #expect(run.text == "")
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(!scratch.exists("x.html"))
  }

  @Test func `parts that do not belong together are refused`() throws {
    try refused("1.json", message: "missing: 2")
    try refused("1.json", "1.json", message: "given twice")
    try part("seed.json", "2/2", "--seed", "9")
    try refused("1.json", "seed.json", message: "the seed of scenario `outage`")
    try part("set.json", "2/2", "--set", "tries=4")
    try refused("1.json", "set.json", message: "the policy of scenario `outage` is another")
    try part("runs.json", "2/2", "--runs", "5")
    try refused("1.json", "runs.json", message: "scenario `outage` has 5 runs, not 2")
    let whole = try scratch.run("simulate", "a.policy", "--format", "json")
    try scratch.write(whole.out, "whole.json")
    try refused("1.json", "whole.json", message: "only what `--shard` gave is merged")
  }

  @Test func `what is no result is refused, and every file at fault is named`() throws {
    let text = try scratch.read("2.json")
    try scratch.write(String(text.dropLast(text.count / 2)), "cut.json")
    try scratch.write("traffic\n", "text.json")
    let run = try scratch.run("simulate", "--merge", "1.json", "cut.json", "text.json", "no.json")
    #expect(run.status == 2)
    #expect(run.text == "")
    for name in ["cut.json", "text.json", "no.json"] {
      #expect(run.messages.contains("`\(name)`"), "\(run.messages)")
    }
    try refused(message: "needs the JSON of the parts to merge")
    try refused("-", "-", message: "standard input can be read once only")
    try refused("a.policy", message: "is a policy")
  }

  @Test func `a part may come from standard input`() throws {
    let run = try scratch.run(
      ["simulate", "--merge", "-", "2.json"], input: try scratch.read("1.json"))
    #expect(run.status == 0, "\(run.messages)")
    #expect(run.text == (try scratch.run("simulate", "a.policy", "--runs", "2")).text)
  }

  @Test func `the whole is judged, and its parts are not`() throws {
    try scratch.write(
      Plans.simple.replacing("at-least: 80%", with: "at-least: 99.9%"), "a.policy")
    try part("1.json", "1/2")
    try part("2.json", "2/2")
    #expect(try scratch.run("simulate", "--merge", "1.json", "2.json").status == 1)
    // A part may have no run at all.
    try part("3.json", "3/3")
  }
}
