import PolicyGraph

extension Checker {
  /// Lowers every declaration, bases before what extends them, then what has no name.
  mutating func lower() {
    link()
    for index in declarations.indices
    where declarations[index].kind == .errorClass && !declarations[index].builtin {
      lowerChain(index)
    }
    for index in program.files.indices { lowerDefaults(FileID(index)) }
    // Scenarios last: they may name what is declared behind them, or in any other file.
    for isScenario in [false, true] {
      for index in declarations.indices
      where !declarations[index].builtin && (declarations[index].kind == .scenario) == isScenario {
        lowerChain(index)
      }
    }
    lowerPending()
    for index in program.files.indices { lowerFile(FileID(index)) }
    lowerPending()
    finish()
  }

  /// Lowers a declaration after all that it extends.
  mutating func lowerChain(_ index: Int) {
    if declarations[index].base < 0 {
      guard declarations[index].state == .waiting else { return }
      lower(index)
      declarations[index].state = .done
      args.removeAll(keepingCapacity: true)
      return
    }
    var chain: [Int] = []
    var at = index
    while declarations[at].state != .done {
      if declarations[at].state == .busy {
        let cycle = chain.drop { $0 != at }
        let declaration = declarations[at]
        let range = site(of: declaration)?.range ?? SourceRange(0, 0)
        let names = (cycle + [at]).map { words.text(declarations[$0].name) }
        diagnostics.append(
          .extendsCycle(
            file: declaration.file, range: range, names: cycle.count == 1 ? [names[0]] : names))
        for member in cycle { declarations[member].isOrphan = true }
        declarations[chain[chain.count - 1]].base = -1
        break
      }
      declarations[at].state = .busy
      chain.append(at)
      guard declarations[at].base >= 0 else { break }
      at = Int(declarations[at].base)
    }
    for index in chain.reversed() {
      lower(index)
      declarations[index].state = .done
      args.removeAll(keepingCapacity: true)
    }
  }

  private mutating func lower(_ index: Int) {
    guard !isTooLarge else { return }
    let declaration = declarations[index]
    enter(declaration.file)
    let node = Int(declaration.node)
    foundBefore = troubles
    mayLack = false
    if declaration.base >= 0 {
      let base = declarations[Int(declaration.base)]
      if base.spoiled { declarations[index].spoiled = true }
      if base.isOrphan { declarations[index].isOrphan = true }
    }
    // What a mistake of grammar has swallowed is not missing.
    if syntaxFindings.count > 0, syntaxFindings.holds(declaration.file, tree.range(node)) {
      declarations[index].isOrphan = true
    }
    if declarations[index].isOrphan { declarations[index].spoiled = true }
    defer { if isSpoiled { declarations[index].spoiled = true } }
    switch declaration.kind {
    case .letValue: return
    case .errorClass:
      lowerClass(index, node)
      return
    case .endpoint, .activePassive, .activeActive, .select, .errors, .backoff, .breaker, .retry,
      .degrade, .route, .scenario:
      break
    }
    // The header is checked like any statement; its block is then read by the lowering of its kind.
    var header = Cursor(
      next: node, end: node + tree.nodes[node].size, context: .file, block: headerBlock())
    guard let statement = next(&header), statement.block >= 0,
      let context = declaration.kind.context
    else { return }
    var body = cursor(statement.block, context)
    var stated: UInt16 =
      declaration.base >= 0 ? declarations[Int(declaration.base)].stated : 0
    switch declaration.kind {
    case .endpoint: lowerEndpoint(index, &body, &stated)
    case .activePassive, .activeActive, .select: lowerGroup(index, &body, &stated)
    case .errors: lowerErrors(index, &body)
    case .backoff: lowerBackoff(index, &body)
    case .breaker: lowerBreaker(index, &body, &stated)
    case .retry: lowerRetry(index, &body, &stated)
    case .degrade: lowerLadder(index, &body, &stated)
    case .route: lowerRoute(index, &body, &stated)
    case .scenario: lowerScenario(index, &body, &stated)
    case .errorClass, .letValue: break
    }
    declarations[index].stated = stated
    if mayLack { declarations[index].isOrphan = true }
    checkStated(index, context)
    if declaration.base >= 0 { checkGrowth() }
  }

  /// Stops once rows copied by `extends` are more than any artifact holds.
  private mutating func checkGrowth() {
    let rows =
      graph.errorRows.count + graph.classMembers.count + graph.rules.count + graph.steps.count
      + graph.domainMembers.count + graph.attributes.count + graph.limits.count
    // A row has four bytes or more.
    guard rows > ArtifactFormat.bytesMax / 4 else { return }
    isTooLarge = true
    diagnostics.append(.artifactTooLarge(file: FileID(0), bytes: nil))
  }

  private mutating func headerBlock() -> Int32 {
    blocks += 1
    return blocks
  }

