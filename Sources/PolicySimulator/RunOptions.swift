package import PolicyGraph

/// What is wanted of a run besides its figures.
public struct RunOptions {
  /// Whether the timeline is kept.
  public var keepsTimeline = true
  /// Whether it is counted which edges, responses, steps and transitions were taken.
  public var keepsCoverage = false
  /// Whether the histogram of all latencies is kept.
  var keepsLatencies = false
  /// Of how many requests every decision is kept.
  public var stories = 0
  /// The files of requests, in the order of `Simulation.traceFiles`.
  public var traces: [TraceReader] = []
  /// Asked now and then, with the share of virtual time that is over: false ends the run.
  public var goesOn: ((Double) -> Bool)?

  /// The figures and the timeline.
  public init() {}
}

/// What a run gives.
public struct RunResult: Sendable {
  /// The figures.
  public var report: RunReport
  /// The run over time, if it was wanted.
  public var timeline: Timeline?
  /// What was covered, if it was wanted.
  public var coverage: Coverage?
  /// How long all requests took, if that was wanted.
  var latencies: LatencyHistogram<UInt64>?
  /// The most attempts of one request, ladder included.
  package var attemptsMost = 0
  /// The longest that a request took, exactly.
  package var longest = Tick.zero
  /// The first requests, if they were wanted.
  public var stories: [RequestStory] = []
  /// What is wrong with a file of requests, if that ended the run.
  public var traceProblem: TraceProblem?

  /// Figures, and nothing else yet.
  public init(report: RunReport) { self.report = report }
}
