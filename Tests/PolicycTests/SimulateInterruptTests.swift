import Foundation
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool, .serialized) struct `simulate, interrupted` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    try scratch.write(Plans.simple, "a.policy")
  }

  /// Runs for very long, and sends signals to it.
  private func interrupted(_ words: String, signals: String) throws -> Run {
    // A shell that runs no jobs of its own makes what it starts behind deaf to SIGINT.
    try scratch.bash(
      """
      set -m
      "$policyc" simulate a.policy --runs 1000000 \(words) & pid=$!
      sleep 1; \(signals); wait $pid
      """)
  }

  @Test(arguments: ["INT", "TERM"])
  func `what is there is written whole, and marked as partial`(signal: String) throws {
    let run = try interrupted("--format json --html page.html", signals: "kill -\(signal) $pid")
    #expect(run.status == 1)
    #expect(run.messages.contains("interrupted: "), "\(run.messages)")
    #expect(run.messages.contains("of 1000000 runs are whole; the result is partial"))
    let report = try #require(try JSONSerialization.jsonObject(with: run.out) as? [String: Any])
    #expect(report["partial"] as? Bool == true)
    let scenario = try #require((report["scenarios"] as? [[String: Any]])?.first)
    let runs = try #require(scenario["runs"] as? [[String: Any]])
    #expect(runs.count > 0 && runs.count < 1_000_000)
    #expect(runs.map { $0["index"] as? Int } == Array(0..<runs.count))
    #expect(try scratch.read("page.html").hasSuffix("</html>\n"))
  }

  @Test func `long runs are left in their middle`() throws {
    try scratch.write(
      Plans.simple.replacing(
        "rate: 20/s, arrivals: poisson, for: 20s", with: "rate: 500/s, for: 1d"),
      "a.policy")
    let run = try interrupted("--jobs 2 --format json", signals: "kill -TERM $pid")
    #expect(run.status == 1)
    #expect(run.text.contains("\"stopped\": \"interrupted\""))
    #expect(run.messages.contains("interrupted: 0 of"))
  }

  @Test func `nothing is judged, and nothing is called vacuous`() throws {
    try scratch.write(
      Plans.simple.replacing(
        "rate: 20/s, arrivals: poisson, for: 20s", with: "rate: 500/s, for: 1d"),
      "a.policy")
    let run = try interrupted("--jobs 2 --html page.html", signals: "kill -TERM $pid")
    #expect(run.status == 1)
    #expect(run.text.contains("not judged (interrupted)"), "\(run.text)")
    #expect(!run.text.contains("vacuous"))
    let page = try scratch.read("page.html")
    #expect(page.contains("not judged (interrupted)") && !page.contains(">vacuous<"))
  }
}
