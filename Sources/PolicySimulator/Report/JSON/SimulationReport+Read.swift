extension SimulationReport {
  /// Reads a report from its JSON; fields that are not known are left out.
  ///
  /// Throws where the JSON is broken, of a later version, or does not fit together.
  public init(json: [UInt8]) throws(ReportError) {
    let top = ReportCursor(value: try JSONParser.parse(json), path: .top, bytes: json)
    let version = try top.field("formatVersion")
    guard try version.whole() == SimulationReport.formatVersion else {
      throw version.error(
        "this policyc reads version \(SimulationReport.formatVersion) of reports and no other: "
          + "take the policyc that wrote it, or simulate again")
    }
    var shard: Shard?
    if let part = try top.optional("shard") {
      let count = try part.field("count").whole(1...ReportLimits.runsMax)
      shard = Shard(try part.field("index").whole(1...count), of: count)
    }
    self.init(
      scenarios: try top.field("scenarios").list { [shard] (item) throws(ReportError) in
        try ScenarioReport(item, shard: shard)
      }, shard: shard, isPartial: try top.field("partial").flag())
  }
}

extension ScenarioReport {
  /// Reads a scenario, of whose runs only those of `shard` may be there.
  fileprivate init(_ json: ReportCursor, shard: Shard?) throws(ReportError) {
    self.init(
      policy: try json.field("policy").text(), digest: try json.field("digest").text(),
      scenario: try json.field("scenario").text(), seed: try json.field("seed").seed(),
      runsWanted: try json.field("runsWanted").whole(0...ReportLimits.runsMax))
    variant = try json.optional("variant")?.text()
    doc = try json.optional("doc")?.text()
    duration = try json.field("duration").number(0...ReportLimits.numberMax)
    routes = try json.names("routes") { (item) throws(ReportError) in try item.text() }
    let names = try json.names("endpoints") { (item) throws(ReportError) in
      try item.field("name").text()
    }
    let domains = try json.field("endpoints").list { (item) throws(ReportError) in
      try item.field("domains").texts()
    }
    endpoints = zip(names, domains).map { EndpointInfo(name: $0, domains: $1) }
    steps = try json.names("steps") { (item) throws(ReportError) in try item.text() }
    topology = try json.field("topology").picture()
    faults = try json.field("faults").list { [endpoints] (item) throws(ReportError) in
      try FaultSpan(item, endpoints: endpoints.count)
    }
    expectations = try json.field("expectations").list { (item) throws(ReportError) in
      try ExpectationInfo(item)
    }
    notices = try json.field("notices").texts()
    runs = try json.field("runs").list { [self] (item) throws(ReportError) in
      try RunReport(item, of: self, shard: shard)
    }
    for (run, next) in zip(runs, runs.dropFirst()) where run.index >= next.index {
      throw try json.field("runs").error("run \(next.index) must come before run \(run.index)")
    }
    timeline = try Timeline(json, of: self)
  }
}

extension ReportCursor {
  /// The names in a list that is a field; none may be there twice, for fields are called so.
  fileprivate func names(
    _ name: String, _ read: (ReportCursor) throws(ReportError) -> String
  ) throws(ReportError) -> [String] {
    var seen: Set<[UInt8]> = []
    return try field(name).list { (item) throws(ReportError) in
      let text = try read(item)
      guard seen.insert(Array(text.utf8)).inserted else {
        throw item.error("`\(text)` is here twice")
      }
      return text
    }
  }
}

extension FaultSpan {
  /// Reads a fault that affects some of so many endpoints.
  fileprivate init(_ json: ReportCursor, endpoints: Int) throws(ReportError) {
    let from = try json.field("from").number(0...ReportLimits.numberMax)
    self.init(
      text: try json.field("text").text(), from: from,
      to: try json.optional("to")?.number(from...ReportLimits.numberMax),
      endpoints: try json.field("endpoints").places(in: endpoints))
  }
}

extension ExpectationInfo {
  /// Reads what is expected.
  fileprivate init(_ json: ReportCursor) throws(ReportError) {
    self.init(
      text: try json.field("text").text(), unit: try json.field("unit").word(Unit.self),
      bound: try json.field("bound").number(), isAtLeast: try json.field("atLeast").flag(),
      inRuns: try json.field("inRuns").number(0...1), line: try json.count("line"))
  }
}
