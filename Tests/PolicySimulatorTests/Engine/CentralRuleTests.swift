import PolicyGraph
import PolicyRuntime
import PolicySimulator
import TestThreads
import Testing

/// Each example says which rule it is about: without that rule one of its scenarios must fail.
@Suite(.offPool) struct CentralRuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var example: String
    var scenario: String
    /// What the text of an expectation that notices begins with.
    var notices: String
    /// Texts, and what stands there without the rule.
    var changes: KeyValuePairs<String, String>

    var testDescription: String { example }
  }

  static let cases = [
    Case(
      example: "agent-tools", scenario: "unreliable-search",
      notices: "latency, percentile: p50, at-most: 100ms",
      changes: [
        """
          enter exhausted: 10%, over: 30s, min-calls: 50
          leave after: 30s

        """: ""
      ]),
    Case(
      example: "llm-chat", scenario: "azure-outage", notices: "availability",
      changes: ["{ failover; same-endpoint times: 1, backoff: brief }": "{ degrade }"]),
    Case(
      example: "market-data", scenario: "slow-vendor",
      notices: "latency, percentile: p90, at-most: 36ms",
      // A third of the time is enough.
      changes: ["balance fastest": "balance random", "for: 3m": "for: 1m"]),
    Case(
      example: "order-entry", scenario: "line-1-hangs", notices: "availability",
      changes: ["{ reconcile within: 250ms, settle: 50ms; failover }": "{ degrade }"]),
    Case(
      example: "payments", scenario: "site-hangs", notices: "availability",
      changes: [
        """
            reconcile     within: 800ms, settle: 200ms
            // A 503 that asks for half a minute gets its answer from the other site.
            same-endpoint times: 1, backoff: brief, retry-after: 500ms
            failover

        """: "    degrade\n"
      ]),
    Case(
      example: "retry-storm", scenario: "servers-lost", notices: "recovery",
      changes: ["budget   retries, min: 1/s": "budget   none", "let retries: 10%": ""]),
    Case(
      example: "rpc-nodes", scenario: "metered-provider", notices: "availability",
      changes: [
        "on rate-limited                                 { rotate-credential; failover }": ""
      ]),
    Case(
      example: "search-regions", scenario: "cells-lost", notices: "attempts",
      changes: ["  failover overprovisioning: 1.4x\n": ""]),
  ]

  @Test(arguments: cases)
  func `a scenario notices that the central rule is gone`(one: Case) throws {
    let plan = try Policies.example(one.example, one.changes)
    let graph = plan.graph
    let scenario = try #require(
      graph.scenarios.ids.first { graph.text(graph.scenarios[$0].name) == one.scenario })
    let simulation = try Simulation(plan, scenario)
    let header = simulation.header(policy: one.example, seed: 1, runs: 1)
    let run = simulation.run(index: 0, seed: 1).report
    let verdicts = zip(header.expectations, run.expectations).filter {
      $0.0.text.hasPrefix(one.notices)
    }
    #expect(!verdicts.isEmpty)
    for (expectation, verdict) in verdicts {
      #expect(!verdict.held, "\(expectation.text): \(verdict)")
      #expect(!verdict.vacuous, "\(expectation.text)")
    }
  }

  @Test func `every example is in this suite`() {
    #expect(Policies.names == CentralRuleTests.cases.map(\.example))
  }
}
