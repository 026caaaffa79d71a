import PolicyGraph

extension RunReport {
  /// Writes the fields of a run of `scenario`.
  func write(of scenario: ScenarioReport, to json: inout JSONWriter) {
    json.field("index", index)
    json.field("seed", seed)
    total.write(to: &json)
    json.fields(of: self, RunReport.fields)
    json.field("stopped", stopped?.rawValue)
    json.object("routes", scenario.routes, routes) { $0.write(to: &$1) }
    json.object("endpoints", scenario.endpoints.map(\.name), endpoints) {
      $1.fields(of: $0, EndpointCounts.fields)
    }
    json.object("steps", scenario.steps, steps)
    let verdicts = zip(scenario.expectations, expectations)
    json.objects("expectations", verdicts, inline: true) { item, json in
      let (expectation, verdict) = item
      json.field("text", expectation.text)
      json.field("observed", verdict.observed)
      json.field("held", verdict.held)
      json.field("vacuous", verdict.vacuous)
    }
  }
}

extension RequestCounts {
  /// Writes how requests ended.
  fileprivate func write(to json: inout JSONWriter) {
    json.fields(of: self, RequestCounts.fields)
    json.key("latency")
    json.object(inline: true) { $0.fields(of: latency, LatencyReport.fields) }
  }
}

extension Timeline.Bin {
  /// Writes the fields of a bin of `scenario`.
  func write(of scenario: ScenarioReport, to json: inout JSONWriter) {
    json.field("t", t)
    json.fields(of: self, Timeline.Bin.fields)
    json.object("endpoints", scenario.endpoints.map(\.name), endpoints) { endpoint, json in
      json.fields(of: endpoint, Timeline.EndpointBin.fields)
      json.field("breaker", endpoint.breaker.rawValue)
    }
    json.object("steps", scenario.steps, steps)
  }
}
