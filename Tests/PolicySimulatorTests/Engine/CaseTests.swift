import Foundation
import PolicyGraph
import PolicyRuntime
import PolicySimulator
import TestThreads
import Testing

/// Small policies that once went wrong, in `Tests/Corpus/cases`: every expectation of their
/// scenarios holds, and what an expectation cannot say stands in `figures`.
@Suite(.offPool) struct CaseTests {
  static let folder = Policies.examples.deletingLastPathComponent()
    .appending(path: "Tests/Corpus/cases")

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return files.filter { $0.hasSuffix(".policy") }.map { String($0.dropLast(7)) }.sorted()
  }()

  /// What is true of one endpoint in a part of a scenario.
  struct Figure: Sendable, CustomTestStringConvertible {
    var policy: String
    var scenario: String
    var endpoint: String
    /// The seconds that are looked at.
    var seconds: ClosedRange<Double>
    /// In how many of a hundred of them its breaker is not closed.
    var open: ClosedRange<Double>
    /// Attempts there of a hundred requests that arrive.
    var attempts: ClosedRange<Double>

    var testDescription: String { "\(policy) \(scenario) \(endpoint) \(seconds)" }
  }

  static let figures = [
    // The fifth cut stream opens the breaker, which then stays open but for its probes.
    Figure(
      policy: "stream-cut-opens", scenario: "midcut", endpoint: "a", seconds: 40...140,
      open: 95...100, attempts: 0...12),
    Figure(
      policy: "stream-cut-opens", scenario: "midcut-patient", endpoint: "a", seconds: 40...140,
      open: 95...100, attempts: 0...2),
    // All of 200/s reach the store soon after the outage.
    Figure(
      policy: "half-open-not-found", scenario: "misses", endpoint: "store", seconds: 76...298,
      open: 0...0, attempts: 99...101),
    Figure(
      policy: "half-open-not-found", scenario: "misses99", endpoint: "store", seconds: 76...298,
      open: 0...0, attempts: 99...101),
    Figure(
      policy: "half-open-not-found", scenario: "misses-all", endpoint: "store", seconds: 76...298,
      open: 0...0, attempts: 99...101),
    Figure(
      policy: "silence-and-reserve", scenario: "dead", endpoint: "a", seconds: 80...235,
      open: 90...100, attempts: 0...5),
    Figure(
      policy: "hedge-healthy-primary", scenario: "calm", endpoint: "a", seconds: 0...598,
      open: 0...0, attempts: 99...101),
    Figure(
      policy: "hedge-healthy-primary", scenario: "calm2", endpoint: "a", seconds: 0...598,
      open: 0...0, attempts: 99...101),
    Figure(
      policy: "hedge-healthy-primary", scenario: "gone", endpoint: "a", seconds: 70...118,
      open: 70...100, attempts: 0...20),
  ]

  @Test func `the folder has its cases`() { #expect(CaseTests.names.count >= 6) }

  @Test(arguments: names)
  func `every expectation of every case holds`(name: String) throws {
    let plan = try CaseTests.plan(name)
    #expect(plan.graph.scenarios.count > 0)
    for scenario in plan.graph.scenarios.ids {
      let simulation = try Simulation(plan, scenario)
      let header = simulation.header(policy: name, seed: 1, runs: 1)
      #expect(!header.expectations.isEmpty)
      for seed in 1...3 as ClosedRange<UInt64> {
        let run = simulation.run(index: 0, seed: seed).report
        for (expectation, verdict) in zip(header.expectations, run.expectations) {
          #expect(
            verdict.held, "\(header.scenario), seed \(seed): \(expectation.text): \(verdict)")
        }
      }
    }
  }

  @Test(arguments: figures)
  func `an endpoint is asked, and left alone, as it should be`(figure: Figure) throws {
    let plan = try CaseTests.plan(figure.policy)
    let graph = plan.graph
    let scenario = try #require(
      graph.scenarios.ids.first { graph.text(graph.scenarios[$0].name) == figure.scenario })
    let simulation = try Simulation(plan, scenario)
    let header = simulation.header(policy: figure.policy, seed: 1, runs: 1)
    let place = try #require(header.endpoints.firstIndex { $0.name == figure.endpoint })
    let timeline = try #require(simulation.run(index: 0, seed: 1).timeline)
    let bins = timeline.bins.filter { figure.seconds.contains($0.t) }
    try #require(!bins.isEmpty)
    let offered = bins.reduce(0) { $0 + $1.offered }
    let attempts = bins.reduce(0) { $0 + $1.endpoints[place].attempts }
    let notClosed = bins.count { [.open, .halfOpen].contains($0.endpoints[place].breaker) }
    let open = Double(notClosed) * 100 / Double(bins.count)
    #expect(figure.open.contains(open), "its breaker was not closed in \(open)% of the time")
    let share = Double(attempts) * 100 / Double(max(1, offered))
    #expect(figure.attempts.contains(share), "\(share) attempts of 100 requests")
  }

  private static func plan(_ name: String) throws -> Plan {
    try Policies.plan(
      String(contentsOf: folder.appending(path: "\(name).policy"), encoding: .utf8))
  }
}