  /// Reports what a declaration must state and neither does nor inherits.
  private mutating func checkStated(_ index: Int, _ context: Context) {
    let declaration = declarations[index]
    // What it extends may state the rest.
    if declaration.isOrphan { return }
    for required in shapes.required where required.stands(in: context) {
      if declaration.stated & required.bit != 0 { continue }
      let inherited = defaults[Int(file.raw)]
      // An endpoint's retry needs none; a route's is looked at once it is known which those are.
      if required.word == .attempts { continue }
      if required.word == .deadline, inherited.deadline != nil || inherited.isSpoiled { continue }
      if required.word == .effect, inherited.effect != nil || inherited.isSpoiled { continue }
      report(
        .missingStatement(
          file: file, range: tree.headerRange(Int(declaration.node)), kind: declaration.kind.noun,
          name: words.text(declaration.name), keyword: Schema.rows[required.row]))
      // Whatever extends this one lacks the same, and need not be told of it again.
      declarations[index].stated |= required.bit
    }
  }

  private mutating func lowerClass(_ index: Int, _ node: Int) {
    var header = Cursor(
      next: node, end: node + tree.nodes[node].size, context: .file, block: headerBlock())
    guard let statement = next(&header) else { return }
    var row = ErrorClass()
    row.name = name(declarations[index].name)
    if words.word(declarations[index].name) == .success {
      report(
        .combination(
          file: file, range: tree.headerRange(node), "`success` cannot name a class",
          notes: ["a row of an error table that begins with `success` is about good answers"]))
    }
    row.origin = origin(node)
    if let value = value(statement, .executed) {
      row.executed = words.word(value.word) == .no ? .no : .maybe
    }
    if let value = value(statement, .scope) { row.scope = scope(value) }
    graph.classes.set(ID(Int(declarations[index].row)), row)
  }

  /// The scope that a word names.
  func scope(_ value: Value) -> Scope {
    switch words.word(value.word) {
    case .request: .request
    case .credential: .credential
    case .account: .account
    case .address: .address
    case .provider: .provider
    case .local: .local
    default: .endpoint  // an open set of words
    }
  }

  /// Statements of a file that declare nothing by name.
  private mutating func lowerFile(_ id: FileID) {
    enter(id)
    var body = Cursor(next: 1, end: tree.nodes.count, context: .file, block: headerBlock())
    while body.next < body.end {
      let node = body.next
      let size = tree.nodes[node].size
      let keyword = tree.nodes[node].kind == .statement ? fileKeyword(node) : nil
      if isNamed(keyword, node) {
        body.next += size
        continue
      }
      var one = Cursor(next: node, end: node + size, context: .file, block: body.block)
      if let statement = next(&one) { lowerUnnamed(statement) }
      body.next = node + size
      args.removeAll(keepingCapacity: true)
    }
  }

  /// Whether a statement has been lowered as a named declaration.
  private func isNamed(_ word: Word?, _ node: Int) -> Bool {
    switch word {
    case .endpoint, .activePassive, .activeActive, .select, .errors, .backoff, .breaker, .retry,
      .degrade, .route, .scenario, .class:
      // One that has no name at all is still to be reported.
      return nameToken(node) != nil
    default: return false  // an open set of words
    }
  }

  private mutating func lowerUnnamed(_ statement: Statement) {
    switch statement.keyword {
    case .faultDomain: lowerFaultDomain(statement)
    case .guarantee: lowerGuarantee(statement)
    default: break  // checked by its shape alone: language, import, let, allow, defaults
    }
  }

  /// Reads `defaults` of a file, before the declarations that use them.
  private mutating func lowerDefaults(_ id: FileID) {
    enter(id)
    var node = 1
    while node < tree.nodes.count {
      let size = tree.nodes[node].size
      if tree.nodes[node].kind == .statement,
        fileKeyword(node) == .defaults,
        let block = tree.children(node).last, tree.nodes[block].kind == .block,
        defaults[Int(id.raw)].node < 0
      {
        var found = FileDefaults()
        found.node = Int32(truncatingIfNeeded: node)
        foundBefore = troubles
        if syntaxFindings.holds(id, tree.range(node)) { unreadable += 1 }
        var body = cursor(block, .defaults)
        while let statement = next(&body) { lowerDefault(statement, &found) }
        found.isSpoiled = isSpoiled
        defaults[Int(id.raw)] = found
        args.removeAll(keepingCapacity: true)
      }
      node += size
    }
  }

  private mutating func lowerDefault(_ statement: Statement, _ found: inout FileDefaults) {
    switch statement.keyword {
    case .errors: found.errors = table(positional(statement))
    case .retry: found.retry = positional(statement)
    case .breaker: found.breaker = positional(statement)
    case .degrade: found.degrade = positional(statement)
    case .timeout: readTimeouts(statement, &found.timeouts)
    case .effect: found.effect = positional(statement).map { _ in effect(statement) }
    case .failback: found.failback = failback(statement)
    case .deadline: found.deadline = positional(statement)?.time
    case .processes: found.processes = positional(statement)?.count ?? 1
    default: break  // an open set of words
    }
  }
}
