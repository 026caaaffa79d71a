import PolicyGraph
import PolicyRuntime
import PolicySimulator
import TestThreads
import Testing

/// What becomes of requests that find every candidate busy or cooling.
@Suite(.offPool) struct CandidateTests {
  static let cooling = """
    language 1
    endpoint a { url "https://a.example.com"; credential env("K"); domain provider: one; timeout connect: 500ms, attempt: 5s; latency fixed: 300ms }
    backoff gentle { exponential base: 500ms, max: 4s }
    retry usual { attempts 4; budget 50%, min: 5/s; on rate-limited { same-endpoint times: 3, backoff: gentle, retry-after: 10s }; on rejected, too-large { fail }; otherwise { degrade } }
    route c { match path: "/c"; to a; effect read; deadline 60s; retry usual; WAIT breaker none }
    scenario burst { traffic c, rate: 2/s, arrivals: constant, for: 5m; at 30s { rate-limit a, to: 1/s, retry-after: 3s, for: 1m }
      expect availability, at-least: 99% }
    """
  static let place = """
    language 1
    endpoint a { url "https://a.example.com"; credential env("K"); domain provider: one; timeout connect: 500ms, attempt: 5s; latency fixed: 300ms; limit concurrency: 4 }
    route c { match path: "/c"; to a; effect read; deadline 60s; WAIT retry none; breaker none }
    scenario burst { traffic c, rate: 10/s, arrivals: poisson, for: 2m
      expect availability, at-least: 99.9% }
    """

  private func run(_ text: String, wait: String, seed: UInt64) throws -> RunResult {
    let plan = try Policies.plan(text.replacing("WAIT ", with: wait.isEmpty ? "" : "\(wait); "))
    return try Simulation(plan, ID(0)).run(index: 0, seed: seed)
  }

  @Test(arguments: 1...UInt64(6))
  func `waiting for the end of a cooling saves nearly every request`(seed: UInt64) throws {
    let run = try run(CandidateTests.cooling, wait: "wait within: 60s, at-most: 200", seed: seed)
    #expect(try #require(run.report.total.availability) >= 0.99)
    #expect(run.report.total.waited > 50)
    #expect(try #require(run.report.total.latency.max) <= 60)
  }

  @Test(arguments: 1...UInt64(6))
  func `waiting for a place saves every request`(seed: UInt64) throws {
    let run = try run(CandidateTests.place, wait: "wait within: 60s, at-most: 200", seed: seed)
    #expect(run.report.total.availability == 1)
    #expect(run.report.total.attempts == run.report.total.requests, "a wait costs no attempt")
    #expect(try #require(run.report.total.latency.p99) < 5)
  }

  @Test(arguments: [cooling, place])
  func `without a word of it nobody waits`(text: String) throws {
    let run = try run(text, wait: "", seed: 1)
    #expect(try #require(run.report.total.availability) < 0.9)
    #expect(run.report.total.waited == 0)
  }

  @Test func `no more wait at once than may, and none longer than it may`() throws {
    let few = try run(CandidateTests.cooling, wait: "wait within: 60s, at-most: 5", seed: 1)
    let many = try run(CandidateTests.cooling, wait: "wait within: 60s, at-most: 200", seed: 1)
    #expect(few.report.total.failed > many.report.total.failed)
    let short = try run(CandidateTests.place, wait: "wait within: 100ms, at-most: 200", seed: 1)
    #expect(try #require(short.report.total.latency.max) < 0.401)
  }
}
