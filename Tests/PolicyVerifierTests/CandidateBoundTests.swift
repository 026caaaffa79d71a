import PolicyGraph
import PolicyRuntime
import TestThreads
import Testing

@testable import PolicyVerifier

/// What waits for a candidate, and reroutes into a group, add to what a request may cost.
@Suite(.offPool) struct CandidateBoundTests {
  private func bounds(_ text: String) throws -> (plain: PlainBounds, worst: WorstCase) {
    let graph = try Policies.graph(text)
    let route = ID<Route>(0)
    let explorer = RouteExplorer(graph, route, .usual)
    let question = Question(bad: explorer.paths.all, misbehaviour: .anything)
    return (
      PlainBounds(graph, Plan(graph), route), try explorer.worst(question).worst
    )
  }

  @Test(arguments: [("", Tick.s(1)), ("wait within: 2s, at-most: 9;", .s(3))])
  func `a wait costs its time and no attempt`(wait: String, longest: Tick) throws {
    let found = try bounds(
      """
      language 1
      endpoint a { url "https://a.test"; timeout attempt: 1s }
      route r { to a; effect read; deadline 10s; \(wait) degrade none; retry none; breaker none }
      """)
    #expect(found.plain.latency == longest)
    #expect(found.worst.time == longest.ns)
    #expect(found.plain.mainAttempts == 1)
    #expect(found.worst.attempts == 1)
  }

  @Test func `a wait ends with the main path`() throws {
    let found = try bounds(
      """
      language 1
      endpoint a { url "https://a.test"; timeout attempt: 1s, at-least: 100ms }
      route r { to a; effect read; deadline 2s; wait within: 30s, at-most: 9; retry none; breaker none }
      """)
    #expect(found.plain.latency == .s(2))
    #expect(found.worst.time == Tick.s(2).ns)
  }

  @Test func `a request that is rerouted may fail over where it was led`() throws {
    let found = try bounds(
      """
      language 1
      endpoint small { url "https://a.test"; timeout attempt: 1s; retry rules }
      endpoint large { url "https://b.test"; timeout attempt: 1s }
      endpoint huge { url "https://c.test"; timeout attempt: 1s }
      active-passive big { member large; member huge; failback manual }
      retry rules { attempts 4; budget none; on too-large { reroute big }; on rejected { fail }; otherwise { degrade } }
      retry usual { attempts 4; budget none; on rejected { fail }; otherwise { failover } }
      route r { to small; effect read; deadline 10s; errors llm-http; retry usual; breaker none }
      """)
    #expect(found.plain.mainAttempts == 3)
    #expect(found.worst.attempts == 3)
  }

  @Test func `an endpoint may be no candidate when a wait for it begins`() throws {
    // It is passed over before its wait; the request waits for it all the same, and what it then
    // does there is the one time that its rule allows.
    let found = try bounds(
      """
      language 1
      errors tiny { timeout transport: timeout; unavailable status: 500..528 }
      backoff short { linear base: 1ns, max: 2ns; jitter full }
      endpoint e { url "https://e.test"; timeout attempt: 2ns, at-least: 2ns; latency fixed: 2ns }
      retry onward { attempts 3; budget none; on timeout { same-endpoint times: 1, backoff: short; failover }; otherwise { failover } }
      route r { to e; effect idempotent; deadline 5ns; errors tiny; retry onward; wait within: 1ns, at-most: 1; breaker none }
      """)
    #expect(found.worst.attempts == 2)
    #expect(found.plain.mainAttempts == 2)
    #expect(found.worst.time == 5)
  }
}
