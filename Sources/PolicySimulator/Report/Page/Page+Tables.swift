extension Page {
  /// The routes, where there are several.
  mutating func routes(_ report: ScenarioReport) {
    guard report.routes.count > 1, !report.runs.isEmpty else { return }
    var table = Table(
      "Routes" + Page.perRun(report),
      columns: ["Route", "#Requests", "#Full", "#Degraded", "#Failed", "#p50", "#p99"])
    for (place, route) in report.routes.enumerated() {
      let counts = report.runs.map {
        place < $0.routes.count ? $0.routes[place] : RequestCounts()
      }
      let all = counts.reduce(0) { $0 + Double($1.requests) }
      func share(_ count: (RequestCounts) -> Int) -> Double? {
        all > 0 ? counts.reduce(0) { $0 + Double(count($1)) } / all : nil
      }
      table.add([
        .name(.name(route)), .number(Figure.count(all / Double(counts.count))),
        .number(Figure.percent(share { $0.full })),
        .number(Figure.percent(share { $0.degraded })),
        .number(Figure.percent(share { $0.failed })),
        .number(Figure.seconds(Spread(counts.map(\.latency.p50)).median)),
        .number(Figure.seconds(Spread(counts.map(\.latency.p99)).median)),
      ])
    }
    out += table.markup
  }

  /// The endpoints, and below them the steps of the ladder.
  mutating func endpoints(_ report: ScenarioReport) {
    guard !report.endpoints.isEmpty, !report.runs.isEmpty else { return }
    out += "<h3>Endpoints</h3>\n"
    var table = Table(
      "Endpoints and ladder steps" + Page.perRun(report),
      columns: ["Endpoint", "In", "#Attempts", "#Failures", "#Rejected", "#Answers"])
    let runs = Double(report.runs.count)
    for (place, endpoint) in report.endpoints.enumerated() {
      func mean(_ count: (EndpointCounts) -> Int) -> Double {
        report.runs.reduce(0) {
          $0 + (place < $1.endpoints.count ? Double(count($1.endpoints[place])) : 0)
        } / runs
      }
      let attempts = mean { $0.attempts }
      let failures = mean { $0.failures }
      var failed: Markup = "\(Figure.count(failures))"
      if attempts > 0, failures > 0 {
        failed = "<small>\(Figure.percent(failures / attempts))</small> \(failed)"
      }
      table.add([
        .name(Page.key(palette.endpoint(endpoint.name), endpoint.name)),
        .words("\(endpoint.domains.joined(separator: ", "))"), .number(Figure.count(attempts)),
        .figure(failed), .number(Figure.count(mean { $0.rejected })),
        .number(Figure.count(mean { $0.answers })),
      ])
    }
    for (place, step) in report.steps.enumerated() {
      let answers = report.runs.reduce(0) {
        $0 + (place < $1.steps.count ? Double($1.steps[place]) : 0)
      }
      table.add([
        .name(Page.key(palette.step(step), step)), .words("ladder"), .number(""), .number(""),
        .number(""), .number(Figure.count(answers / runs)),
      ])
    }
    out += table.markup
  }

  /// The faults, with the endpoints that they affect.
  mutating func faults(_ report: ScenarioReport) {
    if report.faults.isEmpty { return }
    out += "<h3>Faults</h3>\n"
    var table = Table("Faults", columns: ["#No.", "Fault", "From", "To", "Affects"])
    for (i, fault) in report.faults.enumerated() {
      let struck = fault.endpoints.filter { report.endpoints.indices.contains($0) }
      var names = Markup()
      names.join(struck.map { Markup.name(report.endpoints[$0].name) }, by: ", ")
      if names.isEmpty { names = "\(Figure.none)" }
      table.add([
        .number("\(i + 1)"), .name(.name(fault.text)), .words("\(Figure.clock(fault.from))"),
        .words("\(fault.to.map(Figure.clock) ?? "the end")"), .words(names),
      ])
    }
    out += table.markup
  }

  private static func key(_ colour: Markup, _ name: String) -> Markup {
    "<span class=\"\(colour)\"><i class=\"swatch\"></i></span>\(Markup.name(name))"
  }

  /// The note where counts are means.
  private static func perRun(_ report: ScenarioReport) -> String {
    report.runs.count > 1 ? ", counts for each run on average" : ""
  }
}
