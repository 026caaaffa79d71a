import PolicyGraph

extension Checker {
  /// Names every declaration of the program, and gives it its row.
  mutating func collect(_ settings: [Setting]) {
    declareClasses()
    defaults = [FileDefaults](repeating: FileDefaults(), count: program.files.count)
    reserve()
    for index in program.files.indices { collect(file: FileID(index)) }
    loadBuiltins()
    applySettings(settings)
    heads.append(contentsOf: repeatElement(-1, count: Swift.max(0, words.count - heads.count)))
    graph.sources = Table(
      // What holds where nothing is said is the last file, and a source once something uses it.
      program.files.dropLast().map { source($0) })
  }

  /// A file as artifacts name it.
  mutating func source(_ loaded: Program.File) -> Source {
    var source = Source()
    source.name = name(text: loaded.tree.source.name)
    return source
  }

  private mutating func declareClasses() {
    for (index, known) in BuiltinClass.all.enumerated() {
      var row = ErrorClass()
      let word = words.intern(Array(known.word.text.utf8))
      row.name = name(word)
      row.executed = known.executed
      row.scope = known.scope
      row.builtin = true
      graph.classes.add(row)
      declare(
        Declaration(
          kind: .errorClass, file: FileID(0), node: -1, name: word, row: Int32(index),
          state: .done, builtin: true))
    }
  }

  private mutating func declare(_ declaration: Declaration) {
    let word = declaration.name
    if word.index >= heads.count {
      heads.append(
        contentsOf: repeatElement(-1, count: Swift.max(words.count, word.index + 1) - heads.count))
    }
    var declaration = declaration
    declaration.sameWord = heads[word.index]
    heads[word.index] = Int32(truncatingIfNeeded: declarations.count)
    declarations.append(declaration)
  }

  /// Makes room for the rows that many declarations will need: tables that grow by doubling would
  /// hold the largest programs three times over.
  private mutating func reserve() {
    var endpoints = 0
    var groups = 0
    var routes = 0
    for loaded in program.files {
      let tree = loaded.tree
      var node = 1
      while node < tree.nodes.count {
        switch words.word(tree.tokens[Int(tree.nodes[node].token)].word) {
        case .endpoint: endpoints += 1
        case .activePassive, .activeActive, .select: groups += 1
        case .route: routes += 1
        default: break  // an open set of words
        }
        node += tree.nodes[node].size
      }
    }
    graph.endpoints.rows.reserveCapacity(endpoints)
    graph.groups.rows.reserveCapacity(groups)
    graph.routes.rows.reserveCapacity(routes)
    declarations.reserveCapacity(endpoints + groups + routes + BuiltinClass.all.count + 16)
  }

  private mutating func collect(file id: FileID) {
    enter(id)
    checkLanguage(builtin: program.files[Int(id.raw)].builtin)
    var node = 1
    while node < tree.nodes.count {
      if tree.nodes[node].kind == .statement { collect(node) }
      node += tree.nodes[node].size
    }
  }

  private mutating func checkLanguage(builtin: Bool) {
    guard !builtin else { return }
    let nodes = tree.children(0)
    let first = nodes.first { tree.nodes[$0].kind == .statement }
    guard let first else {
      // A file of which nothing could be read has its finding.
      if nodes.isEmpty { report(.languageFirst(file: file, range: SourceRange(0, 0))) }
      return
    }
    if fileKeyword(first) == .language { return checkVersion(first) }
    let late = nodes.first {
      tree.nodes[$0].kind == .statement && fileKeyword($0) == .language
    }
    let range = tree.headRange(late ?? first)
    report(
      late == nil
        ? .languageFirst(file: file, range: range) : .languageLate(file: file, range: range))
  }

  private mutating func checkVersion(_ node: Int) {
    guard tree.nodes[node].size > 1, tree.nodes[node + 1].kind == .leaf else { return }
    let token = tree.tokens[Int(tree.nodes[node + 1].token)]
    guard token.kind == .number,
      case .success(let literal) = Literal.number(tree.source.bytes, Int(token.start), token.end),
      literal.kind == .count, literal.a != 1
    else { return }
    report(.languageVersion(file: file, range: token.range, found: tree.source.text(token.range)))
  }

