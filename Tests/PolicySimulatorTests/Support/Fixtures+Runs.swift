import PolicySimulator

extension Fixtures {
  /// One run of the Azure outage; the higher `shift`, the worse it went.
  static func azureRun(_ index: Int, seed: UInt64, shift: Int) -> RunReport {
    var random = TestRandom(seed)
    func about(_ value: Double, _ spread: Double) -> Double {
      let part = Double(random.below(2001)) / 1000 - 1
      return ((value * (1 + spread * part)) * 10_000).rounded() / 10_000
    }
    var run = RunReport(index: index, seed: seed)
    var counts = RequestCounts()
    counts.requests = 4812 + random.below(120) - 60
    counts.degraded = 29 + shift * 41 + random.below(9)
    counts.failed = 6 + shift * 3 + random.below(4)
    counts.abandoned = 2 + random.below(3)
    counts.full = counts.requests - counts.degraded - counts.failed
    counts.attempts = counts.requests * (114 - shift * 4) / 100 + random.below(60)
    counts.latency.mean = about(0.7123, 0.02)
    counts.latency.p50 = about(0.5312, 0.02)
    counts.latency.p90 = about(1.8421, 0.04)
    counts.latency.p99 = about(4.7312, 0.1)
    counts.latency.p999 = about(9.9123, 0.1)
    counts.latency.max = about(17.3, 0.2)
    run.total = counts
    run.routes = [counts]
    run.worstWindowAmplification = about(1.8125, 0.1)
    let asked = [1901, 688, 2214, 411, 38]
    for (place, attempts) in asked.enumerated() {
      var endpoint = EndpointCounts()
      endpoint.attempts = attempts + random.below(40)
      endpoint.failures = [122, 57, 171, 3, 0][place]
      endpoint.rejected = [0, 0, 0, 0, 4][place]
      endpoint.answers = endpoint.attempts - endpoint.failures - endpoint.rejected
      run.endpoints.append(endpoint)
    }
    run.steps = [0, counts.degraded - 9, 6, 3]
    run.failover = Double(4 + shift * 3 + random.below(3))
    run.failback = Double(93 + random.below(8))
    run.recovery = 0
    run.expectations = azureVerdicts(run, gemini: about(4.7, 0.1), isLate: index % 20 == 13)
    if index == 7 { run.stopped = .tooManyAlive }
    return run
  }

  private static func azureVerdicts(
    _ run: RunReport, gemini: Double, isLate: Bool
  ) -> [Verdict] {
    let share = run.total.availability
    let failback = isLate ? nil : run.failback
    return [
      Verdict(observed: share, held: (share ?? 0) >= 0.99, vacuous: false),
      Verdict(
        observed: run.total.latency.p99, held: (run.total.latency.p99 ?? 0) <= 6, vacuous: false),
      Verdict(observed: run.failover, held: (run.failover ?? 0) <= 15, vacuous: false),
      Verdict(observed: run.recovery, held: true, vacuous: false),
      Verdict(observed: failback, held: failback != nil, vacuous: false),
      Verdict(observed: gemini, held: gemini <= 6, vacuous: false),
      Verdict(observed: nil, held: false, vacuous: true),
    ]
  }
}
