import PolicyGraph
import PolicyRuntime
import TestThreads
import Testing

@testable import PolicyVerifier

/// What is said of a route before everything is tried: nothing that exploring all would deny.
@Suite(.offPool) struct BracketTests {
  @Test func `rules' own numbers are above all requests, and those that are found below`() throws {
    var compared = 0
    var seed: UInt64 = 0
    while compared < Scale.number("BRACKET_POLICIES", usual: 8) {
      seed += 1
      guard let graph = try? Policies.graph(SmallPolicy(seed).text) else { continue }
      let route = ID<Route>(0)
      let explorer = RouteExplorer(graph, route, .usual)
      func question(_ haste: Haste) -> Question {
        var question = Question(bad: explorer.paths.all, misbehaviour: .anything)
        question.haste = haste
        question.watchesRepeats = true
        return question
      }
      let all = try explorer.worst(question(.any)).worst
      let plain = PlainBounds(graph, Plan(graph), route)
      #expect(plain.mainAttempts >= Int(all.mainAttempts), "seed \(seed)")
      #expect(plain.ladderAttempts >= Int(all.ladderAttempts), "seed \(seed)")
      #expect(plain.latency.ns >= all.time, "seed \(seed)")
      #expect(!(plain.neverRepeats && all.repeats), "seed \(seed)")
      for haste in [Haste.prompt, .late] {
        let some = explorer.found(question(haste)).worst
        #expect(some.attempts <= all.attempts && some.time <= all.time, "seed \(seed), \(haste)")
        #expect(some.repeats == false || all.repeats, "seed \(seed), \(haste)")
      }
      compared += 1
    }
  }

  /// A chain whose attempts, waits and time are bounded by what stands at each endpoint.
  static let text = """
    language 1
    endpoint a {
      url "https://a.test"
      credential env("A"), env("B")
      domain provider: p
      timeout attempt: 2s
    }
    endpoint b { url "https://b.test"; domain provider: q; timeout attempt: 3s }
    errors few {
      timeout      transport: timeout
      rejected     status: 400
      unauthorized status: 401
      unavailable  status: 500
    }
    active-passive chain { member a; member b; failback manual }
    backoff short { constant base: 100ms; jitter none }
    retry rules {
      attempts 9
      budget   none
      on timeout { same-endpoint times: 2, backoff: short; failover }
      on rejected { fail }
      on unauthorized { rotate-credential; failover }
      otherwise { failover }
    }
    route r { to chain; effect idempotent; deadline 90s; errors few; retry rules; breaker none }

    """

  @Test func `each endpoint costs its tries, its waits and its further keys`() throws {
    let graph = try Policies.graph(BracketTests.text)
    let plan = Plan(graph)
    let bound = MainPathBound(graph, plan, ID(0), span: .s(90))
    // Two keys and two waits at the first, one try and two waits at the second.
    #expect(bound.attempts == 7)
    #expect(bound.time == Tick.ms(17_400))
    #expect(MainPathBound(graph, plan, ID(0), span: .s(5)).time == Tick.s(5))
  }

  @Test func `a timeout that the far end answers may ask for any wait`() throws {
    // 408 says when to come back.
    let text = BracketTests.text.replacing("errors few;", with: "errors http;")
    let graph = try Policies.graph(text)
    let bound = MainPathBound(graph, Plan(graph), ID(0), span: .s(90))
    #expect(bound.time == Tick.s(90))
    var prover = Prover(try Policies.graph(text + "guarantee r { latency at-most: 20s }\n"))
    let proof = prover.prove(ID(0))
    #expect(proof.verdict == .fails)
    #expect(proof.found == "at most 1m30s")
  }

  @Test func `what cannot be explored is refuted where a request shows it`() throws {
    let text = BracketTests.text + "guarantee r { attempts at-most: 5; latency at-most: 16s }\n"
    var prover = Prover(try Policies.graph(text), effort: Effort(states: 40, events: 2_000))
    let attempts = prover.prove(ID(0))
    #expect(attempts.verdict == .fails)
    #expect(attempts.witness?.steps.last?.action.isEnd == true)
  }
}
