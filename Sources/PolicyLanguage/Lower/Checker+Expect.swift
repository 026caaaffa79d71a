import PolicyGraph

extension Checker {
  mutating func lowerExpect(_ statement: Statement, _ list: inout [Expect]) {
    guard statement.sound, let word = positional(statement),
      let measure = Measure.allCases.first(where: { "\($0.word)" == words.text(word.word) })
    else { return }
    var row = Expect()
    row.origin = origin(statement.node)
    row.measure = measure
    row.route = value(statement, .of).flatMap { self.row(of: $0) }
    row.endpoint = endpoint(value(statement, .to), at: node(statement, .to))
    row.percentile = value(statement, .percentile)?.percentile
    row.atLeast = value(statement, .atLeast)?.share
    let most = value(statement, .atMost)
    row.atMostShare = most?.share
    row.atMostTime = most?.time ?? value(statement, .within)?.time
    row.atMostFactor = most?.factor
    row.atMostRate = most?.rate
    row.atMostCount = most?.count
    row.inRuns = value(statement, .in)?.share ?? .whole
    if let message = objection(row, statement, hasWithin: value(statement, .within) != nil) {
      report(.combination(file: file, range: tree.range(statement.node), message))
      return
    }
    list.append(row)
  }

  /// What is wrong with the bounds of an expectation: each measure has bounds of its own kind.
  private func objection(_ row: Expect, _ statement: Statement, hasWithin: Bool) -> String? {
    let word = "\(row.measure.word)"
    let hasMost = value(statement, .atMost) != nil
    let bounds = (row.atLeast == nil ? 0 : 1) + (hasMost ? 1 : 0) + (hasWithin ? 1 : 0)
    if bounds != 1 {
      return "`expect \(word)` needs one bound: `at-least:`, `at-most:` or `within:`"
    }
    if row.percentile != nil, row.measure != .latency {
      return "only `latency` has a `percentile:`"
    }
    if value(statement, .to) != nil, row.measure != .attempts {
      return "only `attempts` has a `to:`"
    }
    switch row.measure {
    case .availability:
      return row.atLeast != nil ? nil : "`expect availability` needs `at-least:` a percent"
    case .degraded:
      return row.atLeast != nil || row.atMostShare != nil
        ? nil : "`expect degraded` needs `at-least:` or `at-most:` a percent"
    case .latency:
      if row.percentile == nil { return "`expect latency` needs `percentile:`, as in `p99`" }
      return hasMost && row.atMostTime != nil ? nil : "`expect latency` needs `at-most:` a duration"
    case .failover, .failback, .recovery:
      return hasWithin ? nil : "`expect \(word)` needs `within:` a duration"
    case .amplification:
      return row.atMostFactor != nil ? nil : "`expect amplification` needs `at-most:` a factor"
    case .attempts:
      return row.atMostRate != nil || row.atMostCount != nil
        ? nil : "`expect attempts` needs `at-most:` a rate"
    case .duplicates:
      return row.atMostCount != nil ? nil : "`expect duplicates` needs `at-most:` a count"
    }
  }
}
