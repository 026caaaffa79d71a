import PolicySimulator

/// Reports to render: numbers as a simulation would give them, and texts that are out to do harm.
enum Fixtures {
  /// Azure is gone for four minutes of ten, and for one of them anthropic is overloaded as well.
  static func azureOutage(
    runs: Int = 1, variant: String? = nil, seed: UInt64 = 1, shift: Int = 0
  ) -> ScenarioReport {
    var report = azureHeader(runs: runs, variant: variant, seed: seed)
    for index in 0..<runs {
      report.runs.append(azureRun(index, seed: seed &+ UInt64(index), shift: shift))
    }
    report.timeline = AzureTimeline(seed: seed).bins()
    return report
  }

  /// One scenario, one run.
  static let single = SimulationReport(scenarios: [azureOutage()])

  /// One scenario, twenty runs: one of them misses a bound, and one of them ended early.
  static let repeated = SimulationReport(scenarios: [azureOutage(runs: 20)])

  /// Three variants of one scenario, as `--sweep attempts=1,2,3` gives them.
  static let swept = SimulationReport(
    scenarios: (1...3).map { azureOutage(variant: "attempts=\($0)", shift: 3 - $0) })

  /// All of them, by name.
  enum Sample: String, CaseIterable {
    case single, repeated, swept, empty, hostile

    var report: SimulationReport {
      switch self {
      case .single: Fixtures.single
      case .repeated: Fixtures.repeated
      case .swept: Fixtures.swept
      case .empty: Fixtures.empty
      case .hostile: Fixtures.hostile
      }
    }
  }

  /// A scenario without traffic, faults, expectations and runs.
  static let empty = SimulationReport(
    scenarios: [
      ScenarioReport(
        policy: "empty.policy", digest: "00", scenario: "nothing", seed: 0, runsWanted: 1)
    ])

  /// Every text is out to do harm: escape sequences, markup, quotes, separators, width.
  static let hostile: SimulationReport = {
    let evil = "</script><b>\u{1B}[31m\u{202E}\u{2028}\",\r\n'=1+1&\u{0}東京🙂e\u{301}"
    var scenario = azureOutage(variant: evil)
    scenario.policy = evil
    scenario.scenario = evil
    scenario.doc = evil
    scenario.routes = [evil]
    scenario.notices = [evil, "second " + evil]
    for i in scenario.endpoints.indices {
      scenario.endpoints[i].name += evil
      scenario.endpoints[i].domains = [evil]
    }
    for i in scenario.steps.indices { scenario.steps[i] += evil }
    for i in scenario.topology.indices {
      scenario.topology[i].name += evil
      scenario.topology[i].detail = evil
    }
    for i in scenario.faults.indices { scenario.faults[i].text = evil }
    for i in scenario.expectations.indices { scenario.expectations[i].text = evil }
    return SimulationReport(scenarios: [scenario])
  }()

  private static func azureHeader(runs: Int, variant: String?, seed: UInt64) -> ScenarioReport {
    var report = ScenarioReport(
      policy: "examples/llm-chat.policy",
      digest: "5f0d3c1be2a94b7796d1d8c1a3f6b2e04c5a7b9d8e6f1a2b3c4d5e6f708192a3",
      scenario: "azure-outage", seed: seed, runsWanted: runs)
    report.variant = variant
    report.doc =
      "Azure is gone for four minutes, and for one of them anthropic is overloaded as well."
    report.duration = 600
    report.routes = ["chat"]
    report.endpoints = [
      EndpointInfo(name: "azure-east", domains: ["provider azure", "region us-east"]),
      EndpointInfo(name: "azure-west", domains: ["provider azure", "region us-west"]),
      EndpointInfo(name: "anthropic", domains: ["provider anthropic", "region us-central"]),
      EndpointInfo(name: "gemini", domains: ["provider google", "region us-south"]),
      EndpointInfo(name: "small", domains: ["provider self-hosted", "region us-own"]),
    ]
    report.steps = ["too-long", "smaller", "cached", "apology"].map { "chat-ladder/" + $0 }
    report.topology = topology
    report.faults = [
      FaultSpan(text: "outage provider: azure", from: 60, to: 300, endpoints: [0, 1]),
      FaultSpan(
        text: "errors anthropic, share: 30%, status: 529", from: 120, to: 180, endpoints: [2]),
    ]
    report.expectations = expectations
    report.notices = ["nobody described how often `cache` serves: it always does"]
    return report
  }

  private static let topology = [
    TopologyNode(.route, name: "chat", detail: "idempotent", children: [1, 7, 8, 9, 10]),
    TopologyNode(.group, name: "chat-providers", detail: "active-passive", children: [2, 5, 6]),
    TopologyNode(.group, name: "azure", detail: "least-loaded", children: [3, 4]),
    TopologyNode(.endpoint, name: "azure-east", detail: "weight 3", children: []),
    TopologyNode(.endpoint, name: "azure-west", detail: "weight 1", children: []),
    TopologyNode(.endpoint, name: "anthropic", detail: "", children: []),
    TopologyNode(.endpoint, name: "gemini", detail: "", children: []),
    TopologyNode(.step, name: "chat-ladder/too-long", detail: "serve text", children: []),
    TopologyNode(.step, name: "chat-ladder/smaller", detail: "use small", children: [11]),
    TopologyNode(.step, name: "chat-ladder/cached", detail: "serve cache", children: []),
    TopologyNode(.step, name: "chat-ladder/apology", detail: "serve text", children: []),
    TopologyNode(.endpoint, name: "small", detail: "", children: []),
  ]

  private static let expectations = [
    ExpectationInfo(
      text: "availability, at-least: 99%", unit: .share, bound: 0.99, isAtLeast: true, inRuns: 1,
      line: 185),
    ExpectationInfo(
      text: "latency, percentile: p99, at-most: 6s", unit: .seconds, bound: 6, isAtLeast: false,
      inRuns: 1, line: 186),
    ExpectationInfo(
      text: "failover, within: 15s", unit: .seconds, bound: 15, isAtLeast: false, inRuns: 1,
      line: 187),
    ExpectationInfo(
      text: "recovery, within: 90s", unit: .seconds, bound: 90, isAtLeast: false, inRuns: 1,
      line: 188),
    ExpectationInfo(
      text: "failback, within: 3m", unit: .seconds, bound: 180, isAtLeast: false, inRuns: 0.95,
      line: 190),
    ExpectationInfo(
      text: "attempts, to: gemini, at-most: 6/s", unit: .perSecond, bound: 6, isAtLeast: false,
      inRuns: 1, line: 192),
    ExpectationInfo(
      text: "failover, of: chat, fault: quota, within: 1s", unit: .seconds, bound: 1,
      isAtLeast: false, inRuns: 1, line: 193),
  ]
}
