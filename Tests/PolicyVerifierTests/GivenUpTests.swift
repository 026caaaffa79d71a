import PolicyGraph
import PolicyVerifier
import TestThreads
import Testing

/// What happens when an exploration would cost too much.
@Suite(.offPool) struct GivenUpTests {
  static let text = """
    language 1
    endpoint e0 { url "https://e0.test"; domain provider: p0; timeout attempt: 25s }
    endpoint e1 { url "https://e1.test"; domain provider: p1; timeout attempt: 25s }
    active-passive chain { member e0; member e1; failback manual }
    backoff short { constant base: 88s; jitter none }
    retry rules {
      attempts 3
      budget   none
      on rejected { fail }
      on unavailable { same-endpoint times: 1, backoff: short; failover }
      otherwise { failover }
    }
    route r { to chain; effect idempotent; deadline 90s; errors http; retry rules; breaker none }
    guarantee r { attempts at-most: 2 }

    """

  /// The rules allow three attempts, but the wait for the third never fits.
  @Test func `an exploration that would take too much is given up and not called proved`() throws {
    let graph = try Policies.graph(GivenUpTests.text)
    var prover = Prover(graph)
    let sure = prover.prove(ID(0))
    #expect(sure.verdict == .holds)
    #expect(sure.found == "at most 2 attempts")
    for effort in [Effort(states: 3, events: 1_000), Effort(states: 1_000, events: 20)] {
      var hurried = Prover(graph, effort: effort)
      let proof = hurried.prove(ID(0))
      #expect(proof.verdict == .notProved)
      #expect(proof.found.contains("more than"))
    }
  }
}
