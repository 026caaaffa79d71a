import PolicyGraph

/// One scenario in a terminal: what it was, how it went, over time, by endpoint, as expected.
struct ScenarioText {
  let scenario: ScenarioReport
  /// Whether runs may be missing.
  let isPart: Bool

  /// Draws all of it.
  func draw(on page: inout TextPage) {
    heading(&page)
    guard !scenario.runs.isEmpty else {
      page.end()
      page.row("no run has ended", .dim, indent: 2)
      notices(&page)
      return
    }
    page.end()
    if scenario.runs.count == 1 { headline(scenario.runs[0], &page) } else { overRuns(&page) }
    if scenario.routes.count > 1 {
      page.end()
      RouteTable(scenario: scenario).draw(on: &page)
    }
    if let timeline = scenario.timeline, !timeline.bins.isEmpty {
      page.end()
      if scenario.runs.count > 1 { page.row("the first run over time", .dim, indent: 2) }
      TimelineChart(timeline, of: scenario, width: page.width).draw(on: &page)
    }
    if !scenario.endpoints.isEmpty {
      page.end()
      EndpointTable(scenario: scenario).draw(on: &page)
    }
    if !scenario.expectations.isEmpty {
      page.end()
      ExpectationRows(scenario: scenario).draw(on: &page)
    }
    notices(&page)
  }

  private func heading(_ page: inout TextPage) {
    var what = scenario.runs.count == 1 ? "" : "\(scenario.runs.count) runs, "
    if isPart, scenario.runs.count != scenario.runsWanted {
      what = "\(scenario.runs.count) of \(scenario.runsWanted) runs, "
    }
    let only = scenario.runsWanted == 1 ? nil : scenario.runs.first.map(\.seed)
    what += "seed \(scenario.runs.count == 1 ? only ?? scenario.seed : scenario.seed)"
    let room = page.width - what.utf8.count - 2
    page.put(Columns.cut(Columns.safe(scenario.scenario), to: room), .strong)
    if let variant = scenario.variant, page.column + 3 < room {
      page.put("  ")
      page.put(Columns.cut(Columns.safe(variant), to: room - page.column), .accent)
    }
    let policy = Columns.safe(scenario.policy)
    if page.column + 2 + Columns.count(policy) <= room {
      page.put("  ")
      page.put(policy, .dim)
    }
    page.put(what, .dim, endingAt: page.width)
    page.end()
    if let doc = scenario.doc {
      page.put(wrapped: Columns.safe(doc), .dim)
      page.end()
    }
  }

  /// One run in two rows.
  private func headline(_ run: RunReport, _ page: inout TextPage) {
    let total = run.total
    func share(_ part: Int) -> String {
      total.requests == 0 ? "–" : Figures.share(Double(part) / Double(total.requests))
    }
    func seconds(_ time: Double?) -> String { time.map { Figures.seconds($0) } ?? "–" }
    func factor(_ factor: Double?) -> String { factor.map { Figures.decimal($0, 2) } ?? "–" }
    page.skip(to: 2)
    facts(
      [
        ("full", share(total.full), total.full == total.requests ? .good : .strong),
        ("degraded", share(total.degraded), total.degraded > 0 ? .warning : .plain),
        ("failed", share(total.failed), total.failed > 0 ? .bad : .plain),
        ("", "\(Figures.grouped(total.requests)) requests", .plain),
      ], &page)
    facts(
      [
        ("p50", seconds(total.latency.p50), .strong), ("p99", seconds(total.latency.p99), .strong),
        ("max", seconds(total.latency.max), .plain),
        ("attempts per request", factor(total.attemptsPerRequest), .strong),
        ("worst 10s", factor(run.worstWindowAmplification), .plain),
      ], &page)
    let measures: [(name: String, value: Double?, isNever: Bool)] = [
      ("failover", run.failover, false), ("failback", run.failback, run.neverFailedBack),
      ("recovery", run.recovery, run.neverRecovered),
    ]
    facts(
      measures.filter { $0.value != nil || $0.isNever }.map {
        $0.isNever ? ($0.name, "never", .bad) : ($0.name, seconds($0.value), .plain)
      } + [
        ("duplicates", Figures.grouped(run.duplicates), run.duplicates > 0 ? .bad : .plain),
        ("abandoned", Figures.grouped(total.abandoned), .plain),
      ]
        + (total.waited > 0 ? [("waited", Figures.grouped(total.waited), .plain)] : []), &page)
  }

  /// A row of figures, each behind what it is; wrapped between them.
  private func facts(
    _ facts: [(name: String, value: String, style: TextPage.Style)], _ page: inout TextPage
  ) {
    page.skip(to: 2)
    for fact in facts {
      let length = Columns.count(fact.name) + 1 + Columns.count(fact.value)
      if page.column > 2 {
        if page.column + 3 + length > page.width {
          page.end()
          page.skip(to: 2)
        } else {
          page.skip(to: page.column + 3)
        }
      }
      if !fact.name.isEmpty { page.put(fact.name + " ", .dim) }
      page.put(fact.value, fact.style)
    }
    page.end()
  }

  /// Every measure over the runs: the middle and the ends.
  private func overRuns(_ page: inout TextPage) {
    let title = "over \(scenario.runs.count) runs"
    var table = TextTable(head: [title, "median", "lowest", "highest", ""])
    for measure in ScenarioReport.Measure.allCases {
      let spread = scenario.spread(measure)
      guard let median = spread.median, let low = spread.low, let high = spread.high else {
        continue
      }
      let occurred = spread.values.count
      table.add([
        TextTable.Cell(measure.title),
        TextTable.Cell(Figures.figure(median, measure.unit), .strong),
        TextTable.Cell(Figures.figure(low, measure.unit)),
        TextTable.Cell(Figures.figure(high, measure.unit)),
        TextTable.Cell(occurred == spread.runs ? "" : "in \(occurred) of \(spread.runs)", .dim),
      ])
    }
    table.draw(on: &page)
  }

  /// Notices, and the runs that ended early.
  private func notices(_ page: inout TextPage) {
    var notices = scenario.notices.map { Columns.safe($0) }
    for stop in RunReport.Stop.allCases {
      let stopped = scenario.runs.filter { $0.stopped == stop }.map { String($0.index + 1) }
      guard !stopped.isEmpty else { continue }
      let few = stopped.prefix(8).joined(separator: ", ") + (stopped.count > 8 ? ", …" : "")
      let runs = scenario.runsWanted == 1 ? "the run" : "run \(few)"
      notices.append("\(runs) ended early: \(stop.reason)")
    }
    if notices.isEmpty { return }
    page.end()
    for notice in notices {
      page.skip(to: 2)
      page.put("! ", .warning)
      page.put(wrapped: notice)
      page.end()
    }
  }
}

extension RunReport.Stop {
  /// Why a run ended before its time, for a person.
  var reason: String {
    switch self {
    case .interrupted: "it was interrupted"
    case .tooManyAlive: "there were more concurrent requests than reserved memory"
    case .trace: "a request file could not be read any further"
    }
  }
}
