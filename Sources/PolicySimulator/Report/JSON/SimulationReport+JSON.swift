import PolicyGraph

extension SimulationReport {
  /// The version of the JSON: a field more does not change it, anything else does.
  static let formatVersion = 1

  /// The whole report as JSON (`grammar/schemas/simulation.schema.json`), from which
  /// `init(json:)` makes it again.
  ///
  /// What did not occur is null; durations and instants are seconds, shares 0…1. Numbers have as
  /// few digits as tell them from their neighbours.
  public func json() -> [UInt8] {
    JSONWriter.document { json in
      json.field("formatVersion", SimulationReport.formatVersion)
      json.field("partial", isPartial)
      json.object("shard", shard, inline: true) { shard, json in
        json.field("index", shard.index)
        json.field("count", shard.count)
      }
      json.objects("scenarios", scenarios) { $0.write(to: &$1) }
    }
  }
}

extension JSONWriter {
  /// Writes the listed fields of a row.
  mutating func fields<Row>(of row: Row, _ fields: [ReportField<Row>]) {
    for field in fields { field.write(row, &self) }
  }

  /// Writes a field whose value is an object with a field for each name, each on one line.
  mutating func object<Value>(
    _ name: String, _ names: [String], _ values: [Value],
    _ write: (Value, inout JSONWriter) -> Void
  ) {
    object(name) { json in
      for (name, value) in zip(names, values) {
        json.key(name)
        json.object(inline: true) { write(value, &$0) }
      }
    }
  }

  /// Writes a field whose value is an object with a whole number for each name, on one line.
  mutating func object(_ name: String, _ names: [String], _ numbers: [Int]) {
    key(name)
    object(inline: true) { json in
      for (name, number) in zip(names, numbers) { json.field(name, number) }
    }
  }
}
