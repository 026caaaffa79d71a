public import PolicyGraph
public import PolicyRuntime

/// One scenario of a policy, ready to be run as often as one likes, on any number of threads.
public struct Simulation: Sendable {
  /// The policy.
  public let plan: Plan
  /// The scenario.
  public let scenario: ID<Scenario>
  private let world: World

  /// Prepares a scenario: fits its models, lays out its faults, and looks for what cannot be.
  ///
  /// - Parameter traceEnds: When the last request of each of `traceFiles` arrives, as
  ///   `TraceReader.check` found; a file's traffic lasts that long unless `for:` says otherwise.
  /// - Throws: `SimulationError` for a scenario that cannot be run: all that
  ///   `FailoverGraph.problems` finds.
  public init(
    _ plan: Plan, _ scenario: ID<Scenario>, traceEnds: [Tick] = []
  ) throws(SimulationError) {
    self.plan = plan
    self.scenario = scenario
    let problems = plan.graph.problems(of: scenario, traceEnds: traceEnds)
    guard problems.isEmpty else { throw SimulationError(problems: problems) }
    world = World(plan, plan.graph.scenarios[scenario], traceEnds)
  }

  /// The seed that the scenario states; nil if it states none.
  public var statedSeed: UInt64? {
    plan.graph.scenarios[scenario].seed.map { UInt64(bitPattern: $0) }
  }

  /// How many runs the scenario states.
  public var statedRuns: Int { Int(plan.graph.scenarios[scenario].runs) }

  /// The seed of run `index` when the first run's is `seed`.
  public static func seed(of index: Int, from seed: UInt64) -> UInt64 {
    index == 0 ? seed : Streams.mix(seed &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// The files of requests that the scenario's `traffic … trace:` names, in order.
  public var traceFiles: [String] { Simulation.traceFiles(of: scenario, in: plan.graph) }

  /// The same before a simulation is made.
  public static func traceFiles(of scenario: ID<Scenario>, in graph: FailoverGraph) -> [String] {
    graph.traffic[graph.scenarios[scenario].traffic].compactMap { row in
      row.trace.map { graph.text($0) }
    }
  }

  // MARK: the report's frame

  private var endpoints: [Int] { world.endpoints.indices.filter { world.isReached($0) } }

  private var steps: [Int] {
    var places: [Int] = []
    for route in world.routes {
      guard let ladder = plan.graph.routes[route].ladder else { continue }
      for step in plan.graph.ladders[ladder].steps where !places.contains(step.index) {
        places.append(step.index)
      }
    }
    return places
  }

  /// The digest of the graph, in hexadecimal: only reports need it.
  private var digest: String {
    SHA256.digest(of: plan.graph.encode()).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }

  /// All that a report says but the runs; `policy` is how the policy is called.
  public func header(policy: String, seed: UInt64, runs: Int) -> ScenarioReport {
    let graph = plan.graph
    let row = graph.scenarios[scenario]
    let words = PolicyWords(graph: graph)
    var report = ScenarioReport(
      policy: policy, digest: digest, scenario: graph.text(row.name), seed: seed,
      runsWanted: runs)
    report.doc = row.doc.map { graph.text($0) }
    report.duration = Double(world.endsAt) / 1e9
    report.routes = world.routes.map { graph.text(graph.routes[$0].name) }
    let places = endpoints
    report.endpoints = places.map {
      EndpointInfo(
        name: graph.text(graph.endpoints[ID($0)].name), domains: words.domains(ID($0)))
    }
    report.steps = steps.map { stepName($0) }
    report.topology = TopologyPicture(world.routes, graph).nodes
    report.faults = zip(graph.faults[row.faults], world.faults).map { row, fault in
      let struck = graph.affected(by: row).compactMap { places.firstIndex(of: $0.index) }
      return FaultSpan(
        text: words.fault(row), from: Double(fault.from) / 1e9,
        to: fault.to == .max ? nil : Double(fault.to) / 1e9, endpoints: struck)
    }
    report.expectations = graph.expects[row.expects].map { words.info($0) }
    report.notices = Notices(world, row).all
    return report
  }

  private func stepName(_ step: Int) -> String {
    let graph = plan.graph
    for ladder in graph.ladders.rows where ladder.steps.contains(ID(step)) {
      return "\(graph.text(ladder.name))/\(graph.text(graph.steps[ID(step)].name))"
    }
    return graph.text(graph.steps[ID(step)].name)
  }

  // MARK: running

  /// Runs it once: the same seed gives the same bytes, on every machine.
  public func run(index: Int, seed: UInt64, options: RunOptions = RunOptions()) -> RunResult {
    var run = Run(plan, world, seed: seed, options: options)
    run.run()
    var result = RunResult(report: report(run, index, seed))
    if options.keepsLatencies {
      var all = LatencyHistogram<UInt64>()
      for route in run.tally.routes { all.add(route.latencies) }
      result.latencies = all
    }
    result.attemptsMost = run.tally.routes.map(\.attemptsMost).max() ?? 0
    result.longest = Tick(ns: run.tally.routes.map(\.latencyMax).max() ?? 0)
    result.timeline = run.tally.bins?.timeline(endpoints: endpoints, steps: steps)
    result.coverage = run.observer?.coverage
    result.stories = run.observer?.stories ?? []
    result.traceProblem = run.traceProblem
    return result
  }

  private func report(_ run: borrowing Run, _ index: Int, _ seed: UInt64) -> RunReport {
    let tally = run.tally
    var report = RunReport(index: index, seed: seed)
    let measures = Measures(world: world, tally: tally)
    let check = ExpectationCheck(world, tally)
    var all = Tally.RouteTally(arrived: [], full: [], attempts: [])
    for route in tally.routes {
      report.routes.append(route.report)
      all.add(route)
    }
    report.total = all.report
    report.worstWindowAmplification = measures.amplification(world.routes.indices)
    report.endpoints = endpoints.map { tally.endpoints[$0] }
    report.steps = steps.map { tally.steps[$0] }
    report.failover = worst(world.routes.indices.map { measures.failover($0) })
    let failbacks = world.routes.indices.map { measures.failback($0) }
    let recoveries = world.routes.indices.map { measures.recovery($0) }
    report.failback = worst(failbacks)
    report.recovery = worst(recoveries)
    report.neverFailedBack = failbacks.contains(.never)
    report.neverRecovered = recoveries.contains(.never)
    report.duplicates = tally.routes.reduce(0) { $0 + $1.duplicates }
    let expects = plan.graph.expects[plan.graph.scenarios[scenario].expects]
    report.expectations = expects.map { check.verdict($0) }
    report.stopped = run.stopped
    return report
  }

  private func worst(_ found: [Measures.Occurrence]) -> Double? {
    found.contains(.never) ? nil : found.compactMap(\.value).max()
  }
}
