import PolicyGraph
import PolicyLanguage
import TestThreads
import Testing

@testable import PolicyRuntime

/// The reference itself against figures that the language's description states.
@Suite(.offPool) struct ReferenceExamples {
  /// A reference for routes over endpoints a, b, c and d; a breaker that one failure opens.
  private func reference(_ rest: String) throws -> Reference {
    let endpoints = ["a", "b", "c", "d"].map { name in
      """
      endpoint \(name) {
        url "https://\(name).example.com"
        credential env("KEY_\(name.uppercased())")
        domain provider: \(name)
        timeout attempt: 1s
        probe every: 1s, timeout: 500ms, down-after: 1, up-after: 1
      }
      """
    }
    let text = """
      language 1
      \(endpoints.joined(separator: "\n"))
      breaker quick { trip consecutive: 1; cooldown 2s, growth: 2x, max: 5s, jitter: 0% }
      \(rest)
      """
    let compilation = compile("reference.policy") { _ in .success(Array(text.utf8)) }
    let findings = compilation.report.diagnostics.map(\.message).joined(separator: "; ")
    return Reference(try #require(compilation.graph, "\(findings)"))
  }

  private func endpoint(_ reference: Reference, _ name: String) throws -> ID<Endpoint> {
    try #require(reference.graph.endpoints.ids.first { reference.endpointName($0) == name })
  }

  private func failure(_ reference: Reference, _ name: String, hint: Int64 = -1) -> Outcome {
    let id = reference.errorClass(name)
    let row = reference.graph.classes[id]
    return Outcome(id, executed: row.executed, scope: row.scope, hint: Hint(wait: hint))
  }

  /// How many of 2,000 requests begin at each endpoint; each is answered at once.
  private func share(_ reference: Reference, at now: Tick) -> [String: Int] {
    var counts: [String: Int] = [:]
    for seed in 0..<UInt64(2000) {
      var draws = LoggedRandom(seed: seed)
      let (request, started) = reference.start(
        PlainFacts(), on: ID(0), at: now, choosing: &draws)
      guard let endpoint = started.endpoint else { continue }
      counts[reference.endpointName(endpoint), default: 0] += 1
      let decision = reference.step(
        request, .finished(started.attempt, .success), at: now, choosing: &draws)
      #expect(decision.kind == .answer)
    }
    return counts
  }

  @Test(
    arguments: [
      // healthy weight of the first tier in percent, and what it keeps under 1.4x
      (50, 70), (25, 35), (71, 99), (100, 100),
    ])
  func `a tier keeps its healthy share times 1.4, and the rest spills`(healthy: Int, kept: Int)
    throws
  {
    let reference = try reference(
      """
      active-active first {
        member a, weight: \(healthy)
        member b, weight: \(max(1, 100 - healthy))
      }
      active-passive tiers {
        member first
        member c
        failback manual
        failover overprovisioning: 1.4x
      }
      route r { to tiers; effect read; deadline 10s; degrade none; retry none; breaker none }
      """)
    if healthy < 100 { reference.probed(try endpoint(reference, "b"), up: false, at: .zero) }
    let counts = share(reference, at: .s(1))
    let first = (counts["a"] ?? 0) + (counts["b"] ?? 0)
    #expect(abs(first - kept * 20) < 80, "\(counts)")
    #expect(first + (counts["c"] ?? 0) == 2000)
  }

  @Test func `levels of 25, 25 and 100 per cent take 35, 35 and 30 per cent`() throws {
    let reference = try reference(
      """
      active-active one { member a, weight: 25; member b, weight: 75 }
      active-active two { member c, weight: 25; member b, weight: 75 }
      active-passive tiers {
        member one
        member two
        member d
        failback manual
        failover overprovisioning: 1.4x
      }
      route r { to tiers; effect read; deadline 10s; degrade none; retry none; breaker none }
      """)
    reference.probed(try endpoint(reference, "b"), up: false, at: .zero)
    let counts = share(reference, at: .s(1))
    #expect(abs((counts["a"] ?? 0) - 700) < 80, "\(counts)")
    #expect(abs((counts["c"] ?? 0) - 700) < 80, "\(counts)")
    #expect(abs((counts["d"] ?? 0) - 600) < 80, "\(counts)")
  }

  @Test func `a thousand failures at once send no more than the budget`() throws {
    let reference = try reference(
      """
      retry again { attempts 2; budget 20%, min: 5/s; otherwise { degrade }
        on unavailable, connection { failover } }
      active-passive tiers { member a; member b; failback manual }
      route r { to tiers; effect read; deadline 10s; retry again; degrade none; breaker none }
      """)
    var draws = LoggedRandom(seed: 1)
    let running = (0..<1000).map { _ in
      reference.start(PlainFacts(), on: ID(0), at: .s(5), choosing: &draws)
    }
    let failure = failure(reference, "connection")
    let sent = running.filter { request, first in
      reference.step(request, .finished(first.attempt, failure), at: .s(5), choosing: &draws).kind
        == .attempt
    }
    // 20% of 1,000 and 5/s in 10 s.
    #expect(sent.count == 250)
  }

  @Test func `each further cooldown is twice as long, up to its longest`() throws {
    let reference = try reference(
      "route r { to a; effect read; deadline 10s; breaker quick; degrade none; retry none }")
    var draws = LoggedRandom(seed: 1)
    var now = Tick.s(10)
    for cooldown in [2, 4, 5, 5] as [Int64] {
      let (request, first) = reference.start(PlainFacts(), on: ID(0), at: now, choosing: &draws)
      #expect(first.kind == .attempt)
      let failed = failure(reference, "connection")
      #expect(
        reference.step(request, .finished(first.attempt, failed), at: now, choosing: &draws).kind
          == .fail)
      let early = reference.start(
        PlainFacts(), on: ID(0), at: now + .s(cooldown) - Tick(ns: 1), choosing: &draws)
      #expect(early.1.kind == .fail)
      now = now + .s(cooldown)
    }
  }

