import Foundation
import TestThreads
import Testing

@testable import policyc

/// Whatever a command is at, it ends when it is told to, and leaves nothing half done.
@Suite(.offPool, .serialized) struct `signals end every command` {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write(Plans.simple, "a.policy")
    try scratch.write(Plans.endless, "long.policy")
    try scratch.write(Plans.deep, "deep.policy")
    try scratch.write(
      Plans.bare + String(repeating: "// And so on.\n", count: 20_000), "big.policy")
    try scratch.write(Plans.wide, "wide.policy")
  }

  /// A command that is at work for as long as it is left alone, and what it is told.
  struct Case: CustomTestStringConvertible {
    var line: String
    var signal = "TERM"

    var testDescription: String { "\(signal) \(line)" }
    /// As `wait` has it.
    var status: Int32 { signal == "INT" ? 130 : 143 }
  }

  /// Runs a command in the background, waits until it must be at work, sends the signal, and gives
  /// the status; one that had to be killed in the end has 137.
  private func ended(_ line: String, by signal: String) throws -> Run {
    // A shell that runs no jobs of its own makes what it starts behind deaf to SIGINT. The pipes'
    // other ends belong to it: nobody writes into the one or reads from the other.
    try scratch.bash(
      """
      set -m
      mkfifo endless unread; exec 3<> endless 4<> unread
      \(line) 3>&- 4>&- & pid=$!
      sleep 0.7; kill -\(signal) $pid; (sleep 20; kill -KILL $pid) 2>/dev/null 3>&- 4>&- & dog=$!
      wait $pid; status=$?
      kill -KILL -- -$dog
      exit $status
      """)
  }

  @Test(arguments: [
    Case(line: "\"$policyc\" lint - < endless"), Case(line: "\"$policyc\" fmt - < endless"),
    Case(line: "\"$policyc\" compile - -o a.policyc < endless", signal: "INT"),
    Case(line: "\"$policyc\" graph - -o a.dot < endless"),
    Case(line: "\"$policyc\" inspect - < endless"),
    Case(line: "\"$policyc\" diff - a.policy < endless", signal: "INT"),
    Case(line: "\"$policyc\" trace - < endless"),
    Case(line: "\"$policyc\" simulate - < endless", signal: "INT"),
    Case(line: "\"$policyc\" fmt --stdout big.policy > unread"),
    Case(line: "\"$policyc\" graph wide.policy > unread", signal: "INT"),
    Case(line: "\"$policyc\" test deep.policy"),
    Case(line: "\"$policyc\" test deep.policy", signal: "INT"),
    Case(line: "\"$policyc\" test long.policy --mutate"),
  ])
  func `one that has nothing to save ends at once`(_ it: Case) throws {
    let run = try ended(it.line, by: it.signal)
    #expect(run.status == it.status, "\(run.messages)")
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
    #expect(
      !left.contains { $0.hasPrefix(".policyc") || $0.hasPrefix("a.dot") || $0 == "a.policyc" })
  }

  /// The partial result has no reader: it is not waited for.
  @Test(arguments: ["INT", "TERM"])
  func `one that saves what is there does so in time, or not at all`(signal: String) throws {
    let line = "\"$policyc\" simulate a.policy --runs 1000000 --format json > unread"
    let run = try ended(line, by: signal)
    #expect(run.status == (signal == "INT" ? 130 : 143), "\(run.messages)")
  }
}

extension Plans {
  /// `simple` over days.
  fileprivate static let endless = simple.replacing(
    "rate: 20/s, arrivals: poisson, for: 20s", with: "rate: 500/s, for: 1d")

  /// A policy whose requests are too many to be gone through in a moment.
  fileprivate static let deep: String = {
    let names = (0..<9).map { "e\($0)" }
    let endpoints = names.enumerated().map { i, name in
      """
      endpoint \(name) {
        url "https://\(name).test"; timeout attempt: \(i + 2)s; domain provider: \(name)
      }

      """
    }
    return """
      language 1
      \(endpoints.joined())active-active all { \(names.map { "member \($0)" }.joined(separator: "; ")) }
      backoff short { exponential base: 200ms, max: 2s; jitter full }
      retry rules {
        attempts 9
        on rate-limited { same-endpoint times: 1, backoff: short, retry-after: 2s; failover }
        on rejected { fail }
        otherwise { failover }
      }
      route chat { to all; effect idempotent; deadline 20s; retry rules; breaker none }
      guarantee chat { survives per-request, any: 3, of: provider; latency at-most: 3s }

      """
  }()

  /// A policy whose picture does not fit into a pipe.
  fileprivate static let wide: String = {
    let names = (0..<900).map { "e\($0)" }
    return bare
      + names.map { "endpoint \($0) { url \"https://\($0).test\"; timeout attempt: 1s }\n" }
      .joined()
      + "active-active all { \(names.map { "member \($0)" }.joined(separator: "; ")) }\n"
      + "route wide { to all; effect idempotent; deadline 5s; retry rules; breaker none }\n"
  }()
}
