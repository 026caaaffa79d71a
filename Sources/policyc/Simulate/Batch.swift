import PolicySimulator

/// One run of a simulation, for any thread.
struct Job: Sendable {
  /// What is simulated.
  var simulation: Simulation
  /// Which run, from 0.
  var index: Int
  /// The run's own seed.
  var seed: UInt64
  /// Whether the run over time is wanted.
  var keepsTimeline = false
  /// Whether it is wanted what was covered.
  var keepsCoverage = false
  /// Of how many requests the story is wanted.
  var stories = 0
  /// The files of requests, in the order of `Simulation.traceFiles`.
  var traces: [TraceFile] = []

  /// Run `index` of a simulation whose first run has `seed`.
  init(_ simulation: Simulation, index: Int, from seed: UInt64) {
    self.simulation = simulation
    self.index = index
    self.seed = Simulation.seed(of: index, from: seed)
  }
}

/// Many runs of simulations, on several threads.
///
/// What comes of a run depends on its job only, and results are handed on in the order of the jobs:
/// so the number of threads decides how long it takes, and nothing else.
struct Batch {
  /// How many jobs there are.
  let count: Int
  /// How many threads there are at most.
  let threads: Int
  private let job: @Sendable (Int) -> Job

  /// The threads that are used if nothing is said.
  static var threadsUsual: Int { min(Thread.cores, threadsMax) }
  /// The most threads that can be asked for.
  static let threadsMax = 256

  /// Jobs that are made when their turn comes: a million of them need no room.
  init(count: Int, threads: Int = threadsUsual, job: @escaping @Sendable (Int) -> Job) {
    self.count = count
    self.threads = threads
    self.job = job
  }

  /// A list of jobs.
  init(_ jobs: [Job], threads: Int = threadsUsual) {
    self.init(count: jobs.count, threads: threads) { jobs[$0] }
  }

  /// Runs them.
  ///
  /// - Parameters:
  ///   - saves: Whether an interrupt ends what is running, and not the process: those runs are
  ///     `stopped`, those that follow are missing.
  ///   - receive: Gets every result, in the order of the jobs, on this thread; false ends it all.
  ///   - progress: Is told now and then how many runs are done, parts of runs included.
  func run(
    saves: Bool = false, receive: (_ index: Int, RunResult) -> Bool,
    progress: (Double) -> Void = { _ in }
  ) -> Workers<RunResult>.End {
    let workers = Workers<RunResult>(count: count, threads: threads) { [job] index, watch in
      let job = job(index)
      var options = RunOptions()
      options.keepsTimeline = job.keepsTimeline
      options.keepsCoverage = job.keepsCoverage
      options.stories = job.stories
      options.goesOn = { watch.goesOn($0) }
      do throws(TraceProblem) {
        for file in job.traces { options.traces.append(try file.reader()) }
      } catch {
        var result = RunResult(report: RunReport(index: job.index, seed: job.seed))
        result.report.stopped = .trace
        result.traceProblem = error
        return result
      }
      return job.simulation.run(index: job.index, seed: job.seed, options: options)
    }
    return workers.run(saves: saves, receive: receive, progress: progress)
  }
}
