import Foundation
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool) struct `test` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// A short outage, survived by a second endpoint; `expects` is what the scenario says of it.
  static func policy(_ expects: String, runs: Int = 1, more: String = "") -> String {
    """
    language 1
    endpoint a {
      url "https://a.test"; timeout attempt: 2s; latency fixed: 50ms; domain provider: one
    }
    endpoint b {
      url "https://b.test"; timeout attempt: 2s; latency fixed: 50ms; domain provider: two
    }
    active-passive both { member a; member b; failback after: 2s, hold: 1s }
    let tries: 3
    breaker steady { trip consecutive: 5; cooldown 1s; probe calls: 1 }
    retry rules { attempts tries; budget none; on rejected { fail }; otherwise { failover } }
    route chat {
      to both; effect idempotent; deadline 5s; retry rules; breaker steady; degrade none
    }
    \(more)
    scenario outage {
      traffic chat, rate: 20/s, arrivals: constant, for: 20s
      at 5s { outage a, for: 4s }
      \(expects)
      runs \(runs)
    }

    """
  }

  private func object(_ run: Run) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: run.out) as? [String: Any])
  }

  private func checks(_ json: [String: Any]) -> [[String: Any]] {
    let files = json["files"] as? [[String: Any]] ?? []
    let scenarios = files.flatMap { $0["scenarios"] as? [[String: Any]] ?? [] }
    return scenarios.flatMap { $0["checks"] as? [[String: Any]] ?? [] }
  }

  // MARK: verdicts

  @Test func `what holds is one line a scenario`() throws {
    try scratch.write(Self.policy("expect availability, at-least: 90%"), "a.policy")
    let run = try scratch.run("test", "a.policy")
    #expect(run.status == 0, "\(run.messages)")
    #expect(run.messages == "")
    #expect(
      run.lines == [
        "a.policy", "  ok    outage: 1 expectation holds, 1 run",
        "1 file, 1 scenario, 1 expectation: all hold",
      ])
  }

  @Test func `what does not hold is shown with its place, what was seen, and what shows more`()
    throws
  {
    try scratch.write(
      Self.policy("expect attempts, to: b, at-most: 1/s\n  expect duplicates, at-most: 0"),
      "dir name/it's.policy")
    let run = try scratch.run("test", "--seed", "7", "--set", "tries=4", "dir name")
    #expect(run.status == 1)
    let lines = run.lines
    #expect(lines[1] == "  FAIL  outage: 1 of 2 expectations does not hold, 1 run")
    #expect(lines[2] == "    dir name/it's.policy:19: expect attempts, to: b, at-most: 1/s")
    #expect(lines[3].hasPrefix("      observed ") && lines[3].hasSuffix("/s"))
    #expect(
      lines[4]
        == "      policyc simulate --scenario outage --set tries=4 --seed 7 'dir name/it'\\''s.policy'"
    )
    #expect(lines[5] == "1 file, 1 scenario, 2 expectations: 1 does not hold")
    let again = try scratch.bash(lines[4].trimmingPrefix("      policyc ").description.shell)
    #expect(again.status == 1)
    #expect(again.text.contains("attempts, to: b"))
  }

  @Test func `an expectation that nothing put to the test fails`() throws {
    let quiet = Self.policy("expect failover, within: 5s").replacing("outage a", with: "outage b")
    try scratch.write(quiet, "a.policy")
    let run = try scratch.run("test", "a.policy")
    #expect(run.status == 1)
    #expect(run.text.contains("vacuous: no request tested it"))
    let json = try object(try scratch.run("test", "--format", "json", "a.policy"))
    let check = try #require(checks(json).first)
    #expect(check["vacuous"] as? Bool == true)
    #expect(check["held"] as? Bool == false)
    #expect((json["summary"] as? [String: Any])?["vacuous"] as? Int == 1)
  }

  @Test func `a share of the runs may do`() throws {
    // Which run has how many arrivals differs: the bound is between them.
    func policy(_ share: String) -> String {
      Self.policy("expect attempts, to: b, at-most: 13/s\(share)", runs: 8)
        .replacing("arrivals: constant", with: "arrivals: poisson")
    }
    try scratch.write(policy(""), "a.policy")
    try scratch.write(policy(", in: 1%"), "b.policy")
    let all = checks(try object(try scratch.run("test", "--format", "json", "a.policy")))
    let some = checks(try object(try scratch.run("test", "--format", "json", "b.policy")))
    let held = try #require(all.first?["heldRuns"] as? Int)
    try #require(held > 0 && held < 8, "choose another bound: \(held) of 8 hold")
    #expect(all.first?["held"] as? Bool == false)
    #expect(some.first?["held"] as? Bool == true)
    #expect(some.first?["heldRuns"] as? Int == held)
    let text = try scratch.run("test", "a.policy")
    #expect(text.text.contains(" at worst; held in \(held) of 8 runs"))
    #expect(text.text.contains("--runs 1 a.policy"))
  }

  @Test func `guarantees are proved, and a false one is shown by a request`() throws {
    let more = "guarantee chat { attempts at-most: 1; stays-within provider: one }"
    let policy = Self.policy("expect availability, at-least: 90%", more: more)
    try scratch.write(policy, "a.policy")
    let run = try scratch.run("test", "a.policy")
    #expect(run.status == 1)
    #expect(run.text.contains("  FAIL  chat: attempts at-most: 1"))
    #expect(run.text.contains("the request starts"))
    let json = try object(try scratch.run("test", "--format", "json", "a.policy"))
    let summary = try #require(json["summary"] as? [String: Any])
    #expect(summary["guarantees"] as? Int == 2)
    #expect(summary["guaranteesNotProved"] as? Int == 0)
    let files = try #require(json["files"] as? [[String: Any]])
    let claims = try #require(files.first?["guarantees"] as? [[String: Any]])
    #expect(claims.first?["verdict"] as? String == "fails")
    #expect(claims.first?["counterexample"] is [String: Any])
    try scratch.write(policy.replacing("at-most: 1", with: "at-most: 64"), "b.policy")
    #expect(try scratch.run("test", "--filter", "attempts*", "b.policy").status == 0)
  }

  @Test func `a policy without a scenario is no failure, and said to be untested`() throws {
    try scratch.write(Policies.good, "a.policy")
    let run = try scratch.run("test", "a.policy")
    #expect(run.status == 0)
    #expect(run.lines[1] == "  no guarantee and no scenario: nothing was tested")
    #expect(try scratch.run("test", "--min-coverage", "1%", "a.policy").status == 0)
  }

  @Test func `a policy with errors fails, and others are tested all the same`() throws {
    try scratch.write(Policies.misspelt, "a.policy")
    try scratch.write(Self.policy("expect availability, at-least: 90%"), "b.policy")
    let run = try scratch.run("test", ".")
    #expect(run.status == 1)
    #expect(run.messages.contains("error[P0"))
    #expect(run.text.contains("  FAIL  it has errors"))
    #expect(run.text.contains("  ok    outage"))
    let missing = try scratch.run("test", "gone.policy", "b.policy")
    #expect(missing.status == 2)
    #expect(missing.text.contains("  ok    outage"))
  }

  @Test func `a scenario that cannot be run fails with its line`() throws {
    let deaf = Self.policy("expect availability, at-least: 90%")
      .replacing("latency fixed: 50ms; domain provider: one", with: "domain provider: one")
    try scratch.write(deaf, "a.policy")
    let run = try scratch.run("test", "a.policy")
    #expect(run.status == 1)
    #expect(run.text.contains("  FAIL  outage: it cannot run\n    a.policy:"))
    let xml = try scratch.run("test", "--format", "junit", "a.policy")
    #expect(xml.text.contains("errors=\"1\""))
  }

  @Test func `a policy on standard input is tested, and the command takes it from there`() throws {
    let run = try scratch.run(
      "test", "--root", ".", "-", input: Self.policy("expect attempts, to: b, at-most: 1/s"))
    #expect(run.status == 1)
    #expect(run.text.contains("<stdin>:19: expect attempts"))
    #expect(run.text.contains("policyc simulate --scenario outage --root . --seed 1 -\n"))
  }

  @Test func `a fault that changes nothing is told of`() throws {
    let idle = Self.policy("expect availability, at-least: 90%")
      .replacing("at 5s {", with: "at 5m {")
    try scratch.write(idle, "a.policy")
    let run = try scratch.run("test", "a.policy")
    #expect(run.status == 1)
    #expect(run.text.contains("vacuous: no request tested it"))
    #expect(run.text.contains("    note: `outage a` changes nothing: it begins when"))
  }

  // MARK: coverage, filters

  @Test func `coverage lists every way and can be asked for`() throws {
    try scratch.write(Self.policy("expect availability, at-least: 90%"), "a.policy")
    let run = try scratch.run("test", "--coverage", "a.policy")
    #expect(run.status == 0)
    let words = run.lines.map { $0.split(separator: " ").joined(separator: " ") }
    #expect(words.contains { $0.hasSuffix("failover both: a → b") && !$0.hasPrefix("0 ") })
    #expect(words.contains("0 response rules: rejected → fail"))
    #expect(words.contains { $0.hasPrefix("coverage: 6 of 7 paths, 85.71%") })
    #expect(try scratch.run("test", "--min-coverage", "85%", "a.policy").status == 0)
    let thin = try scratch.run("test", "--min-coverage", "86", "a.policy")
    #expect(thin.status == 1)
    #expect(thin.text.contains("  FAIL  coverage: 6 of 7 paths, 85.71%; 86% are required"))
    #expect(thin.text.contains("rules: rejected → fail"))
    let xml = try scratch.run("test", "--min-coverage", "86", "--format", "junit", "a.policy")
    #expect(xml.status == 1)
    #expect(xml.text.contains("never taken: response rules: rejected → fail"))
  }

  @Test func `a filter leaves what it names`() throws {
    let two = Self.policy("expect availability, at-least: 90%\n  expect duplicates, at-most: 0")
    try scratch.write(two, "a.policy")
    for (filter, count) in [
      ("outage", 2), ("out*", 2), ("o?tage", 2), ("avail", 1), ("duplicates*", 1), ("*0", 1),
    ] {
      let run = try scratch.run("test", "--filter", filter, "a.policy")
      #expect(run.status == 0, "\(filter): \(run.messages)")
      #expect(run.text.contains("1 scenario, \(count) expectation"), "\(filter)")
    }
    let none = try scratch.run("test", "--filter", "outrage", "a.policy")
    #expect(none.status == 2)
    #expect(none.messages.contains("called like `outrage`"))
  }

  @Test func `options that make no sense are refused`() throws {
    try scratch.write(Self.policy("expect availability, at-least: 90%"), "a.policy")
    for (words, reason) in [
      (["--min-coverage", "101%"], "from 0% to 100%"), (["--min-coverage", "-1"], "from 0%"),
      (["--min-coverage", "nan"], "from 0%"), (["--jobs", "0"], "whole number"),
      (["--seed", "x"], "whole number"), (["--format", "csv"], "cannot be `csv`"),
      (["--min-coverage", "1%", "--filter", "a"], "leaves some out"),
    ] {
      let run = try scratch.run(["test", "a.policy"] + words)
      #expect(run.status == 2, "\(words)")
      #expect(run.messages.contains(reason), "\(words): \(run.messages)")
      #expect(run.text == "")
    }
    #expect(try scratch.run("test").status == 2)
  }
}

extension String {
  /// The words behind `policyc` as a line for a shell that knows the tool as `$policyc`.
  fileprivate var shell: String { "\"$policyc\" " + self }
}
