import PolicySimulator

/// Reports of every shape that a simulation can have, by chance.
struct RandomReport {
  private var random: TestRandom

  init(seed: UInt64) { random = TestRandom(seed) }

  mutating func report() -> SimulationReport {
    let shard = random.once(in: 3) ? Shard(1 + random.below(3), of: 3) : nil
    return SimulationReport(
      scenarios: (0..<random.below(3)).map { _ in scenario(shard: shard) }, shard: shard,
      isPartial: random.once(in: 2))
  }

  mutating func scenario(shard: Shard? = nil) -> ScenarioReport {
    var report = ScenarioReport(
      policy: text(), digest: text(), scenario: text(), seed: random.next(),
      runsWanted: 1 + random.below(6))
    report.variant = random.once(in: 2) ? text() : nil
    report.doc = random.once(in: 2) ? text() : nil
    report.duration = number()
    report.routes = names()
    report.endpoints = names().map { name in
      EndpointInfo(name: name, domains: (0..<random.below(3)).map { _ in text() })
    }
    report.steps = names()
    report.topology = topology()
    report.faults = (0..<random.below(3)).map { _ in fault(report.endpoints.count) }
    report.expectations = (0..<random.below(4)).map { _ in expectation() }
    report.notices = (0..<random.below(3)).map { _ in text() }
    for index in 0..<report.runsWanted where shard?.holds(index) ?? true {
      report.runs.append(run(index, of: report))
    }
    if random.once(in: 2) { report.timeline = timeline(of: report) }
    return report
  }

  private mutating func topology() -> [TopologyNode] {
    let count = random.below(6)
    return (0..<count).map { place in
      TopologyNode(
        pick(TopologyNode.Kind.allCases), name: text(), detail: text(),
        children: (place + 1..<max(count, place + 1)).filter { _ in random.once(in: 2) })
    }
  }

  private mutating func fault(_ endpoints: Int) -> FaultSpan {
    let from = number()
    return FaultSpan(
      text: text(), from: from, to: random.once(in: 2) ? from + number() : nil,
      endpoints: (0..<endpoints).filter { _ in random.once(in: 2) })
  }

  private mutating func expectation() -> ExpectationInfo {
    ExpectationInfo(
      text: text(), unit: pick(ExpectationInfo.Unit.allCases), bound: number(),
      isAtLeast: random.once(in: 2), inRuns: Double(random.below(1001)) / 1000,
      line: random.below(999))
  }

  private mutating func run(_ index: Int, of report: ScenarioReport) -> RunReport {
    var run = RunReport(index: index, seed: random.next())
    run.total = counts()
    run.routes = report.routes.map { _ in counts() }
    run.worstWindowAmplification = measure()
    run.endpoints = report.endpoints.map { _ in
      var endpoint = EndpointCounts()
      endpoint.attempts = random.below(9999)
      endpoint.failures = random.below(99)
      endpoint.rejected = random.below(9)
      endpoint.answers = random.below(9999)
      return endpoint
    }
    run.steps = report.steps.map { _ in random.below(99) }
    run.failover = measure()
    run.failback = measure()
    run.recovery = measure()
    run.neverFailedBack = run.failback == nil && random.once(in: 2)
    run.neverRecovered = run.recovery == nil && random.once(in: 2)
    run.duplicates = random.below(3)
    run.expectations = report.expectations.map { _ in
      Verdict(observed: measure(), held: random.once(in: 2), vacuous: random.once(in: 3))
    }
    run.stopped = random.once(in: 3) ? pick(RunReport.Stop.allCases) : nil
    return run
  }

  private mutating func counts() -> RequestCounts {
    var counts = RequestCounts()
    counts.full = random.below(99999)
    counts.degraded = random.below(99)
    counts.failed = random.below(99)
    counts.abandoned = random.below(9)
    counts.requests = counts.full + counts.degraded + counts.failed
    counts.attempts = random.below(99999)
    counts.latency.mean = measure()
    counts.latency.p50 = measure()
    counts.latency.p90 = measure()
    counts.latency.p99 = measure()
    counts.latency.p999 = measure()
    counts.latency.max = measure()
    return counts
  }

  private mutating func timeline(of report: ScenarioReport) -> Timeline {
    let step = 0.1 + number()
    return Timeline(
      step: step,
      bins: (0..<random.below(8)).map { place in
        var bin = Timeline.Bin(t: Double(place) * step)
        bin.full = random.below(50)
        bin.degraded = random.below(5)
        bin.failed = random.below(5)
        bin.offered = bin.full + bin.degraded + bin.failed
        bin.p50 = measure()
        bin.p99 = measure()
        bin.endpoints = report.endpoints.map { _ in
          var endpoint = Timeline.EndpointBin()
          endpoint.attempts = random.below(50)
          endpoint.failures = random.below(9)
          endpoint.answers = random.below(50)
          endpoint.breaker = pick(Timeline.BreakerBand.allCases)
          return endpoint
        }
        bin.steps = report.steps.map { _ in random.below(9) }
        return bin
      })
  }

  private mutating func measure() -> Double? { random.once(in: 4) ? nil : number() }

  /// A number of any number of digits, from very small to rather large.
  private mutating func number() -> Double {
    switch random.below(4) {
    case 0: Double(random.below(1000))
    case 1: Double(random.below(100_000)) / 1000
    case 2: Double(random.next() >> 11) / 9_007_199_254_740_992
    default: Double(random.next() >> 11) / 1_000_000_000_000_000_000
    }
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[random.below(values.count)]
  }

  /// Different names, some with what is hard to write.
  private mutating func names() -> [String] {
    (0..<random.below(4)).map { "\($0)\(text())" }
  }

  private mutating func text() -> String {
    let pieces = [
      "azure", "-", "east", " ", "\"", "\\", "\n", "\u{0}", "\u{1B}[0m", "é", "e\u{301}", "東京",
      "🙂", "\u{2028}", "\u{202E}", ",", ":", "{", "'", "\u{FFFF}", "\u{10FFFF}",
    ]
    return (0..<random.below(5)).map { _ in pick(pieces) }.joined()
  }
}
