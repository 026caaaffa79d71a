extension Page {
  /// Writes a scenario: alone, or compared with its variants and then each for itself.
  mutating func write(_ group: ScenarioGroup) {
    guard let first = group.members.first else { return }
    guard group.isComparison else {
      out += "<section class=\"card\" id=\"s\(first.place + 1)\">\n"
      heading(first.report, isAlone: true)
      summary(first.report)
      if first.report.timeline != nil { out += "<h3>Over time</h3>\n" }
      timeline(first.report, group.axes)
      details(first.report, group.axes)
      out += "</section>\n"
      return
    }
    out += "<section class=\"card\">\n<header><h2>\(Markup.name(group.name))</h2>\n"
    if let doc = first.report.doc { out += Page.paragraph(doc) }
    out += "</header>\n\(VariantTable(group).markup)"
    out += "<h3>All variants over time, on equal axes</h3>\n"
    for member in group.members {
      out += "<h4 class=\"variant\">\(Page.title(member.report))</h4>\n"
      timeline(member.report, group.axes)
    }
    out += "</section>\n"
    for member in group.members {
      out += "<section class=\"card\" id=\"s\(member.place + 1)\">\n"
      heading(member.report, isAlone: false)
      summary(member.report)
      details(member.report, group.axes)
      out += "</section>\n"
    }
  }

  /// A doc comment, whose lines are one paragraph.
  private static func paragraph(_ doc: String) -> Markup {
    let lines = doc.split(separator: "\n").joined(separator: " ")
    return "<p class=\"doc\">\(Markup.name(lines))</p>\n"
  }

  /// What a variant is called.
  static func title(_ report: ScenarioReport) -> Markup { .name(report.variant ?? report.policy) }

  private mutating func heading(_ report: ScenarioReport, isAlone: Bool) {
    out += "<header><h2>\(Markup.name(report.scenario))"
    if let variant = report.variant {
      out += " <span class=\"chip\">\(Markup.name(variant))</span>"
    }
    out += "</h2>\n"
    if isAlone, let doc = report.doc { out += Page.paragraph(doc) }
    out += "<p class=\"facts\">\(Markup.name(report.policy))"
    out += " · \(Figure.clock(report.duration)) of traffic"
    if !report.routes.isEmpty {
      out += " on "
      out.join(report.routes.map { Markup.name($0) }, by: ", ")
    }
    out += " · seed \(String(report.seed)) · "
    let count = report.runs.count
    if count == report.runsWanted {
      out += count == 1 ? "1 run" : "\(count) runs"
    } else {
      out += "\(count) of \(report.runsWanted) runs"
    }
    if !report.digest.isEmpty {
      out += " · graph <span class=\"digest\">\(String(report.digest.prefix(12)))</span>"
    }
    out += "</p></header>\n"
  }

  /// The verdict and the figures that matter most.
  private mutating func summary(_ report: ScenarioReport) {
    let outcome = ScenarioVerdict(report)
    out += "<div class=\"verdict \(outcome.mark)\"><p><b>\(outcome.headline)</b></p>"
    if outcome.hasRun, !outcome.broken.isEmpty {
      out += "<ul>"
      for place in outcome.broken { broken(report, place) }
      out += "</ul>"
    }
    out += "</div>\n"
    tiles(report)
    notices(report)
  }

  private mutating func broken(_ report: ScenarioReport, _ place: Int) {
    let expectation = report.expectations[place]
    let summary = ExpectationSummary(report, place)
    out += "<li>\(Markup.name(expectation.text)) <span>"
    if summary.outcome.isVacuous {
      out += "nothing tested it"
    } else if summary.outcome.runs > 1 {
      out += "held in \(summary.outcome.heldRuns) of \(summary.outcome.runs) runs"
    } else if let observed = summary.spread.median {
      out += "observed \(Figures.figure(observed, expectation.unit, unlike: expectation.bound))"
    } else {
      out += "never, as far as the run goes"
    }
    out += "</span></li>"
  }

  private mutating func tiles(_ report: ScenarioReport) {
    out += "<dl class=\"tiles\">"
    tile("Full answers", report.middle(.availability), "full")
    tile("Degraded", report.middle(.degraded), "part")
    tile("Failed", report.middle(.failed), "none")
    tile("p50", report.middle(.p50), "")
    tile("p99", report.middle(.p99), "")
    tile("Attempts per request", report.middle(.attemptsPerRequest), "")
    tile("Requests", Figure.count(report.spread { $0.total.requests }.median), "")
    out += "</dl>\n"
    if report.runs.count > 1 {
      out += "<p class=\"note\">Each figure is the median of \(report.runs.count) runs.</p>\n"
    }
  }

  private mutating func tile(_ name: Markup, _ value: String, _ mark: Markup) {
    out += "<div\(if: !mark.isEmpty, " class=\"\(mark)\"")><dt>\(name)</dt><dd>\(value)</dd></div>"
  }

  private mutating func notices(_ report: ScenarioReport) {
    var lines = report.notices.map { Markup.name($0) }
    for reason in RunReport.Stop.allCases {
      let stopped = report.runs.filter { $0.stopped == reason }
      guard let first = stopped.first else { continue }
      let which: Markup =
        report.runs.count == 1
        ? "The run"
        : "\(stopped.count) of \(report.runs.count) runs (the first is run \(first.index))"
      lines.append("\(which) ended early: \(reason.sentence)")
    }
    if lines.isEmpty { return }
    out += "<ul class=\"notices\">"
    for line in lines { out += "<li>\(line)</li>" }
    out += "</ul>\n"
  }
}

extension RunReport.Stop {
  fileprivate var sentence: Markup {
    switch self {
    case .interrupted: "it was interrupted."
    case .tooManyAlive: "more requests were alive at once than memory is set aside for."
    case .trace: "a file of requests could not be read any further."
    }
  }
}

extension ScenarioReport {
  /// A measure as the page writes it: of several runs the median.
  func middle(_ measure: Measure) -> String { Figure.of(spread(measure).median, measure.unit) }
}
