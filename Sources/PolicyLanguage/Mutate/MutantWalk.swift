/// Goes through the declarations of one file and collects what can be changed in them.
struct MutantWalk {
  private(set) var mutants: [Mutant] = []
  private let tree: SyntaxTree
  private let file: FileID
  private let lines: LineMap
  private let words: Words
  private let lets: LetValues

  /// Where a statement stands.
  private struct Place {
    var context: Context
    /// The declaration, or `ladder/step`.
    var name: String
    /// The rule that a response belongs to, as it is written.
    var rule: String?
  }

  init(_ tree: SyntaxTree, _ file: FileID, _ words: Words, _ lets: LetValues) {
    self.tree = tree
    self.file = file
    self.words = words
    self.lets = lets
    lines = LineMap(tree.source)
  }

  /// Looks at every declaration of the policy proper.
  mutating func visitFile() {
    for statement in tree.children(0) where tree.nodes[statement].kind == .statement {
      guard let context = block(statement, in: .file), MutantWalk.isProper(context) else {
        continue
      }
      let name = context == .defaults ? "the defaults" : firstArgument(statement) ?? ""
      visit(statement, Place(context: context, name: name))
    }
  }

  /// Whether a declaration decides something, rather than claim or describe it.
  private static func isProper(_ context: Context) -> Bool {
    switch context {
    case .defaults, .endpoint, .activePassive, .activeActive, .select, .arm, .backoff, .breaker,
      .retry, .responses, .degrade, .step, .route:
      true
    case .file, .faultDomain, .errors, .guarantee, .scenario, .model, .faults: false
    }
  }

  /// Looks at the statements in a statement's block; blocks are three deep at most.
  private mutating func visit(_ parent: Int, _ place: Place) {
    guard let block = tree.children(parent).first(where: { tree.nodes[$0].kind == .block }) else {
      return
    }
    let statements = tree.children(block).filter { tree.nodes[$0].kind == .statement }
    for statement in statements {
      if let word = word(statement), let row = MutantRow.row(word, in: place.context) {
        change(statement, row, among: statements, place)
      }
      guard let inner = self.block(statement, in: place.context), MutantWalk.isProper(inner) else {
        continue
      }
      var below = Place(context: inner, name: place.name)
      if inner == .responses { below.rule = header(statement) }
      if inner == .step, let step = firstArgument(statement) { below.name += "/\(step)" }
      visit(statement, below)
    }
  }

  // MARK: changes

  private mutating func change(
    _ statement: Int, _ row: MutantRow, among statements: [Int], _ place: Place
  ) {
    if row.drops, place.context == .responses, isOnly(statement, among: statements) {
      // A rule wants a response: the least is to give up.
      end(statement, place)
    } else if row.drops, !tree.isSilence(statement, words) {
      var dropped = [statement]
      if let other = row.with { dropped += statements.filter { word($0) == other } }
      let edits = dropped.sorted().map {
        Diagnostic.Edit(file: file, range: tree.range($0), newText: "")
      }
      add(.drop, at: tree.range(statement).start, "without \(dropTitle(statement, place))", edits)
    }
    for child in tree.children(statement) {
      switch tree.nodes[child].kind {
      case .labelled:
        guard let value = tree.children(child).first, tree.nodes[value].kind == .leaf else {
          continue
        }
        let label = words.word(tree.tokens[Int(tree.nodes[child].token)].word)
        for number in row.numbers where number.label == label && label != nil {
          flip(value, number, statement, place)
        }
      case .leaf:
        for number in row.numbers where number.label == nil {
          flip(child, number, statement, place)
        }
        if row.unsets { unset(child, statement, place) }
      case .file, .statement, .list, .call, .block, .unexpected: continue
      }
    }
  }

