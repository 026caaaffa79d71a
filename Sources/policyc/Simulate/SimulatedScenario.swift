import PolicyGraph
import PolicySimulator

/// One scenario of one policy: what is to be run, and what has come of it.
struct SimulatedScenario {
  let simulation: Simulation
  /// The files of requests, in the order of `Simulation.traceFiles`.
  let traces: [TraceFile]
  /// Of how many requests the first run tells the story.
  let stories: Int
  /// Which part of the runs is wanted; nil for all.
  let shard: Shard?
  /// The report, to which each run is added.
  var report: ScenarioReport
  /// The first requests of the first run.
  var told: [RequestStory] = []

  /// How many runs there are to be done here.
  var count: Int {
    guard let shard else { return report.runsWanted }
    return (report.runsWanted - shard.index + shard.count) / shard.count
  }

  /// One of those runs, by its number from 0.
  func job(_ number: Int) -> Job {
    let index = shard.map { $0.index - 1 + number * $0.count } ?? number
    var job = Job(simulation, index: index, from: report.seed)
    // One run over time is what a page shows; of more, nobody would look at all.
    job.keepsTimeline = index == 0
    job.stories = index == 0 ? stories : 0
    job.traces = traces
    return job
  }

  /// Adds a run.
  mutating func add(_ result: RunResult) {
    report.runs.append(result.report)
    if result.report.index == 0 {
      report.timeline = result.timeline
      told = result.stories
    }
  }

  /// What it is called where several are told about.
  var title: String {
    report.variant.map { "\(report.scenario), \($0)" } ?? report.scenario
  }
}

/// The jobs of several scenarios, one scenario after the other.
struct JobList {
  let scenarios: [SimulatedScenario]
  /// Where each scenario's jobs begin among all, and where the last one's end.
  private let starts: [Int]

  init(_ scenarios: [SimulatedScenario]) {
    self.scenarios = scenarios
    starts = scenarios.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
  }

  /// How many there are.
  var count: Int { starts[starts.count - 1] }

  /// Whose a job is.
  func place(of job: Int) -> Int { (starts.firstIndex { $0 > job } ?? starts.count) - 1 }

  /// One of them.
  func job(_ job: Int) -> Job {
    let place = place(of: job)
    return scenarios[place].job(job - starts[place])
  }
}