  @Test func `the far end's hint is a floor under the backoff, and what is too long moves on`()
    throws
  {
    let reference = try reference(
      """
      backoff gentle { constant base: 100ms; jitter none }
      retry again {
        attempts 3
        budget none
        on rate-limited { same-endpoint backoff: gentle, retry-after: 1s; failover }
        otherwise { degrade }
      }
      active-passive tiers { member a; member b; failback manual }
      route r { to tiers; effect read; deadline 10s; retry again; degrade none; breaker none }
      """)
    for (hint, wake) in [(300, 300), (1001, 0)] as [(Int64, Int64)] {
      var draws = LoggedRandom(seed: 1)
      let now = Tick.s(wake == 0 ? 100 : 10)
      let (request, first) = reference.start(PlainFacts(), on: ID(0), at: now, choosing: &draws)
      let limited = failure(reference, "rate-limited", hint: hint * 1_000_000)
      let next = reference.step(
        request, .finished(first.attempt, limited), at: now, choosing: &draws)
      if wake > 0 {
        #expect(next.kind == .wait)
        #expect(next.wakeAt == now + .ms(wake))
      } else {
        #expect(next.endpoint == (try endpoint(reference, "b")))
      }
    }
  }

  @Test func `a once request is not sent again until somebody knows that it cannot land`() throws {
    let reference = try reference(
      """
      retry orders {
        attempts 3
        budget none
        on connection { failover }
        on timeout, interrupted, unavailable, malformed { reconcile within: 500ms; failover }
        otherwise { fail }
      }
      active-passive tiers { member a; member b; failback manual }
      route r { to tiers; effect once; deadline 10s; retry orders; degrade none; breaker none }
      """)
    for (answer, kind) in [
      (Reconciliation.landed, Action.Kind.answer), (.cannotLand, .attempt), (.unknown, .fail),
    ] {
      var draws = LoggedRandom(seed: 1)
      let (request, first) = reference.start(PlainFacts(), on: ID(0), at: .s(1), choosing: &draws)
      let asked = reference.step(
        request, .finished(first.attempt, failure(reference, "timeout")), at: .s(2),
        choosing: &draws)
      #expect(asked.kind == .reconcile)
      #expect(asked.until == .ms(2500))
      let next = reference.step(request, .reconciled(answer), at: .s(2), choosing: &draws)
      #expect(next.kind == kind)
      #expect(next.executed == (answer == .landed ? .yes : answer == .unknown ? .maybe : .no))
    }
  }
}
