/// The results of one run.
public struct RunReport: Equatable, Sendable {
  /// Which run, from 0.
  public var index: Int
  /// Its seed: `--seed` with it repeats just this run.
  public var seed: UInt64
  /// All requests, of every route.
  public var total = RequestCounts()
  /// The requests of each route, in the order of `ScenarioReport.routes`.
  public var routes: [RequestCounts] = []
  /// The most attempts for each request of any window of 10 s; nil where none had 20 requests.
  public var worstWindowAmplification: Double?
  /// The attempts at each endpoint and their results, in the order of `ScenarioReport.endpoints`.
  public var endpoints: [EndpointCounts] = []
  /// Answers of each ladder step, in the order of `ScenarioReport.steps`.
  public var steps: [Int] = []
  /// How long a route was unwell under the worst fault; nil if no attempt failed by one.
  public var failover: Double?
  /// Until the previous active member was back, in the group that took longest; nil if none
  /// changed, or if `neverFailedBack`.
  public var failback: Double?
  /// From the end of the last fault until all was well; nil without a fault that ends, or if
  /// `neverRecovered`.
  public var recovery: Double?
  /// Whether a previous active member was not back by the end of the run.
  public var neverFailedBack = false
  /// Whether a route was still unwell at the end of the run.
  public var neverRecovered = false
  /// Requests that were executed twice.
  public var duplicates = 0
  /// Every expectation, in the order of `ScenarioReport.expectations`.
  public var expectations: [Verdict] = []
  /// Why the run ended before its time; nil if it did not.
  public var stopped: Stop?

  /// A run in which nothing has happened.
  public init(index: Int, seed: UInt64) {
    self.index = index
    self.seed = seed
  }

  /// Why a run ended before its time.
  public enum Stop: String, CaseIterable, Sendable {
    /// It was interrupted.
    case interrupted
    /// More requests were alive at once than memory is set aside for.
    case tooManyAlive
    /// A file of requests could not be read any further.
    case trace
  }
}

/// How requests ended, and how long they took.
public struct RequestCounts: Equatable, Sendable {
  /// Arrivals.
  public var requests = 0
  /// Answered in full.
  public var full = 0
  /// Answered by the ladder.
  public var degraded = 0
  /// Not answered; those that were given up are among them.
  public var failed = 0
  /// Given up by the caller.
  public var abandoned = 0
  /// Requests that waited for a candidate, under their route's `wait`.
  public var waited = 0
  /// Attempts, ladder included.
  public var attempts = 0
  /// From arrival to commit or failure, all requests.
  public var latency = LatencyReport()

  /// No request.
  public init() {}

  /// Full answers by arrivals; nil without one.
  public var availability: Double? {
    requests == 0 ? nil : Double(full) / Double(requests)
  }
  /// Attempts by arrivals; nil without one.
  public var attemptsPerRequest: Double? {
    requests == 0 ? nil : Double(attempts) / Double(requests)
  }
}

/// Latencies in seconds; nil where there was no request.
public struct LatencyReport: Equatable, Sendable {
  /// The mean.
  public var mean: Double?
  /// The median.
  public var p50: Double?
  /// The 90th percentile.
  public var p90: Double?
  /// The 99th percentile.
  public var p99: Double?
  /// The 99.9th percentile.
  public var p999: Double?
  /// The longest.
  public var max: Double?

  /// No request.
  public init() {}
}

/// The attempts at one endpoint and their results.
public struct EndpointCounts: Equatable, Sendable {
  /// Attempts sent to it.
  public var attempts = 0
  /// Attempts that failed, timeouts included.
  public var failures = 0
  /// Attempts that it rejected because it was full: its queue, or a limit set by a fault.
  public var rejected = 0
  /// Requests that it answered.
  public var answers = 0

  /// Nothing asked.
  public init() {}
}

/// The verdict on one expectation in one run.
public struct Verdict: Equatable, Sendable {
  /// What was observed, in the expectation's unit; nil if it never came, or if there was nothing to
  /// observe.
  public var observed: Double?
  /// Whether it held; a vacuous one does not.
  public var held: Bool
  /// Whether nothing happened that would have put it to the test.
  public var vacuous: Bool

  /// An observation.
  public init(observed: Double?, held: Bool, vacuous: Bool) {
    self.observed = observed
    self.held = held
    self.vacuous = vacuous
  }
}

/// One run over time, in bins of equal length.
public struct Timeline: Equatable, Sendable {
  /// The length of a bin in seconds.
  public var step: Double
  /// The bins, from the start; requests belong to the bin in which they arrived.
  public var bins: [Bin]

  /// A timeline.
  public init(step: Double, bins: [Bin]) {
    self.step = step
    self.bins = bins
  }

  /// The requests of one bin and their results.
  public struct Bin: Equatable, Sendable {
    /// When it begins.
    public var t: Double
    /// Arrivals.
    public var offered = 0
    /// Answered in full.
    public var full = 0
    /// Answered by the ladder.
    public var degraded = 0
    /// Not answered.
    public var failed = 0
    /// The median of their latency; nil without one.
    public var p50: Double?
    /// The 99th percentile of their latency.
    public var p99: Double?
    /// Each endpoint, in the order of `ScenarioReport.endpoints`.
    public var endpoints: [EndpointBin] = []
    /// Answers of each ladder step, in the order of `ScenarioReport.steps`.
    public var steps: [Int] = []

    /// An empty bin.
    public init(t: Double) { self.t = t }
  }

  /// One endpoint in one bin.
  public struct EndpointBin: Equatable, Sendable {
    /// Attempts sent in it.
    public var attempts = 0
    /// Attempts that failed in it.
    public var failures = 0
    /// Requests that arrived in it and got their full answer from the endpoint.
    public var answers = 0
    /// The state of its breaker at the bin's beginning; the worst, if routes have several.
    public var breaker: BreakerBand = .none

    /// Nothing asked.
    public init() {}
  }

  /// The state of a breaker, or that an endpoint is known to be down by its probes.
  public enum BreakerBand: String, CaseIterable, Sendable {
    case none, closed, halfOpen = "half-open", open, down
  }
}
