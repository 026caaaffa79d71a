public import PolicyGraph
public import PolicyRuntime

/// One scenario of a policy, ready to be run as often as one likes, on any number of threads.
public struct Simulation: Sendable {
  /// The policy.
  public let plan: Plan
  /// The scenario.
  public let scenario: ID<Scenario>

  /// Prepares a scenario: fits its models, lays out its faults, and looks for what cannot be.
  public init(_ plan: Plan, _ scenario: ID<Scenario>) throws(SimulationError) {
    self.plan = plan
    self.scenario = scenario
  }

  /// All that a report says but the runs; `policy` is how the policy is called.
  public func header(policy: String, seed: UInt64, runs: Int) -> ScenarioReport {
    ScenarioReport(policy: policy, digest: "", scenario: "", seed: seed, runsWanted: runs)
  }

  /// The seed of run `index` when the first run's is `seed`.
  public static func seed(of index: Int, from seed: UInt64) -> UInt64 { seed }

  /// The files of requests that the scenario's `traffic … trace:` names, in order.
  public var traceFiles: [String] { [] }

  /// Runs it once: the same seed gives the same bytes, on every machine.
  public func run(index: Int, seed: UInt64, options: RunOptions = RunOptions()) -> RunResult {
    RunResult(report: RunReport(index: index, seed: seed))
  }
}

/// What is wanted of a run besides its figures.
public struct RunOptions {
  /// Whether the timeline is kept.
  public var keepsTimeline = true
  /// Whether it is counted which edges, responses, steps and transitions were taken.
  public var keepsCoverage = false
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
  /// The first requests, if they were wanted.
  public var stories: [RequestStory] = []
  /// What is wrong with a file of requests, if that ended the run.
  public var traceProblem: TraceProblem?

  /// Figures, and nothing else yet.
  public init(report: RunReport) { self.report = report }
}

/// Why a scenario cannot be run.
public struct SimulationError: Error, Equatable, Sendable {
  /// What is wrong and what to do, as one sentence.
  public var message: String
  /// The line in the policy, from 1; 0 if none.
  public var line: Int
}
