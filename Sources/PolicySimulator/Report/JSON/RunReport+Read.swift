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
    try json.read(RunReport.fields, into: &self)
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
    self.init()
    try json.read(RequestCounts.fields, into: &self)
    try json.field("latency").read(LatencyReport.fields, into: &latency)
    guard full + degraded + failed <= requests else {
      throw json.error("there are more answers and failures than requests")
    }
  }
}

extension EndpointCounts {
  fileprivate init(_ json: ReportCursor) throws(ReportError) {
    self.init()
    try json.read(EndpointCounts.fields, into: &self)
  }
}

extension Verdict {
  fileprivate init(_ json: ReportCursor) throws(ReportError) {
    self.init(
      observed: try json.optional("observed")?.number(), held: try json.field("held").flag(),
      vacuous: try json.field("vacuous").flag())
  }
}