  private mutating func collect(_ node: Int) {
    guard let word = fileKeyword(node) else { return }
    switch word {
    case .endpoint: declare(node, .endpoint)
    case .activePassive: declare(node, .activePassive)
    case .activeActive: declare(node, .activeActive)
    case .select: declare(node, .select)
    case .errors: declare(node, .errors)
    case .backoff: declare(node, .backoff)
    case .breaker: declare(node, .breaker)
    case .retry: declare(node, .retry)
    case .degrade: declare(node, .degrade)
    case .route: declare(node, .route)
    case .scenario: declare(node, .scenario)
    case .class: declare(node, .errorClass)
    case .let: declareLets(node)
    default: break  // an open set of words: the rest declares nothing
    }
  }

  private mutating func declare(_ node: Int, _ kind: Declaration.Kind) {
    guard let token = nameToken(node), let name = declaredName(token) else { return }
    guard unique(name, kind.namespace, token.range, node) else { return }
    let row = placeholder(kind)
    guard row < Limits.declarationsMax else {
      report(.tooManyDeclarations(file: file, range: token.range, kind: kind.noun))
      return
    }
    declare(
      Declaration(
        kind: kind, file: file, node: Int32(truncatingIfNeeded: node), name: name,
        row: Int32(truncatingIfNeeded: row)))
  }

  /// The token that a declaration is named by: a word, or by mistake a text.
  func nameToken(_ node: Int) -> Token? {
    guard tree.nodes[node].size > 1, tree.nodes[node + 1].kind == .leaf else { return nil }
    let token = tree.tokens[Int(tree.nodes[node + 1].token)]
    return token.kind == .word || token.kind == .text ? token : nil
  }

  private mutating func declaredName(_ token: Token) -> WordID? {
    if token.kind == .word { return token.word }
    guard case .success(let bytes) = TextLiteral.decode(tree.source, token) else { return nil }
    return words.intern(bytes)
  }

  private mutating func unique(
    _ word: WordID, _ kind: RefKind, _ range: SourceRange, _ node: Int
  ) -> Bool {
    guard let first = declaration(word, kind) else {
      // Such a name could not be referred to: the word itself is wanted there.
      guard words.word(word) == Word.none, let why = noneMeans(kind) else { return true }
      report(.reservedName(file: file, range: range, name: "none", why: why))
      return false
    }
    report(
      .declaredTwice(
        file: file, range: range, name: words.text(word),
        kind: declarations[first].kind.namespace.noun, first: site(of: declarations[first])))
    return false
  }

  /// What `none` means in the place of a name; nil where it means nothing.
  private func noneMeans(_ kind: RefKind) -> String? {
    switch kind {
    case .degrade: "`degrade none` means no ladder at all"
    case .retry: "`retry none` means that every failure goes to the ladder"
    case .breaker: "`breaker none` means no breaker at all"
    case .backoff: "`backoff: none` means to repeat at once"
    case .target, .errors, .route, .scenario, .errorClass, .letValue: nil
    }
  }

  /// Adds the row that a declaration will fill; its index.
  mutating func placeholder(_ kind: Declaration.Kind) -> Int {
    switch kind {
    case .endpoint: graph.endpoints.add(Endpoint()).index
    case .activePassive, .activeActive, .select: graph.groups.add(Group()).index
    case .errors: graph.errorTables.add(ErrorTable()).index
    case .backoff: graph.backoffs.add(Backoff()).index
    case .breaker: graph.breakers.add(Breaker()).index
    case .retry: graph.retries.add(Retry()).index
    case .degrade: graph.ladders.add(Ladder()).index
    case .route: graph.routes.add(Route()).index
    case .scenario: graph.scenarios.add(Scenario()).index
    case .errorClass: graph.classes.add(ErrorClass()).index
    case .letValue: 0
    }
  }

