import Foundation
import TestThreads
import Testing

@testable import policyc

/// What `simulate` and `test` refuse, `lint` has said before: all of it, at its place.
@Suite(.offPool) struct ScenarioProblemTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// Two endpoints of which nobody says how long they take, and a file of requests.
  private static let text = """
    language 1
    endpoint a { url "http://a.test"; timeout connect: 1s, attempt: 2s }
    endpoint b { url "http://b.test"; timeout connect: 1s, attempt: 2s }
    active-passive both { member a; member b; failback after: 60s }
    breaker steady { trip consecutive: 5; cooldown 15s }
    retry usual { attempts 2; on rejected { fail }; otherwise { failover } }
    route chat { to both; effect read; deadline 20s; retry usual; breaker steady; degrade none }
    scenario replayed {
      traffic chat, trace: "requests.csv"
      at 1s { outage a, for: 2s }
      expect availability, at-least: 1%
    }

    """

  @Test(arguments: [
    nil, "", "t,route\n0.1,chat\nsoon,chat\n0.3,chta\n", "t,colour\n0.1,red\n",
  ])
  func `lint says all that simulate and test refuse`(requests: String?) throws {
    try scratch.write(ScenarioProblemTests.text, "a.policy")
    if let requests { try scratch.write(requests, "requests.csv") }
    let lint = try scratch.run("lint", "--format", "json", "a.policy").text
    let simulate = try scratch.run("simulate", "a.policy")
    #expect(simulate.status == 2 && simulate.text == "")
    let test = try scratch.run("test", "a.policy").text
    let told = simulate.messages.split(separator: "\n").filter { !$0.contains("nothing was") }
    #expect(told.count >= 3, "\(simulate.messages)")
    for line in told {
      // The place in front is told otherwise by each of them.
      let words = line.split(separator: ": ", maxSplits: 2).last.map(String.init) ?? ""
      for part in words.replacing("scenario `replayed`: ", with: "").split(separator: "; ") {
        #expect(lint.contains(part.replacing("\"", with: "\\\"")), "\(part)\n\(lint)")
      }
    }
    #expect(test.contains("`a` declares no latency"))
    #expect(test.contains("`b` declares no latency"))
    #expect(lint.components(separatedBy: "scenario-cannot-run").count > 3)
  }

  @Test func `a scenario that can be run has no such finding`() throws {
    let whole = ScenarioProblemTests.text.replacing(
      "attempt: 2s }", with: "attempt: 2s; latency p50: 80ms, p99: 300ms }")
    try scratch.write(whole, "a.policy")
    try scratch.write("t,route\n0.1,chat\n2.2,chat\n", "requests.csv")
    #expect(!(try scratch.run("lint", "a.policy").text.contains("cannot-run")))
    #expect(try scratch.run("simulate", "a.policy").status != 2)
  }
}
