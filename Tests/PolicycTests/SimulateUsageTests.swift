import Foundation
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool) struct `what simulate is asked` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    try scratch.write(Plans.simple, "a.policy")
    try scratch.write(Plans.simple, "b.policy")
  }

  @Test(arguments: [
    (["--runs", "0"], "`--runs` needs a whole number from 1 to 1000000, not `0`"),
    (["--runs", "1000001"], "`--runs` needs a whole number from 1 to 1000000"),
    (["--runs", "+1"], "`--runs` needs a whole number"),
    (["--jobs", "0"], "`--jobs` needs a whole number from 1 to 256, not `0`"),
    (["--jobs", "257"], "`--jobs` needs a whole number from 1 to 256"),
    (["--seed", "-1"], "`--seed` needs a whole number from 0 to 18446744073709551615"),
    (["--seed", "18446744073709551616"], "`--seed` needs a whole number"),
    (["--trace", "0"], "`--trace` needs a whole number from 1 to 1000"),
    (["--trace", "1001"], "`--trace` needs a whole number from 1 to 1000"),
    (["--shard", "0/2", "--format", "json"], "`--shard` needs a part I/N"),
    (["--shard", "3/2", "--format", "json"], "`--shard` needs a part I/N"),
    (["--shard", "1", "--format", "json"], "not `1`"),
    (["--shard", "1/2/3", "--format", "json"], "not `1/2/3`"),
    (["--shard", "1/1000001", "--format", "json"], "I ≤ N ≤ 1000000"),
    (["--shard", "1/2"], "which reads `--format json`"),
    (["--shard", "1/2", "--format", "json", "--html", "x.html"], "a part is no whole"),
    (["--trace", "1", "--format", "csv"], "goes with `--format text` only"),
    (["--html", "-"], "`--html` names a file"),
    (["--html", "b.policy"], "`--html` would write a page over a policy: `b.policy`"),
    (["--sweep", "tries"], "`--sweep` needs NAME=A,B,C, not `tries`"),
    (
      ["--sweep", "tires=1"],
      "`--sweep tires` sets nothing: there is no `let` of that name; did you mean"
    ),
    (["--sweep", "=1"], "`--sweep` needs NAME=A,B,C"),
    (["--sweep", "tries=2,,3"], "`--sweep` has an empty value"),
    (["--sweep", "tries=2,2"], "`--sweep` has `2` twice"),
    (["--sweep", "tries=2", "--sweep", "a=1"], "one `let` at a time"),
    (["--sweep", "tries=2", "--set", "tries=3"], "and `--set` another"),
    (["--sweep", "tries=2", "--against", "b.policy"], "one at a time"),
    (["--against", "a.policy"], "`--against` names the same file"),
    (
      ["--scenario", "outgae"],
      "there is no scenario `outgae` in `a.policy`; did you mean `outage`?"
    ),
    (["--scenario", "zzz"], "there is no scenario `zzz` in `a.policy`, but outage"),
    (["--runs", "2", "--merge"], "`--merge` simulates nothing: `--runs` has no place beside it"),
    (["--merge"], "and `a.policy` is a policy"),
    (["--format", "jsno"], "did you mean `json`?"),
    (["b.policy"], "takes one policy or artifact, not 2"),
    (["--rnus", "3"], "did you mean `--runs`?"),
  ]) func `senseless words are named, and nothing is run`(words: [String], message: String) throws {
    let run = try scratch.run(["simulate", "a.policy"] + words)
    #expect(run.status == 2)
    #expect(run.text == "")
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(try scratch.names() == ["a.policy", "b.policy"])
  }

  @Test func `numbers are taken up to their limits`() throws {
    let words = ["simulate", "a.policy", "--runs", "1", "--format", "csv"]
    for more in [
      ["--seed", "18446744073709551615"], ["--seed", "0"], ["--jobs", "256"],
      ["--scenario", "outage", "--scenario", "outage"],
    ] {
      let run = try scratch.run(words + more)
      #expect(run.status == 0, "\(run.messages)")
      #expect(run.messages == "")
    }
    #expect(try scratch.run("simulate", "a.policy", "--trace", "1000").status == 0)
  }

  @Test func `a policy without scenarios is told how to get one, and that works`() throws {
    try scratch.write(Plans.bare, "bare.policy")
    let run = try scratch.run("simulate", "bare.policy")
    #expect(run.status == 2)
    let lines = run.messages.split(separator: "\n")
    #expect(
      lines.first
        == "policyc: there is no scenario in `bare.policy`, and so nothing to simulate; add one, as in"
    )
    try scratch.write(Plans.bare + lines.dropFirst().joined(separator: "\n") + "\n", "more.policy")
    let more = try scratch.run("simulate", "more.policy", "--format", "csv")
    #expect(more.messages == "")
    #expect(more.text.contains("outage"))
    try scratch.write("language 1\n", "empty.policy")
    #expect(try scratch.run("simulate", "empty.policy").messages.contains("traffic chat, rate"))
  }

  @Test func `what cannot be simulated is named with its line, all of it, and nothing is run`()
    throws
  {
    let text =
      Plans.simple.replacing("rate: 20/s", with: "rate: 900M/ns")
      + "scenario idle { expect availability, at-least: 1% }\n"
    try scratch.write(text, "odd.policy")
    let run = try scratch.run("simulate", "odd.policy", "--html", "x.html")
    #expect(run.text == "")
    #expect(run.status != 0)
    #expect(!scratch.exists("x.html"))
    try scratch.write(
      Plans.simple.replacing("latency p50: 80ms, p99: 300ms", with: ""), "silent.policy")
    let silent = try scratch.run("simulate", "silent.policy")
    #expect(silent.status == 2)
    #expect(silent.text == "")
    #expect(silent.messages.contains("silent.policy:"), "\(silent.messages)")
    #expect(silent.messages.contains("nothing was simulated"))
  }

  @Test func `errors of a policy, of a value and of an artifact are told as everywhere`() throws {
    try scratch.write(Policies.misspelt, "bad.policy")
    #expect(try scratch.run("simulate", "bad.policy").status == 1)
    let sweep = try scratch.run("simulate", "--sweep", "tires=2,3", "a.policy")
    #expect(sweep.status == 2)
    #expect(sweep.messages.contains("did you mean `tries`?"))
    #expect(sweep.messages.contains("this is so with tires=2"))
    #expect(try scratch.run("compile", "a.policy").status == 0)
    let artifact = try scratch.run("simulate", "--sweep", "tries=2,3", "a.policyc")
    #expect(artifact.status == 2)
    #expect(artifact.messages.contains("`--sweep` needs the policy itself"))
    try scratch.write("{}", "a.json")
    #expect(try scratch.run("simulate", "a.json").messages.contains("laid together by `--merge`"))
    #expect(try scratch.run("simulate", "no.policyc").messages.contains("no such file"))
    let other = try scratch.run("simulate", "a.policy", "--against", "none.policy")
    #expect(other.status == 2)
    #expect(other.text == "")
  }
}
