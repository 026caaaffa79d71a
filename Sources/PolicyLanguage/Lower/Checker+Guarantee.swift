import PolicyGraph

extension Checker {
  mutating func lowerGuarantee(_ header: Statement) {
    guard let route = positional(header), header.block >= 0 else { return }
    let id: ID<Route> = row(at: Int(route.a))
    var rows: [Guarantee] = []
    var body = cursor(header.block, .guarantee)
    while let statement = next(&body) {
      guard statement.sound, statement.keyword != .allow else { continue }
      var row = Guarantee()
      row.route = id
      row.origin = origin(statement.node)
      if read(statement, &row) { rows.append(row) }
    }
    if body.next == header.block + 1 {
      report(
        .combination(
          file: file, range: tree.headerRange(header.node), "this guarantee claims nothing"))
    }
    _ = graph.guarantees.add(contentsOf: rows)
  }

  private mutating func read(_ statement: Statement, _ row: inout Guarantee) -> Bool {
    switch statement.keyword {
    case .survives:
      row.kind = .survives
      row.perRequest = positional(statement) != nil
      row.any = value(statement, .any)?.count
      row.label = name(statement, .of)
      row.degradedCounts =
        value(statement, .level).map { words.word($0.word) == .degraded } ?? false
      row.failures = members(classes(statement, .as))
      return checkOutages(statement) && checkLabel(statement, .of)
    case .reaches:
      row.kind = .reaches
      row.target = target(positional(statement))
      row.time = value(statement, .within)?.time
    case .attempts:
      row.kind = .attempts
      row.count = value(statement, .atMost)?.count
    case .latency:
      row.kind = .latency
      row.time = value(statement, .atMost)?.time
    case .amplification:
      row.kind = .amplification
      row.factor = value(statement, .atMost)?.factor
    case .availability:
      row.kind = .availability
      row.share = value(statement, .atLeast)?.share
    case .carries: return readCarries(statement, &row)
    case .staysWithin:
      guard let label = open(statement)?.labelWord else { return false }
      row.kind = .staysWithin
      row.label = name(label)
      var names: [PolicyGraph.Word] = []
      for i in statement.first..<statement.end where args[i].labelWord == label {
        var word = PolicyGraph.Word()
        word.text = name(args[i].value.word)
        names.append(word)
        guard checkDomain(label, args[i].value.word, args[i], labelRange(args[i], statement)) else {
          return false
        }
      }
      row.names = graph.words.add(contentsOf: names)
    case .neverRepeats: row.kind = .neverRepeats
    default: return false  // extends, allow
    }
    return true
  }

  private mutating func readCarries(_ statement: Statement, _ row: inout Guarantee) -> Bool {
    row.kind = .carries
    guard let load = positional(statement) else { return false }
    row.rate = load.rate
    row.declaredLoad = load.kind == .choice
    row.any = value(statement, .any)?.count
    row.label = name(statement, .of)
    if (row.any == nil) != (row.label == nil) {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "`any:` and `of:` go together: `carries \(load.kind == .choice ? "load" : "…"), any: 1, of: region`"
        ))
      return false
    }
    return row.label == nil || checkLabel(statement, .of)
  }

  /// What an outage may look like is one of seven classes.
  private mutating func checkOutages(_ statement: Statement) -> Bool {
    let possible: [Word] = [
      .connection, .timeout, .unavailable, .overloaded, .rateLimited, .unauthorized,
      .quotaExhausted,
    ]
    let ids = possible.map { BuiltinClass.id($0) }
    for i in statement.first..<statement.end where args[i].label == .as {
      let id = ID<ErrorClass>(Int(declarations[Int(args[i].value.a)].row))
      if ids.contains(id) { continue }
      report(
        .illegalForClass(
          file: file, range: tree.range(Int(args[i].node)),
          "this is not an outage: `\(words.text(args[i].value.word))`",
          notes: ["an outage is \(joined(possible.map { "`\($0.text)`" }, with: "or"))"]))
      return false
    }
    return true
  }

  /// Whether any endpoint has a domain of a label.
  private mutating func checkLabel(_ statement: Statement, _ label: Word) -> Bool {
    guard let value = value(statement, label), let node = node(statement, label) else {
      return false
    }
    return checkLabel(value.word, tree.range(node))
  }

  /// Whether any endpoint has a domain of a label; else there is a finding at `range`.
  mutating func checkLabel(_ word: WordID, _ range: SourceRange) -> Bool {
    if domainLabels.contains(word) { return true }
    reportUnknown(words.text(word), "label of a fault domain", range) { checker in
      checker.domainLabels.sortedKeys.map {
        checker.words.text(WordID(raw: UInt32(truncatingIfNeeded: $0)))
      }
    }
    return false
  }

  /// Whether any endpoint lies in a domain; else there is a finding, at the label or at the name.
  mutating func checkDomain(
    _ label: WordID, _ word: WordID, _ argument: Argument, _ labelRange: SourceRange
  ) -> Bool {
    if domainOf[UInt64(label.raw) << 32 | UInt64(word.raw)] != nil { return true }
    guard checkLabel(label, labelRange) else { return false }
    let label = name(label)
    let range = tree.range(Int(argument.node))
    reportUnknown(words.text(word), "fault domain", range) { checker in
      checker.graph.domains.rows.filter { $0.label == label }.map { checker.graph.text($0.name) }
    }
    return false
  }

  /// Where the label of an argument stands in its statement.
  func labelRange(_ argument: Argument, _ statement: Statement) -> SourceRange {
    for child in tree.children(statement.node)
    where tree.nodes[child].kind == .labelled && child < Int(argument.node)
      && Int(argument.node) < child + tree.nodes[child].size
    {
      return tree.headRange(child)
    }
    return tree.range(Int(argument.node))
  }
}
