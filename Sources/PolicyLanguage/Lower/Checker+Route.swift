import PolicyGraph

extension Checker {
  mutating func lowerRoute(_ index: Int, _ body: inout Cursor, _ stated: inout UInt16) {
    let declaration = declarations[index]
    var row = Route()
    row.deadline = Unstated.time
    row.errors = ID(Int(UInt32.max))
    var limits: [Limit] = []
    if declaration.base >= 0 {
      row = graph.routes[ID(Int(declarations[Int(declaration.base)].row))]
      limits = Array(graph.limits[row.limits])
    }
    let inheritedLimits = limits.count
    row.name = name(declaration.name)
    row.doc = doc(Int(declaration.node))
    row.origin = origin(Int(declaration.node))
    var matches: [RouteMatch] = []
    var places: [Sites.Site] = []
    var changed = false
    while let statement = next(&body) {
      stated |= shapes.statements[statement.row].bit
      switch statement.keyword {
      case .match:
        if let match = routeMatch(statement) {
          matches.append(match)
          places.append(here(statement.node))
        }
      case .limit:
        changed = true
        lowerLimit(statement, &limits)
      default: lowerRoute(statement, &row)  // an open set of words
      }
    }
    if !matches.isEmpty {
      row.matches = graph.routeMatches.add(contentsOf: matches)
      sites.routeMatches.append(contentsOf: places)
    }
    if changed || limits.count != inheritedLimits {
      row.limits = graph.limits.add(contentsOf: limits)
    }
    graph.routes.set(ID(Int(declaration.row)), row)
  }

  private mutating func lowerRoute(_ statement: Statement, _ row: inout Route) {
    switch statement.keyword {
    case .to: row.target = target(positional(statement)) ?? row.target
    case .effect: row.effect = effect(statement)
    case .deadline: row.deadline = positional(statement)?.time ?? row.deadline
    case .errors: row.errors = table(positional(statement)) ?? row.errors
    case .retry: row.retry = positional(statement).map { self.row(of: $0) ?? Unstated.none() }
    case .breaker: row.breaker = positional(statement).map { self.row(of: $0) ?? Unstated.none() }
    case .hedge: row.hedge = hedge(statement) ?? row.hedge
    case .commit:
      let word = positional(statement).flatMap { words.word($0.word) }
      let isConditional = value(statement, .if) != nil
      if isConditional, word != .firstByte, statement.sound {
        report(
          .combination(
            file: file, range: tree.range(statement.node),
            "`if:` belongs to `commit first-byte`; a complete answer needs no continuation")
        )
      }
      row.commit =
        word == .firstByte ? isConditional ? .firstByteIfResumable : .firstByte : .complete
    case .degrade: row.ladder = positional(statement).map { self.row(of: $0) ?? Unstated.none() }
    case .load: row.load = positional(statement)?.rate
    case .wait:
      guard statement.sound else { return }
      row.waitWithin = value(statement, .within)?.time
      row.waitAtMost = value(statement, .atMost)?.count
    case .require: row.requires = features(statement)
    default: break  // extends, allow
    }
  }

  /// The effect that a statement names.
  func effect(_ statement: Statement) -> Effect {
    switch positional(statement).flatMap({ words.word($0.word) }) {
    case .read: .read
    case .idempotent: .idempotent
    default: .once  // the words that the schema allows
    }
  }

  private mutating func hedge(_ statement: Statement) -> ID<Hedge>? {
    guard statement.sound, let after = value(statement, .after) else { return nil }
    var row = Hedge()
    row.after = after.time
    row.percentile = after.percentile
    row.atLeast = value(statement, .atLeast)?.time
    row.max = value(statement, .max)?.count ?? 1
    row.origin = origin(statement.node)
    if row.percentile != nil, row.atLeast == nil {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "`hedge after:` a percentile needs `at-least:`",
          notes: ["it applies until there are 100 samples"]))
      return nil
    }
    if row.percentile == nil, row.atLeast != nil {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "`at-least:` belongs to a percentile: here `after:` already says when the hedge starts"))
      return nil
    }
    return graph.hedges.add(row)
  }

  private mutating func routeMatch(_ statement: Statement) -> RouteMatch? {
    guard statement.sound else { return nil }
    var row = RouteMatch()
    row.origin = origin(statement.node)
    if value(statement, .path) == nil, value(statement, .method) == nil,
      value(statement, .header) == nil
    {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "`match` needs at least one of `path:`, `method:` and `header:`"))
      return nil
    }
    if value(statement, .is) != nil, value(statement, .header) == nil {
      report(
        .combination(
          file: file, range: tree.range(statement.node), "`is:` is the value of a `header:`"))
      return nil
    }
    var paths: [PathPattern] = []
    var isWhole = true
    for i in statement.first..<statement.end where args[i].label == .path {
      if let pattern = path(args[i]) { paths.append(pattern) } else { isWhole = false }
    }
    // From a match that is known in part nothing follows for other routes.
    guard isWhole else { return nil }
    row.paths = graph.pathPatterns.add(contentsOf: paths)
    checkMethods(statement)
    row.methods = wordRows(statement, .method)
    row.header = name(statement, .header)
    row.values = wordRows(statement, .is)
    return row
  }

  /// Methods are told apart by case (RFC 9110, section 9.1), and all in use are in upper case: one
  /// that is not would match no request.
  private mutating func checkMethods(_ statement: Statement) {
    for i in statement.first..<statement.end where args[i].label == .method {
      let method = words.text(args[i].value.word)
      let upper = method.uppercased()
      if method == upper { continue }
      report(
        .lowerCaseMethod(
          file: file, range: tree.range(Int(args[i].node)), method: method, written: upper))
    }
  }

  private mutating func path(_ argument: Argument) -> PathPattern? {
    var bytes = Array(words.bytes(argument.value.word))
    if let why = PathShape.objection(bytes[...], isPattern: true) {
      let range = tree.range(Int(argument.node))
      report(.badText(file: file, range: range, why.text, notes: [why.note]))
      return nil
    }
    var pattern = PathPattern()
    if bytes.last == UInt8(ascii: "*") {
      pattern.prefix = true
      bytes.removeLast()
    }
    pattern.text = name(words.intern(bytes))
    return pattern
  }
}
