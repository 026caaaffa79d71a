import PolicyGraph
import PolicyRuntime
import PolicySimulator
import TestThreads
import Testing

/// Every way of a policy is counted when a request takes it, and only then.
@Suite(.offPool) struct CoverageOfWays {
  private static let endpoints = ["a", "b", "c", "d"].map {
    "endpoint \($0) { url \"http://\($0).test\"; timeout attempt: 1s; domain provider: p\($0) }\n"
  }.joined()

  private static let policy = """
    language 1
    \(endpoints)
    endpoint spare { url "http://s.test"; timeout attempt: 1s; domain provider: s; supports [prefill] }
    endpoint beside { url "http://x.test"; timeout attempt: 1s }
    active-active pool { member a; member b }
    active-passive tiers { member pool; member c; member spare; failback after: 10s, hold: 1s }
    active-passive last { member c; member d; failback at-once }
    backoff brief { constant base: 10ms }
    breaker steady { trip consecutive: 6; cooldown 5s, jitter: 0%; probe calls: 1 }
    retry usual {
      attempts 8
      budget none
      on overloaded { same-endpoint times: 1, backoff: brief; failover }
      on unauthorized { rotate-credential; failover }
      on interrupted { resume; failover }
      on too-large { reroute d }
      on quota-exhausted { degrade }
      on rejected { fail }
      otherwise { failover }
    }
    degrade ladder {
      step told { when class: quota-exhausted; notify "page"; notify "log"; call "ask", within: 1s }
      step other { use last }
      step text { serve text: "no" }
      enter exhausted: 90%, over: 10s, min-calls: 50
      leave after: 1s
    }
    route r {
      to tiers; effect idempotent; deadline 60s; retry usual; breaker steady; commit first-byte
      degrade ladder
    }
    """

  @Test func `all ways are named in the order of the policy`() throws {
    let ways = try ScriptedRun(Self.policy).ways
    #expect(
      ways == [
        "failover pool: any member → another", "failover tiers: pool → c",
        "failover tiers: c → spare", "failover last: c → d",
        "response usual: overloaded → same-endpoint", "response usual: overloaded → failover",
        "response usual: unauthorized → rotate-credential",
        "response usual: unauthorized → failover", "response usual: interrupted → resume",
        "response usual: interrupted → failover", "response usual: too-large → reroute d",
        "response usual: quota-exhausted → degrade", "response usual: rejected → fail",
        "response usual: otherwise → failover", "step ladder: main path → told",
        "step ladder/told: answers", "step ladder/told: tells page",
        "step ladder/told: tells log", "step ladder: told → other", "step ladder/other: answers",
        "step ladder: other → text", "step ladder/text: answers", "step ladder: brownout begins",
        "step ladder: brownout ends", "breaker steady: closed → open",
        "breaker steady: open → half-open", "breaker steady: half-open → closed",
        "breaker steady: half-open → open",
      ])
  }

  @Test func `a request that is answered at once takes no way`() throws {
    let run = try ScriptedRun(Self.policy)
    run.request()
    #expect(run.taken == [])
    #expect(run.coverage.share == 0)
  }

  @Test func `failures lead from member to member`() throws {
    let run = try ScriptedRun(Self.policy)
    run.request(["a": ["unavailable"], "b": ["unavailable"], "c": ["unavailable"]])
    #expect(
      run.taken == [
        "pool: any member → another ×1", "tiers: pool → c ×1", "tiers: c → spare ×1",
        "usual: otherwise → failover ×3",
      ])
  }

  @Test func `each response is counted under its own rule`() throws {
    let run = try ScriptedRun(Self.policy)
    // Wherever it begins, the first endpoint is overloaded twice.
    run.request(["a": ["overloaded", "overloaded"], "b": ["overloaded", "overloaded"]])
    let taken = run.taken
    #expect(taken.contains("usual: overloaded → same-endpoint ×2"))
    #expect(taken.contains("usual: overloaded → failover ×2"))
    let other = try ScriptedRun(Self.policy)
    other.request(["a": ["unauthorized"], "b": ["unauthorized"]])
    // There is no second credential: that response is passed over, and not taken.
    #expect(
      other.taken == [
        "pool: any member → another ×1", "tiers: pool → c ×1",
        "usual: unauthorized → failover ×2",
      ])
  }

  @Test func `what is rerouted has moved in no group`() throws {
    let run = try ScriptedRun(Self.policy)
    run.request(["a": ["too-large"], "b": ["too-large"]])
    #expect(run.taken == ["usual: too-large → reroute d ×1"])
  }

  @Test func `an answer that breaks off is continued by one that can`() throws {
    let run = try ScriptedRun(Self.policy)
    run.request(["a": ["cut"], "b": ["cut"]])
    #expect(run.taken == ["tiers: c → spare ×1", "usual: interrupted → resume ×1"])
  }

  @Test func `a rule may end the request`() throws {
    let run = try ScriptedRun(Self.policy)
    run.request(["a": ["rejected"], "b": ["rejected"]])
    #expect(run.taken == ["usual: rejected → fail ×1"])
  }

  @Test func `a ladder is gone down step by step`() throws {
    let run = try ScriptedRun(Self.policy)
    run.request(["a": ["quota-exhausted"], "b": ["quota-exhausted"]])
    let reached = [
      "usual: quota-exhausted → degrade ×1", "ladder: main path → told ×1",
    ]
    let tells = ["ladder/told: tells page ×1", "ladder/told: tells log ×1"]
    #expect(run.taken == reached + ["ladder/told: answers ×1"] + tells)
    let second = try ScriptedRun(Self.policy)
    second.request(
      ["a": ["quota-exhausted"], "b": ["quota-exhausted"], "c": ["connection"]],
      handlers: [false])
    #expect(
      second.taken == ["last: c → d ×1"] + reached + tells + [
        "ladder: told → other ×1", "ladder/other: answers ×1",
      ])
    let third = try ScriptedRun(Self.policy)
    third.request(
      [
        "a": ["quota-exhausted"], "b": ["quota-exhausted"], "c": ["connection"],
        "d": ["connection"],
      ], handlers: [false])
    #expect(
      third.taken == ["last: c → d ×1"] + reached + tells + [
        "ladder: told → other ×1", "ladder: other → text ×1", "ladder/text: answers ×1",
      ])
  }

  @Test func `a step that is for other causes leads on`() throws {
    let run = try ScriptedRun(Self.policy)
    let down = Array(repeating: "unavailable", count: 9)
    run.request(["a": down, "b": down, "c": ["unavailable"], "spare": down])
    #expect(
      run.taken.suffix(3) == [
        "ladder: main path → told ×1", "ladder: told → other ×1", "ladder/other: answers ×1",
      ])
  }
}
