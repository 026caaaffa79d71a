import PolicyGraph
import PolicyRuntime
import PolicySimulator

extension Session {
  /// `policyc simulate`: scenarios on virtual time.
  mutating func simulate(_ arguments: Arguments) throws(UsageError) {
    if arguments.has(.merge) { return try merge(arguments) }
    let options = try SimulateOptions(arguments)
    guard let variants = try variants(arguments, options),
      let names = try scenarioNames(variants, options),
      var scenarios = prepare(variants, names, options)
    else { return }
    guard let isPartial = run(&scenarios, threads: options.threads) else { return }
    let report = SimulationReport(
      scenarios: scenarios.map(\.report), shard: options.shard, isPartial: isPartial)
    deliver(report, as: options.format, page: options.html, arguments)
    for scenario in scenarios { tell(scenario, arguments) }
  }

  /// Runs all scenarios; whether something is missing in the end, nil after a complaint.
  private mutating func run(_ scenarios: inout [SimulatedScenario], threads: Int) -> Bool? {
    let list = JobList(scenarios)
    let count = list.count
    let batch = Batch(count: count, threads: threads) { list.job($0) }
    var line = ProgressLine()
    var problem: TraceProblem?
    var done = 0
    let end = batch.run(
      saves: true,
      receive: { job, result in
        problem = result.traceProblem
        scenarios[list.place(of: job)].add(result)
        if result.report.stopped == nil { done += 1 }
        return problem == nil
      },
      progress: { share in
        line.show(
          "simulating \(list.scenarios[list.place(of: min(Int(share), count - 1))].title): "
            + "\(done) of \(count) runs, \(Int(share / Double(count) * 100))%")
      })
    line.erase()
    switch end {
    case .done: return false
    case .interrupted:
      complain(
        "interrupted: \(done) of \(count) runs are whole; the result is partial", .findings)
      return true
    case .refused:
      if let problem { say(problem.told) }
      complain("a request file changed during the run; no result is shown")
    case .noThread: complain("the system has no thread left; try again when it is less busy")
    }
    return nil
  }

  /// The stories of a scenario's first requests, below the report.
  private mutating func tell(_ scenario: SimulatedScenario, _ arguments: Arguments) {
    let color = TerminalKind.wantsColor(arguments.value(.color)?.shown, on: 1)
    for told in scenario.told {
      let story = TraceStory(
        told, graph: scenario.simulation.plan.graph, scenario: scenario.title)
      put("\n")
      out += story.text(color: color, width: TerminalKind.width)
    }
  }
}
