import PolicyGraph

// Statements and labels that are written in each other's place, and words of other tools: what is
// written instead.

extension Checker {
  /// Reports a word of other tools in a keyword's place; at the top of a file, the row and the
  /// keyword that it is read as, so that what it declares is known.
  mutating func reportForeign(
    _ node: Int, _ context: Context, _ foreign: ForeignWord
  ) -> (row: Int, word: WordID)? {
    let token = tree.tokens[Int(tree.nodes[node].token)]
    let found = tree.source.text(token.range)
    var finding = Diagnostic.foreignKeyword(
      file: file, range: token.range, keyword: found, context: context, note: foreign.note,
      isKeyword: words.word(token.word).map { !Schema.homes(of: $0).isEmpty } ?? false)
    finding.fix = fix(foreign, node)
    report(finding)
    mayLack = true
    guard context == .file, let word = foreign.word else { return nil }
    let id = WordID(raw: UInt32(word.ordinal))
    return Schema.row(id, in: context).map { ($0, id) }
  }

  private func fix(_ foreign: ForeignWord, _ node: Int) -> Diagnostic.Fix? {
    let word = foreign.word?.text ?? ""
    let values = tree.children(node).filter { tree.nodes[$0].kind != .block }
    let head = tree.headRange(node)
    if let meant = foreign.word, isStated(meant) { return nil }
    switch foreign.correction {
    case .none: return nil
    case .keyword: return .replacing(head, of: file, by: word)
    case .words(let text):
      guard values.count == 1, tree.nodes[values[0]].kind == .leaf else { return nil }
      return .replacing(head, of: file, by: text)
    case .plusOne:
      guard values.count == 1, tree.nodes[values[0]].kind == .leaf,
        let count = Int(tree.source.text(tree.range(values[0]))), count < 64
      else { return nil }
      return .replacing(tree.range(node), of: file, by: "\(word) \(count + 1)")
    case .each:
      let inner = values.flatMap { tree.nodes[$0].kind == .list ? tree.children($0) : [$0] }
      guard !inner.isEmpty, inner.allSatisfy({ tree.nodes[$0].kind == .leaf }) else { return nil }
      let statements = inner.map { "\(word) \(tree.source.text(tree.range($0)))" }
      return .replacing(tree.range(node), of: file, by: statements.joined(separator: "; "))
    }
  }

  /// Whether the block at hand states a keyword that it may state only once.
  private func isStated(_ keyword: Word) -> Bool {
    guard let row = Schema.row(WordID(raw: UInt32(keyword.ordinal)), in: walk.context),
      !shapes.statements[row].repeatable
    else { return false }
    if seenBlock[row] == walk.block { return true }
    var node = walk.next
    while node < walk.end {
      let isStatement = tree.nodes[node].kind == .statement
      let token = tree.tokens[Int(tree.nodes[node].token)]
      if isStatement, words.word(token.word) == keyword { return true }
      node += tree.nodes[node].size
    }
    return false
  }

  /// Reports a label that stands where a statement begins, as in `failures 5` for
  /// `trip failures: 5`; false if no statement of the block has such a label.
  mutating func reportLabelAsKeyword(_ node: Int, _ context: Context, _ word: Word) -> Bool {
    let owners = Schema.rows.indices.filter { row in
      row != Schema.errorRowIndex && Schema.rows[row].contexts.contains(context)
        && Schema.rows[row].arguments.contains { $0.label == word }
    }
    guard let first = owners.first else { return false }
    mayLack = true
    let names = owners.map { "`\(Schema.rows[$0].word.text)`" }
    var fix: Diagnostic.Fix?
    let others = Schema.rows[first].arguments.filter { $0.required && $0.label != word }
    let values = tree.children(node)
    if owners.count == 1, others.isEmpty, values.count == 1, tree.nodes[values[0]].kind == .leaf,
      !isStated(first)
    {
      fix = .replacing(
        tree.headRange(node), of: file, by: "\(Schema.rows[first].word.text) \(word.text):")
    }
    report(
      .labelAsKeyword(
        file: file, range: tree.headRange(node), label: word.text,
        owners: joined(names, with: "and"), fix: fix))
    return true
  }

  /// Reports a label that is a statement of its own, as in `exponential …, jitter: full`; false
  /// if it is none.
  mutating func reportKeywordAsLabel(_ node: Int) -> Bool {
    let token = tree.tokens[Int(tree.nodes[node].token)]
    guard let row = Schema.row(token.word, in: walk.context) else { return false }
    mayLack = true
    var fix: Diagnostic.Fix?
    let before = tree.tokens[Int(tree.nodes[node].token) - 1]
    // What follows it would become a part of the new statement.
    let isLast = tree.nodes[node].lastToken == tree.nodes[currentStatement].lastToken
    if before.kind == .comma, isLast, shapes.statements[row].positionals > 0, !isStated(row) {
      let colon = tree.tokens[Int(tree.nodes[node].token) + 1]
      fix = .replacing(
        SourceRange(Int(before.start), colon.end), of: file,
        by: "; \(tree.source.text(token.range))")
    }
    report(
      .keywordAsLabel(
        file: file, range: token.range, label: tree.source.text(token.range),
        keyword: text(ofToken: Int(tree.nodes[currentStatement].token)), fix: fix))
    return true
  }

  /// A status, or any other number, where an error class is wanted.
  func statusForClass(_ token: Token, _ row: Int, _ index: Int, _ label: WordID) -> Diagnostic {
    let text = tree.source.text(token.range)
    let place = place(row, index, label)
    guard let statuses = StatusClass.statuses(text) else {
      return .wrongType(
        file: file, range: token.range, place: place, wanted: shapes.source(index).type.wanted,
        found: "a number")
    }
    let classes = StatusClass.classes(of: statuses)
    // With tables of one's own, and for a range, only their author knows which class was meant.
    let isOwn = declarations.contains { $0.kind == .errors && !$0.builtin }
    return .statusForClass(
      file: file, range: token.range, place: place, status: text, classes: classes,
      isCertain: classes.count == 1 && statuses.count == 1 && !isOwn)
  }

  /// The label that a number without one belongs to, if only one label of the statement takes such
  /// a number.
  func onlyLabel(for node: Int, _ shape: Shapes.Statement) -> String? {
    let token = tree.tokens[Int(tree.nodes[node].token)]
    guard tree.nodes[node].kind == .leaf, token.kind == .number, shape.positionals == 0,
      case .success(let literal) = Literal.number(tree.source.bytes, Int(token.start), token.end)
    else { return nil }
    let first = Int(shape.firstArgument)
    let taking = shapes.arguments[first..<first + Int(shape.argumentCount)].filter {
      $0.literals.contains(literal.kind.mask)
    }
    return taking.count == 1 ? taking.first?.label?.text : nil
  }

  /// Whether a statement that may stand once stands in the block at hand.
  private func isStated(_ row: Int) -> Bool {
    if shapes.statements[row].repeatable { return false }
    if seenBlock[row] == walk.block { return true }
    var node = walk.next
    while node < walk.end {
      let word = tree.tokens[Int(tree.nodes[node].token)].word
      if tree.nodes[node].kind == .statement, Schema.row(word, in: walk.context) == row {
        return true
      }
      node += tree.nodes[node].size
    }
    return false
  }
}

extension Diagnostic.Fix {
  /// Writes other words in the place of some.
  static func replacing(_ range: SourceRange, of file: FileID, by text: String) -> Diagnostic.Fix {
    Diagnostic.Fix(
      "write `\(text)`", edits: [Diagnostic.Edit(file: file, range: range, newText: text)])
  }
}
