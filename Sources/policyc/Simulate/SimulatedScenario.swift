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

  /// The `n`th of those runs.
  func job(_ n: Int) -> Job {
    let index = shard.map { $0.index - 1 + n * $0.count } ?? n
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
