import PolicyGraph

/// What rows say, as text that is the same wherever and under whatever name they are declared.
///
/// Retries, breakers, backoffs, tables of errors and ladders are written out instead of called by
/// their names: to give one another name changes nothing. Who is asked keeps its name.
struct RowText {
  /// One field of a row.
  enum Value {
    case text(String)
    case row(TableKind, Int)
    case rows(TableKind, Range<Int>)
  }

  private let graph: FailoverGraph
  private var tables: [TableKind: [[(name: String, value: Value)]]] = [:]

  init(_ graph: FailoverGraph) {
    self.graph = graph
    var reading = TableReading(graph: graph)
    var copy = graph
    copy.visitTables(&reading)
    tables = reading.tables
  }

  /// The content of a row, without its name, its doc comment and its place.
  func content<R: Row>(_ id: ID<R>, without fields: [String] = []) -> String {
    content(R.table, id.index, without: ["name"] + fields)
  }

  /// The contents of some rows.
  func contents<R: Row>(_ rows: Rows<R>) -> String {
    rows.map { content(R.table, $0.index, without: []) }.joined(separator: "; ")
  }

  private func content(_ table: TableKind, _ row: Int, without: [String]) -> String {
    var parts: [String] = []
    for field in tables[table]?[row] ?? [] where !without.contains(field.name) {
      switch field.value {
      case .text(let text): parts.append("\(field.name) \(text)")
      case .row(let kind, let row):
        parts.append("\(field.name) \(content(kind, row, without: ["name"]))")
      case .rows(let kind, let rows):
        if rows.isEmpty { continue }
        let list = rows.map { content(kind, $0, without: []) }.joined(separator: "; ")
        parts.append("\(field.name) [\(list)]")
      }
    }
    return parts.joined(separator: ", ")
  }
}

/// Takes the fields of every row down.
private struct TableReading: TableVisitor {
  let graph: FailoverGraph
  var tables: [TableKind: [[(name: String, value: RowText.Value)]]] = [:]

  mutating func table<R: Row>(_ table: inout Table<R>) {
    tables[R.table] = table.rows.map { row in
      var fields = FieldReading(graph: graph)
      var row = row
      row.visit(&fields)
      return fields.fields
    }
  }
}

/// Takes the fields of one row down, but for those that say where it stands.
private struct FieldReading: FieldVisitor {
  let graph: FailoverGraph
  var fields: [(name: String, value: RowText.Value)] = []

  private mutating func add(_ field: StaticString, _ value: RowText.Value) {
    let name = FieldReading.words("\(field)")
    if name != "doc", name != "file", name != "line" { fields.append((name, value)) }
  }

  /// `failbackAfter` as `failback-after`.
  private static func words(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "-\($1.lowercased())" : "\($1)" }
  }

  mutating func scalar<S: Scalar>(
    _ field: StaticString, _ value: inout S, _ range: ClosedRange<Int64>
  ) {
    switch value.shown {
    case .none: break
    case .count(let count): add(field, .text("\(count)"))
    case .time(let time): add(field, .text(time.spelling))
    case .share(let share): add(field, .text(share.spelling))
    case .factor(let factor): add(field, .text(factor.spelling))
    case .percentile(let percentile): add(field, .text(percentile.spelling))
    case .flag(let flag): add(field, .text(flag ? "yes" : "no"))
    case .word(let word): add(field, .text("\(word)"))
    }
  }

  mutating func rate(_ field: StaticString, _ value: inout Rate?) {
    if let value { add(field, .text(value.spelling)) }
  }

  mutating func ref<R: Row>(_ field: StaticString, _ value: inout ID<R>) {
    add(field, reference(R.table, value.index))
  }

  mutating func ref<R: Row>(_ field: StaticString, _ value: inout ID<R>?) {
    if let value { add(field, reference(R.table, value.index)) }
  }

  mutating func target(_ field: StaticString, _ value: inout Target) {
    add(field, .text(graph.name(of: value)))
  }

  mutating func target(_ field: StaticString, _ value: inout Target?) {
    if let value { add(field, .text(graph.name(of: value))) }
  }

  mutating func rows<R: Row>(_ field: StaticString, _ value: inout Rows<R>) {
    add(field, .rows(R.table, value.startIndex..<value.endIndex))
  }

  private func reference(_ table: TableKind, _ row: Int) -> RowText.Value {
    if table == .texts { return .text(graph.text(Name(row))) }
    if table == .classes { return .text(graph.text(graph.classes[ID(row)].name)) }
    if table == .endpoints { return .text(graph.text(graph.endpoints[ID(row)].name)) }
    if table == .groups { return .text(graph.text(graph.groups[ID(row)].name)) }
    if table == .routes { return .text(graph.text(graph.routes[ID(row)].name)) }
    return .row(table, row)
  }
}
