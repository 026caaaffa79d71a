import PolicyGraph

extension Tally.RouteTally {
  /// The figures as a report has them.
  var report: RequestCounts {
    var report = counts
    guard latencies.total > 0 else { return report }
    report.latency.mean = latencySum / Double(latencies.total) / 1e9
    report.latency.p50 = percentile(500_000)
    report.latency.p90 = percentile(900_000)
    report.latency.p99 = percentile(990_000)
    report.latency.p999 = percentile(999_000)
    report.latency.max = Double(latencyMax) / 1e9
    return report
  }

  /// Adds the figures of another route.
  mutating func add(_ other: Tally.RouteTally) {
    counts.requests += other.counts.requests
    counts.full += other.counts.full
    counts.degraded += other.counts.degraded
    counts.failed += other.counts.failed
    counts.abandoned += other.counts.abandoned
    counts.waited += other.counts.waited
    counts.attempts += other.counts.attempts
    latencies.add(other.latencies)
    latencySum += other.latencySum
    latencyMax = max(latencyMax, other.latencyMax)
  }
}