  private mutating func flip(
    _ value: Int, _ number: MutantRow.Number, _ statement: Int, _ place: Place
  ) {
    let token = tree.tokens[Int(tree.nodes[value].token)]
    let old: Literal
    if token.kind == .number,
      case .success(let literal) = Literal.number(tree.source.bytes, Int(token.start), token.end)
    {
      old = literal
    } else if token.kind == .word, let literal = lets.number(token.word) {
      old = literal
    } else {
      return
    }
    // A weight of one cannot be less; twice as much moves the load as well.
    let opposite = number.label == .weight ? old.spelling(.double) : nil
    guard let text = old.spelling(number.flip) ?? opposite else { return }
    let label = number.label.map { " \($0.text):" } ?? ""
    replace(tree.range(value), by: text, label, statement, place)
  }

  /// Makes a value `none`; what stands behind it says more of what is none then.
  private mutating func unset(_ value: Int, _ statement: Int, _ place: Place) {
    let token = tree.tokens[Int(tree.nodes[value].token)]
    if token.kind == .word, words.word(token.word) == Word.none { return }
    let range = SourceRange(
      Int(tree.range(value).start), Int(tree.headerRange(statement).end))
    replace(range, by: Word.none.text, "", statement, place)
  }

  /// Whether a response is the only one of its rule; asking first is none.
  private func isOnly(_ statement: Int, among statements: [Int]) -> Bool {
    word(statement) != .reconcile && statements.count { word($0) != .reconcile } == 1
  }

  /// Makes a response `fail`, which some rule may be for already.
  private mutating func end(_ statement: Int, _ place: Place) {
    if word(statement) == .fail { return }
    let (range, rule) = (tree.range(statement), place.rule.map { " \($0)" } ?? "")
    let title = "fail instead of \(header(statement))\(rule) in \(place.name)"
    add(
      .change, at: range.start, title,
      [Diagnostic.Edit(file: file, range: range, newText: Word.fail.text)])
  }

  private mutating func replace(
    _ range: SourceRange, by text: String, _ label: String, _ statement: Int, _ place: Place
  ) {
    let keyword = tree.source.text(tree.headRange(statement))
    let old = tree.source.text(range).split { $0.isWhitespace }.joined(separator: " ")
    let rule = place.rule.map { " \($0)" } ?? ""
    let title = "\(keyword)\(label) \(text) instead of \(old)\(rule) in \(place.name)"
    add(.change, at: range.start, title, [Diagnostic.Edit(file: file, range: range, newText: text)])
  }

  private mutating func add(
    _ kind: Mutant.Kind, at start: UInt32, _ title: String, _ edits: [Diagnostic.Edit]
  ) {
    mutants.append(
      Mutant(
        kind: kind, file: tree.source.name, line: lines.line(at: Int(start)),
        title: title, edits: edits))
  }

  // MARK: words

  private func dropTitle(_ statement: Int, _ place: Place) -> String {
    let header = header(statement)
    if let rule = place.rule { return "\(header) \(rule) of \(place.name)" }
    let isRule = place.context == .retry && block(statement, in: .retry) != nil
    return "the \(isRule ? "rule " : "")\(header) of \(place.name)"
  }

  /// A statement without its block on one line, as far as it is short.
  private func header(_ statement: Int) -> String {
    let text = tree.source.text(tree.headerRange(statement))
    let line = text.split { $0.isWhitespace }.joined(separator: " ")
    return line.count <= 60 ? line : line.prefix(59) + "…"
  }

  private func firstArgument(_ statement: Int) -> String? {
    tree.children(statement).first { tree.nodes[$0].kind == .leaf }
      .map { tree.source.text(tree.range($0)) }
  }

  private func word(_ statement: Int) -> Word? {
    words.word(tree.tokens[Int(tree.nodes[statement].token)].word)
  }

  private func block(_ statement: Int, in context: Context) -> Context? {
    Schema.row(tree.tokens[Int(tree.nodes[statement].token)].word, in: context)
      .flatMap { Schema.rows[$0].block }
  }
}
