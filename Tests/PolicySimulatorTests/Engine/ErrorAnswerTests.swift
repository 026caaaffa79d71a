import PolicyGraph
import PolicyRuntime
import PolicySimulator
import TestThreads
import Testing

/// What a far end that errs answers, and when; and when probes begin.
@Suite(.offPool) struct ErrorAnswerTests {
  /// One endpoint that takes a second, with errors of its own table.
  private func policy(_ fault: String, retry: String = "otherwise { fail }") -> String {
    """
    language 1
    class odd, executed: no, scope: endpoint
    errors mine { extends http; odd body: "strange words"; overloaded code: "busy" }
    endpoint a { url "https://a.test"; timeout attempt: 5s; latency fixed: 1s; errors mine }
    retry y { attempts 2; budget none; \(retry) }
    route r { to a; effect read; deadline 8s; retry y; degrade none; breaker none }
    scenario s {
      traffic r, rate: 10/s, arrivals: constant, for: 10s
      at 0s { errors a, \(fault) }
    }
    """
  }

  private func run(_ text: String, index: Int = 0) throws -> RunReport {
    try Simulation(Policies.plan(text), ID(0))
      .run(index: index, seed: Simulation.seed(of: index, from: 1)).report
  }

  @Test func `a body is read by the table of the endpoint`() throws {
    let again = "on odd { same-endpoint }; otherwise { fail }"
    let odd = try run(policy(#"status: 400, body: "some strange words""#, retry: again))
    #expect(odd.endpoints[0].attempts == 2 * odd.total.requests)
    let other = try run(policy(#"status: 400, body: "plain words""#, retry: again))
    #expect(other.endpoints[0].attempts == other.total.requests)
    let json = try run(
      policy(#"status: 200, body: "{\"error\": {\"code\": \"busy\"}}""#))
    #expect(json.total.full == 0, "an error in a 200")
  }

  @Test func `an error comes after the time that it states, else as late as an answer`() throws {
    // The one request that meets the fault is tried again when its error comes.
    let again = "on unavailable { same-endpoint }; otherwise { fail }"
    let quick = try run(policy("status: 500, after: 50ms, for: 150ms", retry: again))
    let late = try run(policy("status: 500, for: 150ms", retry: again))
    #expect(quick.total.full == quick.total.requests && late.total.full == late.total.requests)
    #expect(abs((quick.total.latency.max ?? 0) - 1.05) < 0.02)
    #expect(abs((late.total.latency.max ?? 0) - 2) < 0.02)
  }

  @Test func `probes begin at a phase that the seed draws`() throws {
    let text = """
      language 1
      endpoint a {
        url "https://a.test"; timeout attempt: 5s; latency fixed: 10ms
        probe path: "/", every: 30s, timeout: 1s, down-after: 1, up-after: 1
      }
      endpoint b { url "https://b.test"; timeout attempt: 5s; latency fixed: 10ms }
      active-passive main { member a; member b; failback at-once }
      route r { to main; effect read; deadline 8s; degrade none; retry none; breaker none }
      scenario s {
        traffic r, rate: 10/s, arrivals: constant, for: 2m
        at 31s { outage a, for: 45s }
      }
      """
    let failed = try (0..<12).map { try run(text, index: $0).total.failed }
    // The outage goes on until the next probe, up to 30 s later: the wait is spread evenly.
    #expect(Set(failed).count > 6, "\(failed)")
    #expect(failed.allSatisfy { $0 <= 301 }, "\(failed)")
    #expect(try run(text).total.failed == failed[0], "the same seed, the same phases")
  }
}
