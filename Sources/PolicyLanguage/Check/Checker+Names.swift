import PolicyGraph

extension Checker {
  /// The declaration of a word in a namespace.
  @inline(__always)
  func declaration(_ word: WordID, _ kind: RefKind) -> Int? {
    guard word.index < heads.count else { return nil }
    var i = heads[word.index]
    while i >= 0 {
      if declarations[Int(i)].kind.namespace == kind { return Int(i) }
      i = declarations[Int(i)].sameWord
    }
    return nil
  }

  /// Whether a word names an error class.
  func isClass(_ word: WordID) -> Bool { declaration(word, .errorClass) != nil }

  /// The declaration that a name refers to; nil after a finding.
  ///
  /// - Parameter choices: words of a closed list that may stand there as well.
  mutating func resolve(
    _ word: WordID, _ kind: RefKind, _ range: SourceRange, or choices: [String] = [],
    noun: String? = nil
  ) -> Int? {
    if let found = declaration(word, kind) { return found }
    let name = words.text(word)
    if word.index < heads.count, heads[word.index] >= 0 {
      let other = declarations[Int(heads[word.index])]
      report(
        .wrongKind(
          file: file, range: range, name: name, found: other.kind.noun, wanted: noun ?? kind.noun,
          declared: site(of: other)))
      return nil
    }
    reportUnknown(name, noun ?? kind.noun, range, words: choices) { checker in
      checker.declarations.lazy.filter { $0.kind.namespace == kind }.map {
        [words = checker.words] in words.text($0.name)
      } + choices
    }
    return nil
  }

  /// Reports a name that nobody declares, unless it may be declared in a file that is missing.
  mutating func reportUnknown(
    _ name: String, _ kind: String, _ range: SourceRange, words: [String] = [],
    among known: (Checker) -> some Sequence<String>
  ) {
    guard !program.isIncomplete else {
      unreadable += 1
      return
    }
    let near = mayMeasure(declarations.count) ? allNearest(name, in: known(self)) : []
    let isClass = kind == RefKind.errorClass.noun
    let ours = words + (isClass ? BuiltinClass.all.map(\.word.text) : [])
    report(
      .unknownName(
        file: file, range: range, name: name, kind: kind, near: near,
        isOurs: near.count == 1 && ours.contains(near[0])))
  }

  /// Whether `count` further candidates may be measured: with thousands of names and thousands of
  /// mistakes, the last ones are left without a suggestion.
  mutating func mayMeasure(_ count: Int) -> Bool {
    guard candidatesLeft >= count else { return false }
    candidatesLeft -= count
    return true
  }

  /// Where a declaration's name stands; nil for what the language declares.
  func site(of declaration: Declaration) -> Diagnostic.Related? {
    guard declaration.node >= 0, !declaration.builtin else { return nil }
    let tree = program.files[Int(declaration.file.raw)].tree
    return Diagnostic.Related(
      "declared here", file: declaration.file, range: tree.headerRange(Int(declaration.node)))
  }

  // MARK: Findings that look around for what was meant

  /// Reports a label; what it was probably meant to be.
  mutating func unknownLabel(_ node: Int, _ row: Int, _ shape: Shapes.Statement) -> Word? {
    if reportKeywordAsLabel(node) { return nil }
    let token = tree.tokens[Int(tree.nodes[node].token)]
    let found = tree.source.text(token.range)
    let first = Int(shape.firstArgument)
    let labels = shapes.arguments[first..<first + Int(shape.argumentCount)].compactMap {
      $0.label?.text
    }
    let near = allNearest(found, in: labels)
    report(
      .unknownLabel(
        file: file, range: token.range, label: found, keyword: Schema.rows[row].word.text,
        labels: labels, near: near))
    // As with a fix: what is only begun may be something else.
    guard let meant = near.first, meant.utf8.count <= found.utf8.count + (found.utf8.count + 1) / 3
    else { return nil }
    return Word(rawValue: meant)
  }

  func tooManyArguments(_ node: Int, _ row: Int, _ shape: Shapes.Statement) -> Diagnostic {
    let first = Int(shape.firstArgument)
    let labels = shapes.arguments[first..<first + Int(shape.argumentCount)].compactMap {
      $0.label?.text
    }
    // `timeout 5s` wants a label in front, and says which ones there are.
    return .tooManyArguments(
      file: file, range: tree.range(node),
      keyword: tree.source.text(tree.headRange(statement(of: node))),
      takes: Int(shape.positionals), labels: labels, isOpen: shape.open >= 0,
      found: tree.source.text(tree.range(node)), only: onlyLabel(for: node, shape),
      list: list(before: node, shape))
  }

  func statement(of node: Int) -> Int {
    var i = node
    while tree.nodes[i].kind != .statement { i -= 1 }
    return i
  }

