import PolicyGraph

/// One figure of a row of a report: its name, and how it is written and read.
///
/// Rows list their fields once, in the order of the JSON; the JSON's reader and the CSV go by the
/// same list.
struct ReportField<Row>: Sendable {
  /// Its key in the JSON and its column in the CSV.
  let name: String
  /// Writes its value.
  let write: @Sendable (Row, inout JSONWriter) -> Void
  /// Its value as a cell of CSV.
  let cell: @Sendable (Row) -> String
  /// Takes its value from the JSON of a row.
  let read: @Sendable (inout Row, ReportCursor) throws(ReportError) -> Void
}

extension ReportField {
  /// A whole number of 0 or more; reports from before it was there may lack it if it `isNew`.
  static func count(
    _ name: String, _ path: any WritableKeyPath<Row, Int> & Sendable, isNew: Bool = false
  ) -> ReportField {
    ReportField(
      name: name, write: { $1.field(name, $0[keyPath: path]) },
      cell: { String($0[keyPath: path]) },
      read: { (row, json) throws(ReportError) in
        row[keyPath: path] =
          isNew ? try json.optional(name)?.whole() ?? 0 : try json.count(name)
      })
  }

  /// A number of 0 or more, or null.
  static func measure(
    _ name: String, _ path: any WritableKeyPath<Row, Double?> & Sendable
  ) -> ReportField {
    ReportField(
      name: name, write: { $1.field(name, $0[keyPath: path]) },
      cell: { CSVTable.number($0[keyPath: path]) },
      read: { (row, json) throws(ReportError) in row[keyPath: path] = try json.measure(name) })
  }

  /// A number that follows from other fields: it is not read.
  static func derived(
    _ name: String, _ path: any KeyPath<Row, Double?> & Sendable
  ) -> ReportField {
    ReportField(
      name: name, write: { $1.field(name, $0[keyPath: path]) },
      cell: { CSVTable.number($0[keyPath: path]) }, read: { (_, _) throws(ReportError) in })
  }

  /// True or false.
  static func flag(_ name: String, _ path: any WritableKeyPath<Row, Bool> & Sendable) -> ReportField
  {
    ReportField(
      name: name, write: { $1.field(name, $0[keyPath: path]) },
      cell: { String($0[keyPath: path]) },
      read: { (row, json) throws(ReportError) in row[keyPath: path] = try json.field(name).flag() })
  }
}

extension RequestCounts {
  /// Its fields, but for the latencies.
  static let fields: [ReportField<RequestCounts>] = [
    .count("requests", \.requests), .count("full", \.full), .count("degraded", \.degraded),
    .count("failed", \.failed), .count("abandoned", \.abandoned),
    .count("waited", \.waited, isNew: true), .derived("availability", \.availability),
    .count("attempts", \.attempts), .derived("attemptsPerRequest", \.attemptsPerRequest),
  ]
}

extension LatencyReport {
  static let fields: [ReportField<LatencyReport>] = [
    .measure("mean", \.mean), .measure("p50", \.p50), .measure("p90", \.p90),
    .measure("p99", \.p99), .measure("p999", \.p999), .measure("max", \.max),
  ]
}

extension EndpointCounts {
  static let fields: [ReportField<EndpointCounts>] = [
    .count("attempts", \.attempts), .count("failures", \.failures),
    .count("rejected", \.rejected), .count("answers", \.answers),
  ]
}

extension RunReport {
  /// Its own figures, behind those of all its requests.
  static let fields: [ReportField<RunReport>] = [
    .measure("worstWindowAmplification", \.worstWindowAmplification),
    .measure("failover", \.failover), .measure("failback", \.failback),
    .measure("recovery", \.recovery), .flag("neverFailedBack", \.neverFailedBack),
    .flag("neverRecovered", \.neverRecovered), .count("duplicates", \.duplicates),
  ]
}

extension Timeline.Bin {
  /// Its figures, behind its time.
  static let fields: [ReportField<Timeline.Bin>] = [
    .count("offered", \.offered), .count("full", \.full), .count("degraded", \.degraded),
    .count("failed", \.failed), .measure("p50", \.p50), .measure("p99", \.p99),
  ]
}

extension Timeline.EndpointBin {
  /// Its figures, before the state of its breaker.
  static let fields: [ReportField<Timeline.EndpointBin>] = [
    .count("attempts", \.attempts), .count("failures", \.failures), .count("answers", \.answers),
  ]
}
