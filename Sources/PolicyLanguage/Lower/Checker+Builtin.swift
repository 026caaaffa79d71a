import PolicyGraph

// What comes with the language: error tables, and what holds where nothing is said.
//
// A declaration of the language gets its row when it is first used, so that an artifact holds
// nothing of what its policy does not use.

extension Checker {
  /// The table that a value refers to.
  mutating func table(_ value: Value?) -> ID<ErrorTable>? {
    guard let value, value.kind == .reference else { return nil }
    return row(at: Int(value.a))
  }

  /// The row of a declaration.
  mutating func row<R: Row>(at index: Int) -> ID<R> {
    use(index)
    return ID(Int(declarations[index].row))
  }

  /// Gives a declaration of the language its row, if it has none yet.
  mutating func use(_ index: Int) {
    guard declarations[index].row < 0 else { return }
    declarations[index].row = Int32(truncatingIfNeeded: placeholder(declarations[index].kind))
    pending.append(index)
    if declarations[index].file == standardFile { usesStandard = true }
  }

  /// The declaration that is called `standard`: the language's, or the program's own.
  mutating func standard(_ kind: RefKind) -> Int? {
    declaration(words.intern(Array(Standard.name.utf8)), kind)
  }

  /// What a use of `index` means on a `once` route: the language's `standard` has a form for it.
  private mutating func underOnce(_ index: Int, _ kind: RefKind) -> Int {
    guard declarations[index].builtin, index == standard(kind) else { return index }
    return declaration(words.intern(Array(Standard.onceName.utf8)), kind) ?? index
  }

  /// What a route uses: what it states, else what its `defaults` name; nil for `none`.
  mutating func used<R: Row>(
    _ stated: ID<R>?, _ inherited: Value?, _ kind: RefKind, on effect: Effect
  ) -> ID<R>? {
    let index: Int
    if let stated {
      guard stated != Unstated.none() else { return nil }
      // Only the language's own mean something else under an effect.
      guard effect == .once, let own = standard(kind), declarations[own].builtin,
        declarations[own].row == Int32(bitPattern: stated.raw)
      else { return stated }
      index = own
    } else {
      guard let inherited, inherited.kind == .reference else { return nil }
      index = Int(inherited.a)
    }
    return row(at: effect == .once ? underOnce(index, kind) : index)
  }

  /// Lowers what is used of the language's own.
  mutating func lowerPending() {
    while let index = pending.popLast() {
      lowerChain(index)
      if declarations[index].kind == .errors { emitTable(index) }
    }
  }

  /// Adds what comes with the language to the names, as far as the program can mean it.
  mutating func loadBuiltins() {
    var needed: [String] = []
    for (name, base) in BuiltinTables.bases where words.holds(name) {
      needed.append(name)
      if let base { needed.append(base) }
    }
    if declarations.contains(where: { $0.kind == .route }) { needed.append("http") }
    for (name, _) in BuiltinTables.bases where needed.contains(name) {
      load(SourceFile(name: "builtin/\(name).policy", text: BuiltinTables.text(name)))
    }
    standardFile = load(SourceFile(name: Standard.fileName, text: Standard.text))
  }

  @discardableResult
  private mutating func load(_ source: SourceFile) -> FileID {
    let id = FileID(program.files.count)
    let parsed = Parser.parse(source, as: id, words: &words)
    program.files.append(Program.File(tree: parsed.tree, builtin: true))
    defaults.append(FileDefaults())
    heads.append(contentsOf: repeatElement(-1, count: Swift.max(0, words.count - heads.count)))
    for node in parsed.tree.children(0) { declareBuiltin(node, parsed.tree, id) }
    return id
  }

  private mutating func declareBuiltin(_ node: Int, _ tree: SyntaxTree, _ id: FileID) {
    let kind: Declaration.Kind
    switch words.word(tree.tokens[Int(tree.nodes[node].token)].word) {
    case .errors: kind = .errors
    case .backoff: kind = .backoff
    case .breaker: kind = .breaker
    case .retry: kind = .retry
    default: return  // an open set of words: the rest declares nothing
    }
    let word = tree.tokens[Int(tree.nodes[node + 1].token)].word
    // A declaration of the same name in the program stands before the language's.
    if declaration(word, kind.namespace) != nil { return }
    var row = Declaration(
      kind: kind, file: id, node: Int32(truncatingIfNeeded: node), name: word)
    row.builtin = true
    row.sameWord = heads[word.index]
    heads[word.index] = Int32(truncatingIfNeeded: declarations.count)
    declarations.append(row)
  }
}
