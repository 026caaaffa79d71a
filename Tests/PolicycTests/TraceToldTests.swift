import Foundation
import TestThreads
import Testing

@testable import policyc

/// What a trace calls by its name: the response that was passed over, the key that cools, who was
/// not asked; and that simulations and proofs tell the same.
@Suite(.offPool) struct `what a trace names` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private static let policy = """
    language 1
    endpoint a {
      url "https://a.test"; credential env("KEY_A"), env("KEY_SPARE"); domain provider: acme
      timeout first-byte: 1s, attempt: 2s; latency fixed: 1s
    }
    endpoint b {
      url "https://b.test"; domain provider: other; timeout attempt: 2s; latency fixed: 1s
    }
    endpoint copy { url "https://copy.test"; timeout attempt: 1s }
    active-passive both { member a; member b; failback manual }
    backoff short { constant base: 5s; jitter none }
    retry rules {
      attempts 3
      budget none
      on rate-limited { same-endpoint times: 1, backoff: short, retry-after: 1s; failover }
      on unauthorized { failover }
      on timeout, unavailable, interrupted, malformed {
        reconcile at: copy, within: 1s, settle: 500ms
        failover
      }
      otherwise { degrade }
    }
    route order { to both; effect once; deadline 5s; retry rules; degrade none; breaker none }
    guarantee order { survives any: 1, of: provider, as: [timeout] }
    scenario calm {
      traffic order, rate: 1/s, arrivals: constant, for: 3s
      expect availability, at-least: 99%
    }

    """

  /// The rows of what a command tells with the blanks between words made one.
  private func told(
    _ words: [String], _ changes: KeyValuePairs<String, String> = [:], status: Int32 = 0
  ) throws -> String {
    var text = `what a trace names`.policy
    for (old, new) in changes {
      #expect(text.contains(old))
      text = text.replacing(old, with: new)
    }
    try scratch.write(text, "order.policy")
    let run = try scratch.run(words + ["--color", "never", "order.policy"])
    #expect(run.status == status, "\(run.messages)\(run.text)")
    return run.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func `the response that was passed over, and why`() throws {
    let text = try told(["trace", "--given", "a=rate-limited"])
    #expect(text.contains("response same-endpoint skipped: too little time is left"))
    #expect(text.contains("[no-time-left]"))
    let hint = try told(["trace", "--given", "a=rate-limited:3s"])
    #expect(
      hint.contains("response same-endpoint skipped: the far end asks for a longer pause"))
    let out = try told(["trace", "--given", "a=unauthorized, b=isolated"])
    #expect(out.contains("response failover skipped: no endpoint can take the request"))
    #expect(out.contains("no response: every response of the rule was used"))
  }

  @Test func `the key that cools, not its endpoint`() throws {
    let key = try told(["trace", "--given", "a=unauthorized"])
    #expect(key.contains("key KEY_A at acme is paused for unauthorized"))
    #expect(!key.contains("- a is paused"))
    let provider = try told(["trace", "--given", "a=overloaded:1s"])
    #expect(provider.contains("provider acme is paused for overloaded, 1s"))
    try scratch.write(`what a trace names`.policy, "order.policy")
    let run = try scratch.run(
      "trace", "--format", "json", "--given", "a=unauthorized, b=isolated", "order.policy")
    let json = try #require(try JSONSerialization.jsonObject(with: run.out) as? [String: Any])
    let notes = (json["steps"] as? [[String: Any]] ?? [])
      .flatMap { $0["notes"] as? [[String: Any]] ?? [] }
    let cooling = notes.filter { $0["kind"] as? String == "cooling" }
    #expect(cooling.map { $0["scope"] as? String } == ["credential"])
    #expect(cooling.map { $0["credential"] as? String } == ["KEY_A"])
    let passed = notes.compactMap { $0["response"] as? String }
    #expect(passed == ["failover"])
  }

  @Test func `who is asked by name, and that nobody was`() throws {
    let asked = try told(["trace", "--given", "a=unavailable, reconcile=cannot-land"])
    #expect(asked.contains("asks copy what became of the request, until 2.5s at most"))
    #expect(asked.contains("b answered in full"))
    let out = try told(["trace", "--given", "a=unavailable, copy=isolated"])
    #expect(out.contains("copy skipped: an operator has isolated the endpoint"))
    #expect(out.contains("[not-asked]"))
    #expect(out.contains("executed: maybe"))
    #expect(!out.contains("asks copy"))
  }

  @Test func `a counterexample says that nobody was asked`() throws {
    #expect(try told(["test"]).contains("all hold"))
    // Where too little time is left to ask, and where who is asked is out with the rest.
    let late = try told(
      ["test"],
      ["copy.test\"; timeout attempt: 1s": "copy.test\"; timeout attempt: 9s, at-least: 4s"],
      status: 1)
    #expect(late.contains("copy skipped: too little time is left"), "\(late)")
    #expect(late.contains("[not-asked]"))
    let together = try told(
      ["test"],
      ["\"https://copy.test\"; timeout": "\"https://copy.test\"; domain provider: acme; timeout"],
      status: 1)
    #expect(together.contains("nobody could tell what became of the request"), "\(together)")
  }

  @Test(arguments: [("1s", "answered in full after 1s"), ("999ms", "fails: timeout")])
  func `what falls on one instant goes alike everywhere`(firstByte: String, told end: String) throws
  {
    let changes: KeyValuePairs = ["first-byte: 1s": "first-byte: \(firstByte)"]
    #expect(try told(["trace"], changes).contains(end))
    #expect(
      try told(["simulate", "--trace", "1"], changes, status: firstByte == "1s" ? 0 : 1)
        .contains(end))
  }
}
