extension RunReport {
  /// Reads a run of `scenario`, which must be one of `shard`.
  init(_ json: ReportCursor, of scenario: ScenarioReport, shard: Shard?) throws(ReportError) {
    guard scenario.runsWanted > 0 else { throw json.error("no run was asked for") }
    let index = try json.field("index").whole(0...scenario.runsWanted - 1)
    if let shard, !shard.holds(index) {
      throw json.error("run \(index) is none of part \(shard.index) of \(shard.count)")
    }
    self.init(index: index, seed: try json.field("seed").seed())
    total = try RequestCounts(json)
    worstWindowAmplification = try json.measure("worstWindowAmplification")
    failover = try json.measure("failover")
    failback = try json.measure("failback")
    recovery = try json.measure("recovery")
    neverFailedBack = try json.field("neverFailedBack").flag()
    neverRecovered = try json.field("neverRecovered").flag()
    duplicates = try json.count("duplicates")
    stopped = try json.optional("stopped")?.word(Stop.self)
    routes = try json.field("routes").list(of: scenario.routes) { (item) throws(ReportError) in
      try RequestCounts(item)
    }
    endpoints = try json.field("endpoints").list(of: scenario.endpoints.map(\.name)) {
      (item) throws(ReportError) in try EndpointCounts(item)
    }
    steps = try json.field("steps").list(of: scenario.steps) { (item) throws(ReportError) in
      try item.whole()
    }
    let verdicts = try json.field("expectations")
    expectations = try verdicts.list { (item) throws(ReportError) in try Verdict(item) }
    guard expectations.count == scenario.expectations.count else {
      throw verdicts.error(
        "the scenario has \(scenario.expectations.count) expectations, not \(expectations.count)")
    }
  }
}

extension RequestCounts {
  fileprivate init(_ json: ReportCursor) throws(ReportError) {
    requests = try json.count("requests")
    full = try json.count("full")
    degraded = try json.count("degraded")
    failed = try json.count("failed")
    abandoned = try json.count("abandoned")
    // Older reports do not have it.
    waited = try json.optional("waited")?.whole() ?? 0
    attempts = try json.count("attempts")
    let times = try json.field("latency")
    latency.mean = try times.measure("mean")
    latency.p50 = try times.measure("p50")
    latency.p90 = try times.measure("p90")
    latency.p99 = try times.measure("p99")
    latency.p999 = try times.measure("p999")
    latency.max = try times.measure("max")
    guard full + degraded + failed <= requests else {
      throw json.error("there are more answers and failures than requests")
    }
  }
}

extension EndpointCounts {
  fileprivate init(_ json: ReportCursor) throws(ReportError) {
    attempts = try json.count("attempts")
    failures = try json.count("failures")
    rejected = try json.count("rejected")
    answers = try json.count("answers")
  }
}

extension Verdict {
  fileprivate init(_ json: ReportCursor) throws(ReportError) {
    self.init(
      observed: try json.optional("observed")?.number(), held: try json.field("held").flag(),
      vacuous: try json.field("vacuous").flag())
  }
}
