import PolicyGraph

/// A timeline as rows of blocks over one axis, with the faults below it.
struct TimelineChart {
  let scenario: ScenarioReport
  /// The columns of the plot.
  let columns: [Column]
  /// When the axis ends.
  let end: Double
  /// Where the plot begins.
  let left: Int

  /// What fell into one column of the plot.
  struct Column {
    var offered = 0
    var full = 0
    var degraded = 0
    var failed = 0
    var attempts = 0
    var p99: Double?
    var answers: [Int]
    var breakers: [Bool]
  }

  /// Lays a timeline out for a terminal of `width` columns.
  init(_ timeline: Timeline, of scenario: ScenarioReport, width: Int) {
    self.scenario = scenario
    let names = scenario.endpoints.map { Columns.count(Columns.safe($0.name)) }
    left = 4 + min(max(names.max() ?? 0, 8), width / 5)
    // Behind the plot stands what its highest block means.
    let room = max(10, width - left - 11)
    end = max((timeline.bins.last?.t ?? 0) + timeline.step, scenario.duration)
    columns = TimelineChart.columns(timeline, end: end, count: room, scenario.endpoints.count)
  }

  private static func columns(
    _ timeline: Timeline, end: Double, count: Int, _ endpoints: Int
  ) -> [Column] {
    let empty = Column(
      answers: [Int](repeating: 0, count: endpoints),
      breakers: [Bool](repeating: false, count: endpoints))
    var columns = [Column](repeating: empty, count: count)
    for bin in timeline.bins {
      let first = place(bin.t, end: end, count: count)
      // A bin wider than a column fills all that it covers.
      let last = max(first, place(bin.t + timeline.step, end: end, count: count + 1) - 1)
      let isWide = timeline.step * Double(count) > end
      for column in isWide ? first...last : first...first { columns[column].add(bin) }
    }
    return columns
  }

  /// The column of an instant.
  static func place(_ t: Double, end: Double, count: Int) -> Int {
    guard end > 0 else { return 0 }
    // The least bit more, lest 3 × 0.1 falls short of 0.3.
    return min(count - 1, max(0, Int(min(1, t / end) * Double(count) + 1e-9)))
  }

  /// Draws the rows, the faults and the axis.
  func draw(on page: inout TextPage) {
    outcomes(&page)
    costs(&page)
    answers(&page)
    FaultRows(faults: scenario.faults, end: end, left: left, count: columns.count)
      .draw(on: &page)
    TimeAxis(end: end, count: columns.count).draw(on: &page, at: left)
  }

  private func outcomes(_ page: inout TextPage) {
    func share(_ part: (Column) -> Int) -> [Double?] {
      columns.map { $0.offered == 0 ? nil : Double(part($0)) / Double($0.offered) }
    }
    let full = share(\.full)
    let lowest = full.compactMap(\.self).min() ?? 1
    // A full block is said only of columns in which all was well.
    sparkline(
      "full", full.map { $0.map { $0 == 0 ? 0 : max(1, Int($0 * 8)) } },
      note: "min \(Figures.share(lowest))", &page
    ) { full[$0] ?? 1 < 0.99 ? .warning : .good }
    for (name, part, style) in [
      ("degraded", \Column.degraded, TextPage.Style.warning), ("failed", \.failed, .bad),
    ] {
      let shares = share { $0[keyPath: part] }
      guard let top = shares.compactMap(\.self).max(), top > 0 else { continue }
      sparkline(name, levels(shares, top), note: "max \(Figures.share(top))", &page) {
        _ in style
      }
    }
  }

  private func costs(_ page: inout TextPage) {
    let slow = columns.map(\.p99)
    if let top = slow.compactMap(\.self).max() {
      sparkline("p99", levels(slow, top), note: "max \(Figures.seconds(top))", &page) { _ in
        .plain
      }
    }
    let attempts = columns.map {
      $0.offered == 0 ? nil : Double($0.attempts) / Double($0.offered)
    }
    if let top = attempts.compactMap(\.self).max(), top > 0 {
      sparkline(
        "attempts", levels(attempts, top), note: "max \(Figures.decimal(top, 1))x", &page
      ) { _ in .plain }
    }
  }

  /// Who answered: a row for each endpoint that did, or whose breaker was open.
  private func answers(_ page: inout TextPage) {
    let active = scenario.endpoints.indices.filter { place in
      columns.contains { $0.answers[place] > 0 || $0.breakers[place] }
    }
    guard !active.isEmpty else { return }
    page.row("answers by endpoint, × where a breaker is open", .dim, indent: 2)
    for place in active.prefix(12) {
      let shares = columns.map {
        $0.offered == 0 ? nil : Double($0.answers[place]) / Double($0.offered)
      }
      let levels = shares.map { $0.map { $0 == 0 ? 0 : max(1, Int(min(1, $0) * 8)) } }
      let name = Columns.safe(scenario.endpoints[place].name)
      sparkline(name, levels, marks: columns.map { $0.breakers[place] }, note: "", &page) {
        columns[$0].breakers[place] ? .bad : .accent
      }
    }
    if active.count > 12 { page.row("and \(active.count - 12) more", .dim, indent: 2) }
  }

  private func levels(_ values: [Double?], _ top: Double) -> [Int?] {
    values.map { $0.map { top > 0 ? Int(($0 / top * 8).rounded(.up)) : 0 } }
  }

  /// A row of blocks: nil for nothing to show, 0 for none, 8 for a full one.
  private func sparkline(
    _ name: String, _ levels: [Int?], marks: [Bool] = [], note: String, _ page: inout TextPage,
    style: (Int) -> TextPage.Style
  ) {
    let blocks = ["·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    page.skip(to: 2)
    page.put(Columns.cut(name, to: left - 4))
    page.skip(to: left)
    var run = ""
    var runStyle = TextPage.Style.plain
    for (place, level) in levels.enumerated() {
      let isMarked = place < marks.count && marks[place] && (level ?? 0) == 0
      let next = isMarked ? TextPage.Style.bad : level ?? 0 > 0 ? style(place) : .dim
      if next != runStyle {
        page.put(run, runStyle)
        run = ""
        runStyle = next
      }
      run += isMarked ? "×" : level.map { blocks[min(max($0, 0), 8)] } ?? " "
    }
    page.put(run, runStyle)
    page.skip(to: left + columns.count + 1)
    page.put(note, .dim)
    page.end()
  }
}

extension TimelineChart.Column {
  /// Adds a bin.
  fileprivate mutating func add(_ bin: Timeline.Bin) {
    offered += bin.offered
    full += bin.full
    degraded += bin.degraded
    failed += bin.failed
    p99 = [p99, bin.p99].compactMap(\.self).max()
    for (place, endpoint) in bin.endpoints.enumerated() where place < answers.count {
      attempts += endpoint.attempts
      answers[place] += endpoint.answers
      breakers[place] = breakers[place] || endpoint.breaker.isShut
    }
  }
}

extension Timeline.BreakerBand {
  /// Whether it keeps requests away.
  fileprivate var isShut: Bool {
    switch self {
    case .open, .down: true
    case .none, .closed, .halfOpen: false
    }
  }
}
