/// One measure over several runs.
struct PageSpread: Equatable {
  /// The value in the middle; of an even number the mean of both.
  let median: Double
  /// The least.
  let low: Double
  /// The most.
  let high: Double
  /// How many runs had a value.
  let count: Int
  /// How many had none.
  let missing: Int

  /// The spread of what was measured; nil if nothing was.
  init?(_ values: [Double?]) {
    let known = values.compactMap { $0 }.filter(\.isFinite).sorted()
    guard let first = known.first, let last = known.last else { return nil }
    low = first
    high = last
    let half = known.count / 2
    median = known.count % 2 == 1 ? known[half] : (known[half - 1] + known[half]) / 2
    count = known.count
    missing = values.count - known.count
  }
}

/// The figures of a scenario over all its runs.
struct Pooled {
  let runs: [RunReport]
  /// Arrivals in all runs.
  let requests: Double

  init(_ report: ScenarioReport) {
    runs = report.runs
    requests = runs.reduce(0) { $0 + Double($1.total.requests) }
  }

  /// Full answers by arrivals.
  var full: Double? { share { $0.full } }
  /// Answers of the ladder by arrivals.
  var degraded: Double? { share { $0.degraded } }
  /// Requests without an answer by arrivals.
  var failed: Double? { share { $0.failed } }
  /// Attempts by arrivals.
  var attempts: Double? { share { $0.attempts } }

  /// A count by arrivals, of all runs together.
  private func share(_ count: (RequestCounts) -> Int) -> Double? {
    requests > 0 ? runs.reduce(0) { $0 + Double(count($1.total)) } / requests : nil
  }

  /// How a measure spreads over the runs.
  func spread(_ value: (RunReport) -> Double?) -> PageSpread? { PageSpread(runs.map(value)) }
}
