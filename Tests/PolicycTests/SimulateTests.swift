import Foundation
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool) struct `simulate` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    try scratch.write(Plans.simple, "a.policy")
  }

  private func json(_ words: String...) throws -> [String: Any] {
    let run = try scratch.run(["simulate", "--format", "json"] + words)
    #expect(run.messages == "")
    return try #require(try JSONSerialization.jsonObject(with: run.out) as? [String: Any])
  }

  private func scenarios(_ report: [String: Any]) -> [[String: Any]] {
    report["scenarios"] as? [[String: Any]] ?? []
  }

  private func runs(_ scenario: [String: Any]) -> NSArray {
    scenario["runs"] as? NSArray ?? []
  }

  // MARK: the same everywhere

  @Test(arguments: ["text", "json", "csv"])
  func `the same seed gives the same bytes, on any number of threads`(format: String) throws {
    let words = ["simulate", "a.policy", "--runs", "7", "--format", format]
    let first = try scratch.run(words + ["--jobs", "1", "--html", "1.html"])
    #expect(first.status == 0, "\(first.messages)")
    #expect(first.text.count > 200)
    for jobs in ["1", "2", "5", "256"] {
      let again = try scratch.run(words + ["--jobs", jobs, "--html", "2.html"])
      #expect(again.text == first.text)
      #expect(try scratch.read("2.html") == (try scratch.read("1.html")))
    }
    let other = try scratch.run(words + ["--seed", "2"])
    #expect(other.text != first.text)
  }

  @Test(arguments: ["text", "json", "csv"])
  func `parts laid together are what one machine gives`(format: String) throws {
    let runs = ["--runs", "7"]
    let whole = try scratch.run(["simulate", "a.policy", "--format", format] + runs)
    for part in 1...3 {
      let run = try scratch.run(
        ["simulate", "a.policy", "--format", "json", "--shard", "\(part)/3"] + runs)
      #expect(run.status == 0)
      try scratch.write(run.out, "\(part).json")
    }
    let merged = try scratch.run(
      "simulate", "--merge", "--format", format, "3.json", "1.json", "2.json", "--html", "m.html")
    #expect(merged.text == whole.text)
    #expect(merged.status == whole.status)
    #expect(try scratch.run(["simulate", "a.policy", "--html", "w.html"] + runs).status == 0)
    #expect(try scratch.read("m.html") == (try scratch.read("w.html")))
  }

  @Test func `an artifact, standard input and the policy give the same runs`() throws {
    #expect(try scratch.run("compile", "a.policy").status == 0)
    let policy = scenarios(try json("a.policy"))
    let artifact = scenarios(try json("a.policyc"))
    #expect(policy.count == 1)
    #expect(runs(policy[0]) == runs(artifact[0]))
    #expect(policy[0]["digest"] as? String == artifact[0]["digest"] as? String)
    let input = try scratch.run(
      ["simulate", "--format", "json", "-"], input: Plans.simple)
    let read = try JSONSerialization.jsonObject(with: input.out) as? [String: Any] ?? [:]
    #expect(runs(policy[0]) == scenarios(read).first.map { runs($0) })
  }

  @Test func `a run is repeated by its own seed`() throws {
    let all = scenarios(try json("a.policy", "--runs", "3"))[0]["runs"] as? [[String: Any]] ?? []
    #expect(all.count == 3)
    let seed = try #require(all[2]["seed"] as? UInt64)
    let alone = scenarios(try json("a.policy", "--runs", "1", "--seed", "\(seed)"))[0]["runs"]
    let run = try #require((alone as? [[String: Any]])?.first)
    for figure in ["requests", "full", "attempts"] {
      #expect(run[figure] as? Int == all[2][figure] as? Int)
    }
    #expect(run["seed"] as? UInt64 == seed)
  }

  // MARK: what is asked

  @Test func `a policy's own seed and runs hold unless others are asked for`() throws {
    try scratch.write(Plans.simple.replacing("runs 3", with: "runs 2; seed 77"), "a.policy")
    let own = scenarios(try json("a.policy"))[0]
    #expect(own["seed"] as? Int == 77)
    #expect((own["runs"] as? [Any])?.count == 2)
    let asked = scenarios(try json("a.policy", "--seed", "5", "--runs", "4"))[0]
    #expect(asked["seed"] as? Int == 5)
    #expect((asked["runs"] as? [Any])?.count == 4)
  }

  @Test func `a sweep simulates one policy for each value`() throws {
    let swept = scenarios(try json("a.policy", "--sweep", "tries=2,3,4", "--runs", "2"))
    #expect(swept.map { $0["variant"] as? String } == ["tries=2", "tries=3", "tries=4"])
    #expect(Set(swept.compactMap { $0["digest"] as? String }).count == 3)
    #expect(Set(swept.map { $0["seed"] as? Int }) == [1])
    let set = scenarios(try json("a.policy", "--set", "tries=4", "--runs", "2"))
    #expect(runs(set[0]) == runs(swept[2]))
    let text = try scratch.run("simulate", "a.policy", "--sweep", "tries=2,3", "--runs", "1").text
    #expect(text.contains("tries=2") && text.contains("tries=3"))
  }

  @Test func `against another policy the traffic is the same, and the other comes first`() throws {
    let worse =
      Plans.simple.replacing("member a; member b;", with: "member b; member a;")
      .replacing("runs 3", with: "runs 9; seed 8")
      + "scenario more { traffic chat, rate: 1/s, for: 5s }\n"
    try scratch.write(worse, "old.policy")
    let run = try scratch.run(
      "simulate", "a.policy", "--against", "old.policy", "--format", "json")
    #expect(run.messages == "note: `a.policy` has no scenario `more`: it is not compared\n")
    let report = try JSONSerialization.jsonObject(with: run.out) as? [String: Any] ?? [:]
    let both = scenarios(report)
    #expect(both.map { $0["variant"] as? String } == ["old.policy", "a.policy"])
    #expect(both.map { $0["seed"] as? Int } == [1, 1])
    let runs = both.map { $0["runs"] as? [[String: Any]] ?? [] }
    #expect(runs.map(\.count) == [3, 3])
    #expect(runs[0].map { $0["requests"] as? Int } == runs[1].map { $0["requests"] as? Int })
    #expect(runs[0].map { $0["full"] as? Int } != runs[1].map { $0["full"] as? Int })
    let named = try scratch.run(
      "simulate", "a.policy", "--against", "old.policy", "--scenario", "more")
    #expect(named.status == 2)
    #expect(named.messages.contains("there is no scenario `more` in `a.policy`"))
  }

  @Test func `an expectation that does not hold, or was never put to the test, ends with 1`() throws
  {
    for (expectation, status) in [
      ("availability, at-least: 80%", Int32(0)), ("availability, at-least: 99.9%", 1),
      ("duplicates, at-most: 0", 0),
    ] {
      let text = Plans.simple.replacing("availability, at-least: 80%", with: expectation)
      try scratch.write(text, "e.policy")
      for format in ["text", "json", "csv"] {
        let run = try scratch.run("simulate", "e.policy", "--format", format)
        #expect(run.status == status, "\(expectation) \(run.messages)")
        #expect(run.text != "")
      }
    }
    let idle = Plans.simple.replacing("at 5s { outage a, for: 4s }", with: "")
      .replacing("availability, at-least: 80%", with: "failover, within: 5s")
    try scratch.write(idle, "idle.policy")
    #expect(try scratch.run("simulate", "idle.policy").status != 0)
  }

  @Test func `a notice reaches the reader once, in every format`() throws {
    try scratch.write(Plans.simple.replacing("at 5s", with: "at 50s"), "late.policy")
    for format in ["text", "json", "csv"] {
      let run = try scratch.run("simulate", "late.policy", "--format", format)
      let all = run.text + run.messages
      #expect(all.ranges(of: "it begins when traffic is over").count == 1, "\(format): \(all)")
    }
  }

  // MARK: stories

  @Test func `the first requests are told decision by decision, in the words of trace`() throws {
    let run = try scratch.run("simulate", "a.policy", "--trace", "3", "--color", "never")
    #expect(run.status == 0)
    let report = try scratch.run("simulate", "a.policy", "--color", "never")
    #expect(run.text.hasPrefix(report.text))
    let told = run.text.dropFirst(report.text.count)
    for number in 1...3 { #expect(told.contains("outage: request \(number), arrives at ")) }
    #expect(!told.contains("request 4"))
    let words = told.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("0s the request starts → asks a: attempt 1, until 2s at most"))
    #expect(words.contains("a has answered"))
    #expect(words.contains("a answered in full after 0."))
    for line in run.lines { #expect(line.count <= 120) }
    let swept = try scratch.run(
      "simulate", "a.policy", "--trace", "1", "--sweep", "tries=2,3", "--runs", "1")
    #expect(swept.text.contains("outage, tries=2: request 1"))
    #expect(swept.text.contains("outage, tries=3: request 1"))
  }

  @Test func `a request that fails over is told with its reasons`() throws {
    let early = Plans.simple.replacing("at 5s { outage a", with: "at 0s { outage a")
    try scratch.write(early, "early.policy")
    let run = try scratch.run("simulate", "early.policy", "--trace", "1", "--color", "never")
    let words = run.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("a fails: connection"), "\(words.suffix(900))")
    #expect(words.contains("[next-tier]"))
    #expect(words.contains("asks b: attempt 2"))
    #expect(words.contains("b answered in full"))
  }

  // MARK: the page

  @Test func `the page is written whole or not at all, beside the result`() throws {
    let run = try scratch.run("simulate", "a.policy", "--html", "page.html")
    #expect(run.status == 0)
    #expect(run.text.contains("expectations"))
    let page = try scratch.read("page.html")
    #expect(page.hasPrefix("<!"))
    #expect(page.hasSuffix("</html>\n"))
    let lost = try scratch.run("simulate", "a.policy", "--html", "none/page.html")
    #expect(lost.status == 2)
    #expect(lost.messages.contains("cannot write `none/page.html`"))
    #expect(lost.text == run.text)
    #expect(try scratch.names() == ["a.policy", "page.html"])
  }

  @Test func `where standard error is no terminal, no progress is shown`() throws {
    let run = try scratch.run("simulate", "a.policy", "--runs", "200", "--format", "csv")
    #expect(run.messages == "")
  }
}