  // MARK: let

  private mutating func declareLets(_ node: Int) {
    var child = node + 1
    while child < node + tree.nodes[node].size {
      if tree.nodes[child].kind == .labelled, tree.nodes[child].size > 1 {
        let label = tree.tokens[Int(tree.nodes[child].token)]
        let value = tree.tokens[Int(tree.nodes[child + 1].token)]
        if value.kind == .word, tree.nodes[child + 1].kind == .leaf, !isPercentile(value) {
          report(.letValue(file: file, range: value.range, name: tree.source.text(label.range)))
        } else if label.kind == .word, unique(label.word, .letValue, label.range, node) {
          declare(
            Declaration(
              kind: .letValue, file: file, node: Int32(truncatingIfNeeded: node), name: label.word,
              state: .done))
          if let literal = literal(value) {
            lets[declarations.count - 1] = literal
          }
        }
      }
      child += tree.nodes[child].size
    }
  }
  /// The literal of a `let`, or of a setting; findings about it are made where the statement is
  /// checked.
  private mutating func literal(_ token: Token) -> Value? {
    let bytes = tree.source.bytes
    let result: Result<Literal, Literal.Failure>
    switch token.kind {
    case .number: result = Literal.number(bytes, Int(token.start), token.end)
    case .word, .percentile: result = Literal.percentile(bytes, Int(token.start), token.end)
    case .text:
      guard case .success(let text) = TextLiteral.decode(tree.source, token) else { return nil }
      return Value(kind: .literal, literal: .text, word: words.intern(text))
    case .comma, .colon, .semicolon, .openBrace, .closeBrace, .openBracket, .closeBracket,
      .openParen, .closeParen, .unknown, .end:
      return nil
    }
    guard case .success(let literal) = result else { return nil }
    return Value(kind: .literal, literal: literal.kind, a: literal.a, b: literal.b)
  }

  private mutating func applySettings(_ settings: [Setting]) {
    for setting in settings {
      let word = words.intern(Array(setting.name.utf8))
      guard let found = declaration(word, .letValue), let held = lets[found] else {
        if declaration(word, .letValue) == nil {
          let known = declarations.filter { $0.kind == .letValue }.map { words.text($0.name) }
          diagnostics.append(
            .unknownSetting(
              file: FileID(0), range: SourceRange(0, 0), name: setting.name,
              near: allNearest(setting.name, in: known)))
        }
        continue
      }
      let declared = declarations[found]
      let range = site(of: declared)?.range ?? SourceRange(0, 0)
      if SecretShape.looksLikeSecret(Array(setting.value.utf8)[...]) {
        diagnostics.append(.secretSetting(file: declared.file, range: range, name: setting.name))
        continue
      }
      guard let value = parsed(setting, as: held.literal), value.literal == held.literal else {
        let given = parsed(setting, as: held.literal)?.literal.noun ?? "no literal"
        diagnostics.append(
          .settingType(
            file: declared.file, range: range, name: setting.name, found: given,
            wanted: held.literal.noun))
        continue
      }
      lets[found] = value
    }
  }

  /// Reads the value of a setting; a text needs no quotes there.
  private mutating func parsed(_ setting: Setting, as kind: Literal.Kind) -> Value? {
    let source = SourceFile(name: "--set", text: setting.value)
    var scratch = Words()
    let lexer = Lexer(source, as: file, words: &scratch)
    if lexer.tokens.count == 2, lexer.diagnostics.isEmpty,
      lexer.tokens[0].kind != .word || kind == .percentile
    {
      let saved = tree
      defer { tree = saved }
      tree = SyntaxTree(
        source: source, tokens: lexer.tokens, lineStarts: lexer.lineStarts, nodes: [])
      if let value = literal(lexer.tokens[0]), value.literal == .text || kind != .text {
        return value
      }
    }
    return kind == .text
      ? Value(kind: .literal, literal: .text, word: words.intern(Array(setting.value.utf8))) : nil
  }
}
