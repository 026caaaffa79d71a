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
    var json = JSONWriter()
    json.object { json in
      json.field("formatVersion", SimulationReport.formatVersion)
      json.key("partial")
      json.value(isPartial)
      json.key("shard")
      if let shard {
        json.inline { json in
          json.object { json in
            json.field("index", shard.index)
            json.field("count", shard.count)
          }
        }
      } else {
        json.null()
      }
      json.array("scenarios") { json in
        for scenario in scenarios { json.object { scenario.write(to: &$0) } }
      }
    }
    return json.finish()
  }
}

extension JSONWriter {
  /// Writes a number with as few digits as tell it from its neighbours; what is none as null.
  mutating func value(_ number: Double) {
    guard number.isFinite else { return null() }
    let spelling = number.description
    self.number(spelling.hasSuffix(".0") ? String(spelling.dropLast(2)) : spelling)
  }

  /// Writes a field whose value is a number, or null.
  mutating func field(_ name: String, _ value: Double?) {
    key(name)
    if let value { self.value(value) } else { null() }
  }

  /// Writes a field whose value is text, or null.
  mutating func field(_ name: String, optional value: String?) {
    key(name)
    if let value { self.value(value) } else { null() }
  }

  /// Writes a field whose value is true or false.
  mutating func field(_ name: String, _ flag: Bool) {
    key(name)
    value(flag)
  }

  /// Writes a field whose value is a seed: all its 64 bits.
  mutating func field(_ name: String, seed: UInt64) {
    key(name)
    number(String(seed))
  }

  /// Writes a field whose value is an array of texts, on one line.
  mutating func field(_ name: String, _ texts: [String]) {
    key(name)
    inline { json in json.array { json in for text in texts { json.value(text) } } }
  }

  /// Writes a field whose value is an array of whole numbers, on one line.
  mutating func field(_ name: String, _ numbers: [Int]) {
    key(name)
    inline { json in json.array { json in for number in numbers { json.value(number) } } }
  }

  /// Writes a field whose value is an object with a field for each name, each on one line.
  mutating func field<Value>(
    _ name: String, _ names: [String], _ values: [Value],
    _ write: (Value, inout JSONWriter) -> Void
  ) {
    object(name) { json in
      for (name, value) in zip(names, values) {
        json.key(name)
        json.inline { json in json.object { write(value, &$0) } }
      }
    }
  }

  /// Writes a field whose value is an object with a whole number for each name, on one line.
  mutating func field(_ name: String, _ names: [String], _ numbers: [Int]) {
    key(name)
    inline { json in
      json.object { json in
        for (name, number) in zip(names, numbers) { json.field(name, number) }
      }
    }
  }
}
