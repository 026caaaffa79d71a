import PolicyGraph

extension Checker {
  mutating func lowerErrors(_ index: Int, _ body: inout Cursor) {
    let declaration = declarations[index]
    var row = ErrorTable()
    row.name = name(declaration.name)
    row.doc = doc(Int(declaration.node))
    row.origin = origin(Int(declaration.node))
    var rows: [ErrorRow] = []
    var sites: [Sites.Site] = []
    while let statement = next(&body) {
      guard let line = errorRow(statement) else { continue }
      rows.append(line)
      sites.append(here(statement.node))
    }
    let own = rows.count
    if declaration.base >= 0, let base = tables[Int(declaration.base)] {
      rows.append(contentsOf: base.rows)
      sites.append(contentsOf: base.sites)
    }
    if rows.isEmpty, !isSpoiled, !declaration.isOrphan {
      report(
        .missingArgument(
          file: file, range: tree.headerRange(Int(declaration.node)), keyword: "errors",
          row: P("a row", .ref(.errorClass), "`CLASS status: …`, or `extends http`.")))
    }
    let draft = TableDraft(row: row, rows: rows, sites: sites, own: own)
    // The language's own tables are held against this by a test, not at every start.
    if !declaration.builtin { checkShadowed(draft) }
    tables[index] = draft
    if declaration.row >= 0 { emitTable(index) }
  }

  /// Puts a table into the graph.
  mutating func emitTable(_ index: Int) {
    guard var draft = tables[index] else { return }
    draft.row.rows = graph.errorRows.add(contentsOf: draft.rows)
    sites.errorRows.append(contentsOf: draft.sites)
    graph.errorTables.set(ID(Int(declarations[index].row)), draft.row)
  }

  private mutating func errorRow(_ statement: Statement) -> ErrorRow? {
    guard statement.sound else { return nil }
    var row = ErrorRow()
    switch statement.keyword {
    case .success: break
    case .class:
      guard let found = declaration(statement.word, .errorClass) else { return nil }
      let id = ID<ErrorClass>(Int(declarations[found].row))
      row.errorClass = id
      row.executed = graph.classes[id].executed
      row.scope = graph.classes[id].scope
    default: return nil  // extends, allow
    }
    row.origin = origin(statement.node)
    if let value = value(statement, .executed) {
      row.executed = words.word(value.word) == .no ? .no : .maybe
    }
    if let value = value(statement, .scope) { row.scope = scope(value) }
    var matches: [Match] = []
    for label in [Word.status, .code, .codeNot, .body, .header, .transport] {
      for i in statement.first..<statement.end where args[i].label == label {
        matches.append(match(label, args[i].value))
      }
    }
    if matches.isEmpty {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          row.errorClass == nil
            ? "a row needs at least one of `status:`, `code:`, `code-not:`, `body:` and `header:`"
            : "a row needs at least one of `status:`, `code:`, `code-not:`, `body:`, `header:` and `transport:`"
        ))
      return nil
    }
    switch words.word(statement.word) {
    case .noCandidate, .notServed, .unclassified:
      report(
        .illegalForClass(
          file: file, range: tree.headRange(statement.node),
          "no answer can be `\(words.text(statement.word))`",
          notes: ["the runtime reports it when no row, or no endpoint, is left"]))
      return nil
    default: break  // all other classes may be what an answer is
    }
    row.matches = graph.matches.add(contentsOf: matches)
    return row
  }

  private mutating func match(_ label: Word, _ value: Value) -> Match {
    var match = Match()
    switch label {
    case .code:
      match.field = .code
      match.text = name(value.word)
    case .codeNot:
      match.field = .codeNot
      match.text = name(value.word)
    case .body:
      match.field = .body
      match.text = name(value.word)
    case .header:
      match.field = .header
      readHeader(value.word, &match)
    case .transport:
      match.field = .transport
      let word = words.text(value.word)
      match.transport = Transport.allCases.first { "\($0.word)" == word } ?? .none
    default:  // status, the only one left of the six
      match.field = .status
      (match.first, match.last) = statusRange(value)
    }
    return match
  }

  /// `"name"`, or `"name: value"`.
  private mutating func readHeader(_ word: WordID, _ match: inout Match) {
    let bytes = Array(words.bytes(word))
    let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
    let lower = bytes[..<(colon ?? bytes.count)].map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    match.header = name(words.intern(lower))
    if let colon {
      let rest = bytes[(colon + 1)...].drop { $0 == 0x20 }
      match.text = name(words.intern(Array(rest)))
    }
  }
}

/// An error table on its way into the graph: one of the language may only be extended.
struct TableDraft: Sendable {
  var row: ErrorTable
  var rows: [ErrorRow]
  var sites: [Sites.Site]
  /// How many of the rows, the first ones, are the declaration's own.
  var own: Int
}
