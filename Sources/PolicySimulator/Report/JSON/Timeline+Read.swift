extension Timeline {
  /// Reads the timeline of `scenario` from the scenario's JSON; nil if it has none.
  init?(_ json: ReportCursor, of scenario: ScenarioReport) throws(ReportError) {
    guard let list = try json.optional("timeline") else { return nil }
    let names = scenario.endpoints.map(\.name)
    self.init(
      step: try json.field("timelineStep").number(1e-9...ReportLimits.numberMax),
      bins: try list.list { (item) throws(ReportError) in
        try Bin(item, endpoints: names, steps: scenario.steps)
      })
    for (bin, next) in zip(bins, bins.dropFirst()) where bin.t >= next.t {
      throw list.error("the bin at \(next.t) must come before the one at \(bin.t)")
    }
  }
}

extension Timeline.Bin {
  fileprivate init(
    _ json: ReportCursor, endpoints names: [String], steps stepNames: [String]
  ) throws(ReportError) {
    self.init(t: try json.field("t").number(0...ReportLimits.numberMax))
    try json.read(Timeline.Bin.fields, into: &self)
    endpoints = try json.field("endpoints").list(of: names) { (item) throws(ReportError) in
      var endpoint = Timeline.EndpointBin()
      try item.read(Timeline.EndpointBin.fields, into: &endpoint)
      endpoint.breaker = try item.field("breaker").word(Timeline.BreakerBand.self)
      return endpoint
    }
    steps = try json.field("steps").list(of: stepNames) { (item) throws(ReportError) in
      try item.whole()
    }
    guard full + degraded + failed <= offered else {
      throw json.error("there are more answers and failures than requests")
    }
  }
}
