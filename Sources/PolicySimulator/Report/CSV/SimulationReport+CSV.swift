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
      table[.worstWindowAmplification] = CSVTable.number(run.worstWindowAmplification)
      table[.failover] = CSVTable.number(run.failover)
      table[.failback] = CSVTable.number(run.failback)
      table[.recovery] = CSVTable.number(run.recovery)
      table[.duplicates] = String(run.duplicates)
      table[.stopped] = run.stopped?.rawValue ?? ""
    }
    for (name, counts) in zip(routes, run.routes) { row("route", name) { $0.set(counts) } }
    for (endpoint, counts) in zip(endpoints, run.endpoints) {
      row("endpoint", endpoint.name) { table in
        table[.attempts] = String(counts.attempts)
        table[.failures] = String(counts.failures)
        table[.rejected] = String(counts.rejected)
        table[.answers] = String(counts.answers)
      }
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
    self[.requests] = String(counts.requests)
    self[.full] = String(counts.full)
    self[.degraded] = String(counts.degraded)
    self[.failed] = String(counts.failed)
    self[.abandoned] = String(counts.abandoned)
    self[.waited] = String(counts.waited)
    self[.availability] = CSVTable.number(counts.availability)
    self[.attempts] = String(counts.attempts)
    self[.attemptsPerRequest] = CSVTable.number(counts.attemptsPerRequest)
    self[.mean] = CSVTable.number(counts.latency.mean)
    self[.p50] = CSVTable.number(counts.latency.p50)
    self[.p90] = CSVTable.number(counts.latency.p90)
    self[.p99] = CSVTable.number(counts.latency.p99)
    self[.p999] = CSVTable.number(counts.latency.p999)
    self[.max] = CSVTable.number(counts.latency.max)
  }
}
