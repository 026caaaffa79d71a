/// One measure over the runs of a scenario.
struct Spread {
  /// The runs in which it occurred, from low to high.
  let values: [Double]
  /// How many runs there are.
  let runs: Int

  /// The measure of each run; nil where it did not occur.
  init(_ measures: [Double?]) {
    values = measures.compactMap(\.self).sorted()
    runs = measures.count
  }

  /// The middle one, of an even number the mean of the two in the middle; nil if it never occurred.
  var median: Double? {
    guard !values.isEmpty else { return nil }
    let half = values.count / 2
    return values.count % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2
  }

  /// The lowest.
  var low: Double? { values.first }
  /// The highest.
  var high: Double? { values.last }
}

extension ScenarioReport {
  /// The measures of a scenario beside its counts, in the order of the reports.
  enum Measure: CaseIterable {
    case availability, degraded, failed, p50, p99, attemptsPerRequest, worstWindow
    case failover, failback, recovery, duplicates

    /// What a reader calls it.
    var title: String {
      switch self {
      case .availability: "full answers"
      case .degraded: "degraded"
      case .failed: "failed"
      case .p50: "latency p50"
      case .p99: "latency p99"
      case .attemptsPerRequest: "attempts per request"
      case .worstWindow: "worst 10s window"
      case .failover: "failover"
      case .failback: "failback"
      case .recovery: "recovery"
      case .duplicates: "duplicates"
      }
    }

    /// In what it is counted.
    var unit: ExpectationInfo.Unit {
      switch self {
      case .availability, .degraded, .failed: .share
      case .p50, .p99, .failover, .failback, .recovery: .seconds
      case .attemptsPerRequest, .worstWindow: .factor
      case .duplicates: .count
      }
    }

    /// Whether more of it is better.
    var isBetterHigh: Bool { self == .availability }

    /// What it came to in one run; nil if it did not occur.
    func value(in run: RunReport) -> Double? {
      let total = run.total
      func share(_ part: Int) -> Double? {
        total.requests == 0 ? nil : Double(part) / Double(total.requests)
      }
      return switch self {
      case .availability: total.availability
      case .degraded: share(total.degraded)
      case .failed: share(total.failed)
      case .p50: total.latency.p50
      case .p99: total.latency.p99
      case .attemptsPerRequest: total.attemptsPerRequest
      case .worstWindow: run.worstWindowAmplification
      case .failover: run.failover
      case .failback: run.failback
      case .recovery: run.recovery
      case .duplicates: Double(run.duplicates)
      }
    }
  }

  /// A measure over the runs.
  func spread(_ measure: Measure) -> Spread { Spread(runs.map { measure.value(in: $0) }) }

  /// A count over the runs.
  func spread(_ count: (RunReport) -> Int) -> Spread {
    Spread(runs.map { Double(count($0)) })
  }
}
