import PolicyGraph
import PolicyRuntime
import PolicyVerifier
import Testing

/// Totals that can be worked out by hand, and traps in which a guarantee holds only by luck.
@Suite struct KnownTotalsTests {
  /// Three providers in a row, with some rules, a route and a guarantee.
  static func policy(
    _ claim: String, rules: String = "otherwise { failover }", attempts: Int = 3,
    route: String = "deadline 90s; degrade none", endpoint: String = "timeout attempt: 25s",
    members: Int = 3
  ) -> String {
    var text = "language 1\n"
    for i in 0..<members {
      text += "endpoint e\(i) { url \"https://e\(i).test\"; domain provider: p\(i); \(endpoint) }\n"
    }
    let list = (0..<members).map { "member e\($0)" }.joined(separator: "; ")
    return text + """
      active-passive chain { \(list); failback manual }
      backoff short { constant base: 1ms; jitter none }
      retry rules { attempts \(attempts); budget none; on rejected { fail }
        \(rules) }
      route r { to chain; effect idempotent; errors http; retry rules; \(route) }
      guarantee r { \(claim) }

      """
  }

  private func proof(_ text: String) throws -> Proof {
    var prover = Prover(try Policies.graph(text))
    return prover.prove(ID(0))
  }

  @Test func `behind two tiers of 25 seconds the third is not asked within 40`() throws {
    let late = try proof(KnownTotalsTests.policy("reaches e2, within: 40s"))
    #expect(late.verdict == .fails)
    #expect(late.found == "`e2` is asked within 50s")
    #expect(late.witness?.steps.last?.at == .s(50))
    let soon = try proof(KnownTotalsTests.policy("reaches e2, within: 50s"))
    #expect(soon.verdict == .holds)
  }

  @Test(arguments: [("99.9999%", Proof.Verdict.holds), ("99.99991%", .fails)])
  func `two of 99.9% are 99.9999%`(claim: String, verdict: Proof.Verdict) throws {
    let text = KnownTotalsTests.policy(
      "availability at-least: \(claim)", endpoint: "timeout attempt: 25s; availability 99.9%",
      members: 2)
    #expect(try proof(text).verdict == verdict)
  }

  @Test func `two in one domain of 99.9% are less`() throws {
    let text = KnownTotalsTests.policy(
      "availability at-least: 99.9%", endpoint: "timeout attempt: 25s; availability 99.9%",
      members: 2
    ).replacing("; timeout", with: ", region: here; timeout")
    let found = try proof(text + "fault-domain region: here { availability 99.9% }\n")
    #expect(found.verdict == .fails)
  }

  @Test(arguments: [
    // A key that is refused at the primary ends the request.
    ("survives any: 1, of: provider", "on unauthorized { fail }; otherwise { failover }", 3, ""),
    // The attempts are used up before anybody else is asked.
    (
      "survives any: 1, of: provider",
      "on rate-limited { same-endpoint times: 2, backoff: short; failover }; otherwise { failover }",
      3, ""
    ),
    // A failure that goes to the ladder at once is no full answer.
    ("survives any: 1, of: provider", "on unavailable { degrade }; otherwise { failover }", 3, ""),
  ])
  func `a guarantee that holds only by luck is not proved`(
    claim: String, rules: String, attempts: Int, hedge: String
  ) throws {
    let found = try proof(
      KnownTotalsTests.policy(
        claim, rules: rules, attempts: attempts, route: "\(hedge)deadline 90s; degrade none"))
    #expect(found.verdict == .fails)
    #expect(found.witness?.steps.last?.action.isEnd == true)
  }

  @Test func `an exploration that would take too much is given up and not called proved`() throws {
    let text = KnownTotalsTests.policy("attempts at-most: 2")
    var prover = Prover(try Policies.graph(text), effort: Effort(states: 3, events: 20))
    #expect(prover.prove(ID(0)).verdict == .notProved)
  }
}
