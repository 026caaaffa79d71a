import Foundation
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool) struct `trace` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    try scratch.write(`trace`.policy, "two.policy")
  }

  /// Two providers, a cache and a text below them.
  static let policy = """
    language 1
    endpoint primary { url "https://1.test"; timeout attempt: 2s; latency p50: 300ms, p99: 1s }
    endpoint backup { url "https://2.test"; timeout attempt: 2s; latency p50: 200ms, p99: 1s }
    active-passive both { member primary; member backup; failback manual }
    backoff short { constant base: 100ms; jitter none }
    retry rules {
      attempts 4
      on rate-limited { same-endpoint times: 1, backoff: short, retry-after: 3s; failover }
      on rejected     { fail }
      otherwise       { failover }
    }
    degrade below {
      step cached  { serve cache, max-age: 1h, within: 500ms }
      step own     { call "own-answer", within: 200ms }
      step apology { serve text: "later", status: 503 }
    }
    route chat { to both; effect idempotent; deadline 10s; retry rules; degrade below; breaker none }

    """

  /// The rows of a trace with the blanks between words made one.
  private func told(_ words: String...) throws -> String {
    let run = try scratch.run(["trace", "--color", "never", "two.policy"] + words)
    #expect(run.status == 0, "\(run.messages)")
    #expect(run.messages == "")
    return run.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func json(_ words: String...) throws -> [String: Any] {
    let run = try scratch.run(["trace", "--format", "json", "two.policy"] + words)
    #expect(run.status == 0, "\(run.messages)")
    return try #require(try JSONSerialization.jsonObject(with: run.out) as? [String: Any])
  }

  private func result(_ given: String) throws -> [String: Any] {
    try #require(try json("--given", given)["result"] as? [String: Any])
  }

  // MARK: the story

  @Test func `nobody fails: one attempt, answered in the p50`() throws {
    let text = try told()
    #expect(text.contains("0s the request starts → asks primary: attempt 1, until 2s at most"))
    #expect(text.contains("0.3s primary has answered"))
    #expect(
      text.contains("primary answered in full after 0.3s, with 1 attempt, executed: yes"))
  }

  @Test func `a failover says who failed, who was passed over, and why`() throws {
    let text = try told("--given", "primary=overloaded")
    #expect(text.contains("given primary=overloaded; endpoints not named answer in their p50"))
    #expect(text.contains("0.3s primary fails: overloaded"))
    #expect(text.contains("primary skipped: this request has already tried"))
    #expect(text.contains("[failed-over]"))
    #expect(text.contains("→ asks backup: attempt 2, until 2.3s at most"))
    #expect(text.contains("[next-tier]"))
    #expect(text.contains("backup answered in full after 0.5s, with 2 attempts, executed: yes"))
  }

  @Test func `a timeout is silence until the attempt's end`() throws {
    let text = try told("--given", "primary=timeout")
    #expect(text.contains("2s primary gave no answer in time: timeout"))
    #expect(text.contains("backup answered in full after 2.2s"))
  }

  @Test func `a wait says how long and for what`() throws {
    let text = try told("--given", "primary=rate-limited:1s/ok")
    #expect(text.contains("primary fails: rate-limited, and asks for 1s"))
    #expect(text.contains("primary is paused for rate-limited, 1s: the failure asks for a pause"))
    #expect(text.contains("→ waits 1s, until 1.3s: the same endpoint is tried again"))
    #expect(text.contains("[same-endpoint]"))
    #expect(text.contains("1.3s the wait is over → asks primary: attempt 2"))
    #expect(text.contains("primary answered in full after 1.6s"))
  }

  @Test func `the ladder is told step by step`() throws {
    let text = try told("--given", "primary=timeout, backup=unavailable, cache=miss@5ms")
    #expect(text.contains("to the ladder, cause unavailable"))
    #expect(text.contains("lets step `cached` answer, until 2.7s at most"))
    #expect(text.contains("2.205s step `cached` has nothing"))
    #expect(text.contains("2.215s step `own` has nothing"))
    #expect(
      text.contains("degraded: step `apology` answered after 2.215s, with 2 attempts, executed:"))
  }

  // MARK: what can be given

  @Test func `handlers answer, or not`() throws {
    let base = "primary=connection, backup=connection"
    #expect(try result(base + ", cache=hit")["step"] as? String == "cached")
    #expect(try result(base + ", own-answer=served")["step"] as? String == "own")
    #expect(try result(base + ", call=served@1ms")["step"] as? String == "own")
    let silent = try result(base + ", cache=silent, call=silent")
    #expect(silent["step"] as? String == "apology")
    #expect(silent["elapsed"] as? Double == 1.2)
    #expect(silent["executed"] as? String == "no")
    #expect(silent["level"] as? String == "degraded")
  }

  @Test func `successive attempts come to different ends`() throws {
    #expect(try result("primary=rate-limited/ok")["source"] as? String == "primary")
    #expect(try result("primary=rate-limited*2")["source"] as? String == "backup")
    #expect(try result("primary=rate-limited*1")["source"] as? String == "primary")
    #expect(try result("primary=rate-limited:never/ok")["source"] as? String == "backup")
    #expect(try result("primary=rate-limited:4s/ok")["source"] as? String == "backup")
    #expect(try result("primary=isolated")["source"] as? String == "backup")
    #expect(try result("primary=slow")["elapsed"] as? Double == 1)
    #expect(try result("primary=unavailable@1500ms")["elapsed"] as? Double == 1.7)
    #expect(try result("primary=unavailable@1.5s")["elapsed"] as? Double == 1.7)
    #expect(try result("primary=cut")["attempts"] as? Int == 2)
    let failed = try result("primary=rejected")
    #expect(failed["level"] as? String == "failed")
    #expect(failed["source"] is NSNull)
    #expect(failed["reason"] as? String == "fail")
  }

  @Test func `reconcile is given, and else nobody knows`() throws {
    let once = `trace`.policy.replacing("effect idempotent", with: "effect once")
      .replacing("timeout attempt", with: "domain provider: one; timeout attempt")
      .replacing(
        "otherwise       { failover }",
        with: "on timeout, unavailable, interrupted, malformed { reconcile within: 1s; failover }\n"
          + "  on unclassified { degrade }\n  otherwise { failover }")
    try scratch.write(once, "two.policy")
    let landed = try result("primary=unavailable, reconcile=landed")
    #expect(landed["reason"] as? String == "landed")
    #expect(landed["source"] as? String == "primary")
    #expect(landed["attempts"] as? Int == 1)
    #expect(
      try result("primary=unavailable, reconcile=cannot-land")["source"] as? String == "backup")
    #expect(try result("primary=unavailable")["executed"] as? String == "maybe")
    #expect(try result("primary=unavailable, reconcile=silent")["level"] as? String == "degraded")
    let text = try told("--given", "primary=unavailable, reconcile=landed")
    #expect(text.contains("asks backup what became of the request, until 1.3s at most"))
    #expect(text.contains("the far end says that the request was executed"))
  }

  @Test func `size, priority and tags choose the way`() throws {
    let select = `trace`.policy.replacing(
      "route chat { to both;",
      with: """
        select kind {
          when size, above: 10k { to backup }
          when priority, below: 3 { to backup }
          when tag: plan, is: paid { to backup }
          otherwise { to primary }
        }
        route chat { to kind;
        """)
    try scratch.write(select, "two.policy")
    #expect(try result("primary=ok")["source"] as? String == "primary")
    #expect(try result("size=10k")["source"] as? String == "primary")
    for given in ["size=10001", "size=11k", "priority=2", "plan=paid"] {
      #expect(try result(given)["source"] as? String == "backup", "\(given)")
    }
    #expect(try result("plan=free")["source"] as? String == "primary")
  }

  @Test func `a client gives up at its first-byte timeout`() throws {
    let hasty = `trace`.policy.replacing(
      "timeout attempt: 2s; latency p50: 300ms",
      with: "timeout first-byte: 500ms, attempt: 2s; latency p50: 300ms")
    try scratch.write(hasty, "two.policy")
    for given in ["primary=timeout", "primary=ok@600ms", "primary=unavailable@3s", "primary=slow"] {
      #expect(try told("--given", given).contains("0.5s primary fails: timeout"), "\(given)")
    }
    #expect(try result("primary=ok@499ms")["source"] as? String == "primary")
  }

  // MARK: mistakes

  @Test(arguments: [
    (["--given", "primry=ok"], "nothing in the policy is called `primry`"),
    (["--given", "primry=ok"], "did you mean `primary`?"),
    (["--given", "cahce=hit"], "did you mean `cache`?"),
    (["--given", "primary=tiemout"], "did you mean `timeout`?"),
    (["--given", "primary=no-candidate"], "is no class of errors"),
    (["--given", "primary"], "`--given` needs NAME=OUTCOME, not `primary`"),
    (["--given", "primary="], "is no class of errors"),
    (["--given", "primary=timeout:5"], "a duration needs a unit: `5s`?"),
    (["--given", "primary=timeout:5x"], "`5x` in `timeout:5x` is no duration"),
    (["--given", "primary=timeout@99999999999d"], "is no duration"),
    (["--given", "primary=timeout*0"], "how often is a count from 1 to 1000"),
    (["--given", "primary=ok", "--given", "primary=ok"], "`primary` is given twice"),
    (["--given", "cache=maybe"], "not `maybe`"),
    (["--given", "reconcile=yes"], "not `yes`"),
    (["--given", "size=-1"], "`size` is a count"),
    (["--given", "size=9999999999999999G"], "`size` is a count"),
    (["--given", "priority=10"], "a priority is 0 to 9"),
    (["--route", "caht"], "there is no route `caht`; did you mean `chat`?"),
    (["--seed", "x"], "`--seed` needs a whole number"),
    (["--format", "jsno"], "did you mean `json`?"),
    (["other.policy"], "takes one policy or artifact, not 2"),
  ]) func `a mistake is named, and ends with 2`(words: [String], message: String) throws {
    let run = try scratch.run(["trace", "two.policy"] + words)
    #expect(run.status == 2)
    #expect(run.text == "")
    #expect(run.messages.contains(message), "\(run.messages)")
  }

  @Test func `with several routes one is wanted, and a policy with errors tells them`() throws {
    try scratch.write(
      `trace`.policy + "route other { match path: \"/o\"; to both; effect read; deadline 9s; "
        + "retry rules; breaker none }\n", "more.policy")
    let run = try scratch.run("trace", "more.policy")
    #expect(run.status == 2)
    #expect(run.messages.contains("which route? `--route` names one of chat, other"))
    #expect(try scratch.run("trace", "--route", "other", "more.policy").status == 0)
    try scratch.write(Policies.misspelt, "bad.policy")
    let bad = try scratch.run("trace", "bad.policy")
    #expect(bad.status == 1)
    #expect(bad.messages.contains("error[P0301]"))
    try scratch.write("language 1\n", "empty.policy")
    #expect(try scratch.run("trace", "empty.policy").messages.contains("there is no route in it"))
    #expect(try scratch.run("trace", "none.policyc").messages.contains("there is no such file"))
    try scratch.write("text", "no.policyc")
    #expect(try scratch.run("trace", "no.policyc").messages.contains("not an artifact"))
  }

  @Test func `a policy that no request can carry is refused with the reason`() throws {
    let arms = (1...9).map { "  when tag: t\($0), is: x { to primary }" }.joined(separator: "\n")
    try scratch.write(
      `trace`.policy.replacing(
        "route chat { to both;",
        with: "select s {\n\(arms)\n  otherwise { to both }\n}\nroute chat { to s;"),
      "two.policy")
    let run = try scratch.run("trace", "two.policy")
    #expect(run.status == 1)
    #expect(run.messages.contains("error[P0812]"), "\(run.messages)")
    #expect(run.messages.contains("9 different tags"))
  }

  // MARK: the same everywhere

  @Test func `an artifact tells what its policy tells`() throws {
    #expect(try scratch.run("compile", "-o", "two.policyc", "two.policy").status == 0)
    for given in ["primary=timeout", "primary=rate-limited:1s, backup=cut, cache=hit"] {
      for format in ["text", "json"] {
        let words = ["trace", "--format", format, "--given", given]
        let policy = try scratch.run(words + ["two.policy"])
        #expect(policy.text.count > 200)
        #expect(try scratch.run(words + ["two.policyc"]).text == policy.text)
        #expect(try scratch.run(words + ["-"], input: `trace`.policy).text == policy.text)
      }
    }
    let set = try scratch.run("trace", "--set", "a=1", "two.policyc")
    #expect(set.messages.contains("`--set` needs the policy itself"))
  }

  @Test func `the seed decides, and nothing else does`() throws {
    let random = `trace`.policy.replacing(
      "active-passive both { member primary; member backup; failback manual }",
      with: "active-active both { member primary; member backup; balance random }")
    try scratch.write(random, "two.policy")
    var sources: Set<String> = []
    for seed in 0..<20 {
      let run = try scratch.run("trace", "--format", "json", "--seed", "\(seed)", "two.policy")
      let again = try scratch.run("trace", "--format", "json", "--seed", "\(seed)", "two.policy")
      #expect(run.text == again.text)
      let json = try JSONSerialization.jsonObject(with: run.out) as? [String: Any]
      #expect(json?["seed"] as? Int == seed)
      sources.insert((json?["result"] as? [String: Any])?["source"] as? String ?? "")
    }
    #expect(sources == ["primary", "backup"])
  }

  @Test func `colour only where it is wanted`() throws {
    let words = ["trace", "--given", "primary=overloaded", "two.policy"]
    let plain = try scratch.run(words + ["--color", "never"]).text
    #expect(!plain.contains("\u{1B}"))
    #expect(try scratch.run(words).text == plain)
    let coloured = try scratch.run(words + ["--color", "always"]).text
    #expect(coloured.contains("\u{1B}["))
    #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
    #expect(
      !(try scratch.run(words + ["--color", "always", "--format", "json"])).text.contains("\u{1B}"))
    for line in plain.split(separator: "\n") { #expect(line.count <= 120) }
  }
}
