import PolicyGraph
import PolicyRuntime
import PolicySimulator
import TestThreads
import Testing

/// Ways that need more than one request: breakers, holders, brownouts.
@Suite(.offPool) struct StatefulCoverage {
  private static func policy(_ more: String = "", _ route: String = "") -> String {
    """
    language 1
    endpoint a { url "http://a.test"; timeout attempt: 1s; domain provider: one }
    endpoint b { url "http://b.test"; timeout attempt: 1s; domain provider: two }
    active-passive tiers { member a; member b; failback after: 1s, hold: 1s }
    breaker steady { trip consecutive: 3; cooldown 5s, jitter: 0%; probe calls: 1 }
    retry usual { attempts 3; budget none; on rejected { fail }; otherwise { failover } }
    \(more)
    route r {
      to tiers; effect idempotent; deadline 20s; retry usual; breaker steady
      \(route.isEmpty ? "degrade none" : route)
    }
    """
  }

  @Test func `a breaker opens, tries, opens again and closes`() throws {
    let run = try ScriptedRun(Self.policy())
    for _ in 0..<3 { run.request(["a": ["unavailable"]]) }
    // Three requests have moved, and at last the holder.
    let opened = [
      "tiers: a → b ×4", "usual: otherwise → failover ×3", "steady: closed → open ×1",
    ]
    #expect(run.taken == opened)
    run.request()
    #expect(run.taken == opened)
    run.now = run.now + .s(5)
    run.request(["a": ["unavailable"]])
    #expect(
      run.taken.suffix(3) == [
        "steady: closed → open ×1", "steady: open → half-open ×1", "steady: half-open → open ×1",
      ])
    run.now = run.now + .s(10)
    run.request()
    #expect(run.taken.contains("steady: half-open → closed ×1"))
    #expect(run.taken.contains("steady: open → half-open ×2"))
  }

  @Test func `a request that stays with a new holder moves nowhere`() throws {
    let run = try ScriptedRun(Self.policy())
    for _ in 0..<3 { run.request(["a": ["unavailable"]]) }
    for _ in 0..<10 { run.request() }
    #expect(run.taken.first == "tiers: a → b ×4")
  }

  @Test func `a brownout begins and ends`() throws {
    let run = try ScriptedRun(
      Self.policy(
        "degrade ladder { step text { serve text: \"no\" }\n"
          + "enter exhausted: 50%, over: 10s, min-calls: 10; leave after: 2s }",
        "degrade ladder"))
    for _ in 0..<12 {
      run.request(["a": ["unavailable"], "b": ["unavailable"]])
      run.now = run.now + .ms(50)
    }
    #expect(run.taken.contains("ladder: brownout begins ×1"))
    #expect(!run.taken.contains { $0.hasPrefix("ladder: brownout ends") })
    for _ in 0..<60 {
      run.request()
      run.now = run.now + .ms(500)
    }
    #expect(run.taken.contains("ladder: brownout ends ×1"))
  }

  @Test func `a far end that is asked is asked once for each failure`() throws {
    let run = try ScriptedRun(
      """
      language 1
      endpoint a { url "http://a.test"; timeout attempt: 1s }
      endpoint b { url "http://b.test"; timeout attempt: 1s }
      active-passive tiers { member a; member b; failback manual }
      retry careful {
        attempts 3
        on timeout, unavailable, interrupted, malformed {
          reconcile within: 1s, settle: 100ms; failover
        }
        on in-doubt { reconcile within: 1s; degrade }
        on unclassified { degrade }
        otherwise { fail }
      }
      class in-doubt, executed: maybe, scope: request
      errors table { extends http; in-doubt status: 409 }
      degrade ladder { step quiet { shed below: 4 }; step end { fail } }
      route r { to tiers; effect once; deadline 20s; errors table; retry careful; degrade ladder; breaker none }
      """)
    run.request(["a": ["unavailable"]])
    let name = "careful: timeout, unavailable, interrupted, malformed"
    #expect(
      run.taken == [
        "tiers: a → b ×1", "\(name) → reconcile ×1", "\(name) → failover ×1",
      ])
    run.request(["a": ["unavailable"]], found: .unknown, priority: 2)
    #expect(
      run.taken.suffix(2) == ["ladder: main path → quiet ×1", "ladder/quiet: sheds ×1"])
    run.request(["a": ["in-doubt"]], priority: 7)
    #expect(
      run.taken.suffix(6) == [
        "careful: in-doubt → reconcile ×1", "careful: in-doubt → degrade ×1",
        "ladder: main path → quiet ×2", "ladder/quiet: sheds ×1", "ladder: quiet → end ×1",
        "ladder/end: fails ×1",
      ])
  }

  @Test func `what no route leads to need not be covered`() throws {
    let run = try ScriptedRun(
      Self.policy(
        """
        endpoint lost { url "http://l.test"; timeout attempt: 1s }
        active-passive idle { member lost; member b; failback manual }
        retry unused { attempts 2; otherwise { fail } }
        breaker spare { trip consecutive: 9; cooldown 1s }
        degrade nowhere { step text { serve text: "no" } }
        """))
    #expect(
      !run.ways.contains { way in
        ["idle", "unused", "spare", "nowhere"].contains { way.contains($0) }
      })
  }
}