  /// Reports a keyword; the row that it was probably meant to name, and the word in its place.
  mutating func unknownKeyword(_ node: Int, _ context: Context) -> (row: Int, word: WordID)? {
    let token = tree.tokens[Int(tree.nodes[node].token)]
    let found = tree.source.text(token.range)
    if let foreign = Schema.foreign(found, in: context) {
      return reportForeign(node, context, foreign)
    }
    if let word = words.word(token.word) {
      let homes = Schema.homes(of: word)
      if homes.isEmpty, reportLabelAsKeyword(node, context, word) { return nil }
      if !homes.isEmpty {
        report(
          .misplacedKeyword(
            file: file, range: token.range, keyword: found, context: context, homes: homes))
        return nil
      }
    }
    if context == .errors {
      unknownClass(found, token.range)
      return nil
    }
    let known = Schema.keywords(in: context)
    let near = allNearest(found, in: known)
    report(
      .unknownKeyword(
        file: file, range: token.range, keyword: found, context: context, near: near, known: known))
    guard let meant = near.first else { return nil }
    let word = words.intern(Array(meant.utf8))
    return Schema.row(word, in: context).map { ($0, word) }
  }

  /// Reports a row of an error table that begins with no class.
  private mutating func unknownClass(_ found: String, _ range: SourceRange) {
    reportUnknown(found, "error class", range) { checker in
      checker.declarations.filter { $0.kind == .errorClass }.map { checker.words.text($0.name) }
        + ["extends"]
    }
  }

  /// The keyword of a statement at the top of a file, also where it is misspelt.
  mutating func fileKeyword(_ node: Int) -> Word? {
    let token = tree.tokens[Int(tree.nodes[node].token)]
    if let word = words.word(token.word) { return word }
    if let known = meantKeywords[token.word] { return known < 0 ? nil : Word.table[known] }
    // A file of so many strange words is no policy.
    guard keywordsLeft > 0 else { return nil }
    keywordsLeft -= 1
    let near = Schema.near(tree.source.text(token.range), in: .file)
    meantKeywords[token.word] = near.flatMap { Word.table.firstIndex(of: $0) } ?? -1
    return near
  }

  mutating func unknownWord(_ token: Token, _ row: Int, _ index: Int, _ label: WordID) {
    let found = tree.source.text(token.range)
    let source = shapes.source(index)
    let choices = source.type.choices.map(\.text)
    if source.type.literals.isEmpty {
      report(
        .unknownWord(
          file: file, range: token.range, word: found, place: place(row, index, label),
          choices: choices, wanted: source.type.wanted, near: allNearest(found, in: choices)))
      return
    }
    let near = allNearest(found, in: choices)
    if !near.isEmpty {
      report(
        .unknownWord(
          file: file, range: token.range, word: found, place: place(row, index, label),
          choices: choices, wanted: source.type.wanted, near: near))
      return
    }
    guard !program.isIncomplete else { return }
    var lets: [String] = []
    if mayMeasure(declarations.count) {
      lets = declarations.filter { $0.kind == .letValue }.map { words.text($0.name) }
    }
    report(
      .unknownLet(
        file: file, range: token.range, word: found, place: place(row, index, label),
        wanted: source.type.wanted, isText: source.type.literals.contains(.text),
        near: allNearest(found, in: lets)))
  }

  func wrongType(
    _ range: SourceRange, _ found: Literal.Kind, _ row: Int, _ index: Int, _ label: WordID
  ) -> Diagnostic {
    .wrongType(
      file: file, range: range, place: place(row, index, label),
      wanted: shapes.source(index).type.wanted, found: found.noun)
  }

  /// What an argument is called in messages: `timeout attempt:`, `deadline`.
  func place(_ row: Int, _ index: Int, _ label: WordID) -> String {
    let keyword = Schema.rows[row].word.text
    let source = shapes.source(index)
    // The rows of an error table have no keyword of their own.
    if row == Schema.errorRowIndex, let word = source.label { return "`\(word.text):`" }
    if let word = source.label { return "`\(keyword) \(word.text):`" }
    if label.raw != 0 { return "`\(keyword) \(words.text(label)):`" }
    return "`\(keyword)`"
  }

  /// A number as it would be written.
  func spelled(_ value: Int64, _ kind: Literal.Kind) -> String? {
    if value == Int64.max { return nil }
    switch kind {
    case .duration: return Tick(ns: value).spelling
    case .percent: return Share(ppb: value).spelling
    case .factor: return Factor(millionths: value).spelling
    case .percentile: return Percentile(millionths: value).spelling
    case .count, .decimal, .rate, .size, .range, .text: return String(value)
    }
  }
}
