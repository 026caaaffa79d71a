extension FailoverGraph {
  /// Everything that the artifact of this graph holds, as JSON
  /// (`grammar/schemas/inspect.schema.json`).
  ///
  /// Every table is listed by the one visit of its rows: names as text, durations in seconds,
  /// shares and percentiles from 0 to 1, what is absent as null.
  ///
  /// - Parameter isTrusted: whether a key that the reader trusts signed it; nil if nobody looked.
  public func inspectJSON(isTrusted: Bool? = nil) -> String {
    let bytes = JSONWriter.document { json in
      json.field("formatVersion", 1)
      json.object("artifact") { header(isTrusted, &$0) }
      json.object("tables") { json in
        var graph = self
        var tables = InspectTables(graph: self, json: json)
        graph.visitTables(&tables)
        json = tables.json
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func header(_ isTrusted: Bool?, _ json: inout JSONWriter) {
    json.field("format", Int(ArtifactFormat.version))
    json.field("language", Int(languageVersion))
    json.field("bytes", encodedBytes)
    json.key("sourceDigest")
    json.hex(sourceDigest)
    json.key("digest")
    json.hex(digest.bytes)
    json.field("revision", Int64(clamping: revision))
    json.field("signer", signature?.keyID)
    json.field("trusted", isTrusted)
    json.field("capabilities", Capability.allCases.filter(capabilities.contains).map { $0.word })
  }

  /// The name of a row of a table whose rows have names.
  func name(of row: Int, in table: TableKind) -> Name? {
    switch table {
    case .texts: Name(row)
    case .sources: sources[ID(row)].name
    case .endpoints: endpoints[ID(row)].name
    case .features: features[ID(row)].name
    case .groups: groups[ID(row)].name
    case .words: words[ID(row)].text
    case .classes: classes[ID(row)].name
    case .errorTables: errorTables[ID(row)].name
    case .backoffs: backoffs[ID(row)].name
    case .breakers: breakers[ID(row)].name
    case .retries: retries[ID(row)].name
    case .ladders: ladders[ID(row)].name
    case .steps: steps[ID(row)].name
    case .routes: routes[ID(row)].name
    case .scenarios: scenarios[ID(row)].name
    case .credentials, .domainMembers, .domains, .attributes, .limits, .probes, .statusRanges,
      .idempotencyKeys, .latencies, .latencyPoints, .capacities, .members, .arms, .classMembers,
      .errorRows, .matches, .trips, .rules, .responses, .notifies, .routeMatches, .pathPatterns,
      .hedges, .guarantees, .traffic, .models, .givens, .faults, .expects,
      .servedValues:
      nil
    }
  }
}

/// Writes each table as an array of objects.
private struct InspectTables: TableVisitor {
  let graph: FailoverGraph
  var json: JSONWriter

  mutating func table<R: Row>(_ table: inout Table<R>) {
    json.key(R.table.word)
    json.array { json in
      for row in table.rows {
        var row = row
        json.object { json in
          var fields = InspectFields(graph: graph, json: json)
          row.visit(&fields)
          json = fields.json
        }
      }
    }
  }
}

/// Writes each field of a row as a member of its object.
private struct InspectFields: FieldVisitor {
  let graph: FailoverGraph
  var json: JSONWriter

  mutating func scalar<S: Scalar>(
    _ field: StaticString, _ value: inout S, _: ClosedRange<Int64>
  ) {
    json.key(field)
    switch value.shown {
    case .none: json.null()
    case .count(let count): json.value(count)
    case .time(let time): json.decimal(time.ns, places: 9)
    case .share(let share): json.decimal(share.ppb, places: 9)
    case .factor(let factor): json.decimal(factor.millionths, places: 6)
    case .percentile(let percentile): json.decimal(percentile.millionths, places: 6)
    case .flag(let flag): json.value(flag)
    case .word(let word): json.value(word)
    }
  }

  /// A rate has two numbers: a quotient would not be exact.
  mutating func rate(_ field: StaticString, _ value: inout Rate?) {
    json.key(field)
    guard let rate = value else { return json.null() }
    json.object { json in
      json.key("amount")
      json.value(rate.amount)
      json.key("per")
      json.decimal(rate.per.ns, places: 9)
    }
  }

  mutating func ref<R: Row>(_ field: StaticString, _ value: inout ID<R>) {
    json.key(field)
    reference(value)
  }

  mutating func ref<R: Row>(_ field: StaticString, _ value: inout ID<R>?) {
    json.key(field)
    guard let id = value else { return json.null() }
    reference(id)
  }

  mutating func target(_ field: StaticString, _ value: inout Target) {
    json.key(field)
    json.value(graph.bytes(Phrase(graph).name(value)))
  }

  mutating func target(_ field: StaticString, _ value: inout Target?) {
    json.key(field)
    guard let target = value else { return json.null() }
    json.value(graph.bytes(Phrase(graph).name(target)))
  }

  /// A run of rows of the table named: the first one's place, and how many there are.
  mutating func rows<R: Row>(_ field: StaticString, _ value: inout Rows<R>) {
    let rows = value
    json.key(field)
    json.object { json in
      json.key("table")
      json.value(R.table.word)
      json.key("first")
      json.value(Int64(rows.first))
      json.key("count")
      json.value(Int64(rows.length))
    }
  }

  /// A row's name, or its place where the rows of its table have none.
  private mutating func reference<R: Row>(_ id: ID<R>) {
    guard let name = graph.name(of: id.index, in: R.table) else {
      return json.value(Int64(id.raw))
    }
    json.value(graph.bytes(name))
  }
}
