extension SimulationReport {
  /// The figures of every run as one table (RFC 4180), for spreadsheets.
  ///
  /// The first column says what a row is about: `total` (all requests of a run), `route`,
  /// `endpoint`, `step` (of a ladder) or `expectation`; filter by it. A cell is empty where its
  /// column does not apply, or its measure did not occur. Columns are called as in the JSON;
  /// durations are seconds, shares 0…1. Runs are counted from 0, as in the JSON.
  public func csv() -> [UInt8] {
    var table = CSVTable()
    table.end(row: CSVTable.Column.allCases.map(\.rawValue))
    for scenario in scenarios {
      for run in scenario.runs { scenario.write(run, to: &table) }
    }
    return table.bytes
  }
}

extension ScenarioReport {
  fileprivate func write(_ run: RunReport, to table: inout CSVTable) {
    func row(_ kind: String, _ name: String, _ fill: (inout CSVTable) -> Void) {
      table[.kind] = kind
      table.set(.policy, text: policy)
      table.set(.variant, text: variant ?? "")
      table.set(.scenario, text: scenario)
      table[.run] = String(run.index)
      table[.seed] = String(run.seed)
      table.set(.name, text: name)
      fill(&table)
      table.endRow()
    }
    row("total", "all") { table in
      table.set(run.total)
      table.set(run, RunReport.fields)
      table[.stopped] = run.stopped?.rawValue ?? ""
    }
    for (name, counts) in zip(routes, run.routes) { row("route", name) { $0.set(counts) } }
    for (endpoint, counts) in zip(endpoints, run.endpoints) {
      row("endpoint", endpoint.name) { $0.set(counts, EndpointCounts.fields) }
    }
    for (name, answers) in zip(steps, run.steps) {
      row("step", name) { $0[.answers] = String(answers) }
    }
    for (expectation, verdict) in zip(expectations, run.expectations) {
      row("expectation", expectation.text) { table in
        table[.observed] = CSVTable.number(verdict.observed)
        table[.bound] = CSVTable.number(expectation.bound)
        table[.unit] = expectation.unit.rawValue
        table[.held] = String(verdict.held)
        table[.vacuous] = String(verdict.vacuous)
      }
    }
  }
}

extension CSVTable {
  fileprivate mutating func set(_ counts: RequestCounts) {
    set(counts, RequestCounts.fields)
    set(counts.latency, LatencyReport.fields)
  }

  /// Sets the cells of the listed fields that have a column.
  fileprivate mutating func set<Row>(_ row: Row, _ fields: [ReportField<Row>]) {
    for field in fields {
      if let column = Column(rawValue: field.name) { self[column] = field.cell(row) }
    }
  }
}
