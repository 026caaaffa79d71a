import PolicyGraph

extension Checker {
  /// Reads one value against its row; nil after a finding.
  mutating func evaluate(_ node: Int, _ row: Int, _ index: Int, _ label: WordID) -> Value? {
    let shape = shapes.arguments[index]
    let token = tree.tokens[Int(tree.nodes[node].token)]
    switch tree.nodes[node].kind {
    case .call:
      return shape.variable ? variable(node) : credential(node, row, index, label)
    case .list:
      report(
        .unwantedList(
          file: file, range: tree.range(node), place: place(row, index, label),
          wanted: shapes.source(index).type.wanted))
      return nil
    case .leaf: break
    case .file, .statement, .labelled, .block, .unexpected: return nil
    }
    switch token.kind {
    case .word: return word(token, node, row, index, label)
    case .number:
      // As in `5.` and `20 s`: what stands behind it has its finding.
      if isCutShort(token, node) {
        unreadable += 1
        return nil
      }
      if shape.reference == .errorClass {
        report(statusForClass(token, row, index, label))
        return nil
      }
      switch Literal.number(tree.source.bytes, Int(token.start), token.end) {
      case .success(let literal): return number(literal, token, row, index, label)
      case .failure(let failure):
        report(numberFailure(failure, token, row, index, label))
        return nil
      }
    case .percentile: return percentile(token, row, index, label)
    case .text:
      guard isClosed(token) else {
        // The lexer has said so; what it is remains unsaid where it may be a secret.
        if shape.credential { masked.append(Report.Masked(file: file, range: token.range)) }
        unreadable += 1
        return nil
      }
      guard shape.literals.contains(.text) else {
        return quoted(token, node, row, index, label)
      }
      return text(token)
    case .comma, .colon, .semicolon, .openBrace, .closeBrace, .openBracket, .closeBracket,
      .openParen, .closeParen, .unknown, .end:
      return nil
    }
  }

  /// Whether a part of a number stands apart from it, or is no part of any.
  @inline(__always)
  private func isCutShort(_ token: Token, _ node: Int) -> Bool {
    let at = Int(tree.nodes[node].token) + 1
    let next = tree.tokens[at]
    if next.kind == .unknown, Int(next.start) == token.end { return true }
    guard tree.source.bytes[token.end - 1].isDigit || next.kind == .word, !next.followsNewline,
      next.kind == .word || next.kind == .unknown, node + 1 < tree.nodes.count
    else { return false }
    return tree.nodes[node + 1].kind == .unexpected && Int(tree.nodes[node + 1].token) == at
  }

  private mutating func word(
    _ token: Token, _ node: Int, _ row: Int, _ index: Int, _ label: WordID
  ) -> Value? {
    let shape = shapes.arguments[index]
    if token.length >= 16, SecretShape.looksLikeSecret(words.bytes(token.word)) {
      return literalSecret(token)
    }
    if shape.choiceCount > 0, let word = words.word(token.word) {
      let first = Int(shape.firstChoice)
      for choice in shapes.choices[first..<first + Int(shape.choiceCount)] where choice == word {
        return Value(kind: .choice, word: token.word)
      }
    }
    if shape.freeName { return Value(kind: .name, word: token.word) }
    if let kind = shape.reference {
      let choices = shape.choiceCount > 0 ? shapes.source(index).type.choices.map(\.text) : []
      guard let found = resolve(token.word, kind, token.range, or: choices) else { return nil }
      return Value(kind: .reference, a: Int64(found), word: token.word)
    }
    if shape.literals.contains(.percentile), isPercentile(token) {
      return percentile(token, row, index, label)
    }
    if shape.choiceCount == 0 || !shape.literals.isEmpty,
      let found = declaration(token.word, .letValue)
    {
      return letValue(found, token, row, index, label)
    }
    // A name in a `let` was reported when the `let`s were collected.
    if Schema.rows[row].word == .let {
      unreadable += 1
      return nil
    }
    unknownWord(token, row, index, label)
    return nil
  }

  /// Whether a text has its second quote.
  @inline(__always)
  private func isClosed(_ token: Token) -> Bool {
    token.length >= 2 && tree.source.bytes[token.end - 1] == UInt8(ascii: "\"")
  }

  /// A text where none is taken: a secret, or a name in quotes.
  private mutating func quoted(
    _ token: Token, _ node: Int, _ row: Int, _ index: Int, _ label: WordID
  ) -> Value? {
    let shape = shapes.arguments[index]
    guard case .success(let bytes) = TextLiteral.decode(tree.source, token) else {
      return text(token)
    }
    if shape.credential || SecretShape.looksLikeSecret(bytes[...]) { return literalSecret(token) }
    var finding = wrongType(token.range, .text, row, index, label)
    if bytes.first?.isDigit ?? false,
      case .success(let literal) = Literal.number(bytes, 0, bytes.count),
      shape.literals.contains(literal.kind.mask)
    {
      finding.fix = Diagnostic.Fix(
        "remove the quotes",
        edits: [
          Diagnostic.Edit(
            file: file, range: token.range, newText: String(decoding: bytes, as: UTF8.self))
        ])
    }
    let name = String(decoding: bytes, as: UTF8.self)
    let isChoice = shapes.source(index).type.choices.contains { $0.text == name }
    let isName = shape.freeName || shape.reference != nil || isChoice
    guard isName, bytes.first.map({ !$0.isDigit && $0 != 0x2D && $0 != 0x5F }) ?? false,
      bytes.allSatisfy(\.isWordByte)
    else {
      finding.fix = finding.fix ?? textLabel(of: row, token)
      report(finding)
      return nil
    }
    finding.fix = Diagnostic.Fix(
      "remove the quotes", edits: [Diagnostic.Edit(file: file, range: token.range, newText: name)])
    report(finding)
    // Read as the name all the same, so that nobody misses what it stands for.
    let word = words.intern(bytes)
    if shape.freeName { return Value(kind: .name, word: word) }
    guard let kind = shape.reference, let found = declaration(word, kind) else { return nil }
    return Value(kind: .reference, a: Int64(found), word: word)
  }

  /// Puts the label before a text that stands where none is taken, if one label alone takes a text
  /// and nothing else: `serve text: "…"`.
  private func textLabel(of row: Int, _ token: Token) -> Diagnostic.Fix? {
    let labels = Schema.rows[row].arguments.filter {
      $0.label != nil && $0.type.literals == .text && !$0.type.freeName
    }
    guard labels.count == 1, let label = labels[0].label?.text else { return nil }
    let start = Int(token.start)
    return Diagnostic.Fix(
      "write `\(label):` before it",
      edits: [
        Diagnostic.Edit(file: file, range: SourceRange(start, start), newText: "\(label): ")
      ])
  }

  /// The value of a `let` in its place; a wrong one is shown with the `let`.
  private mutating func letValue(
    _ found: Int, _ token: Token, _ row: Int, _ index: Int, _ label: WordID
  ) -> Value? {
    guard let value = lets[found] else {
      unreadable += 1
      return nil
    }
    let shape = shapes.arguments[index]
    guard shape.literals.contains(value.literal.mask) else {
      var finding = wrongType(token.range, value.literal, row, index, label)
      finding.related += site(of: declarations[found]).map { [$0] } ?? []
      report(finding)
      return nil
    }
    if value.literal == .text { return value }
    return number(
      Literal(kind: value.literal, a: value.a, b: value.b), token, row, index, label)
  }

  /// Whether a word is spelled like a percentile: `p`, then digits.
  @inline(__always)
  func isPercentile(_ token: Token) -> Bool {
    guard token.length > 1, tree.source.bytes[Int(token.start)] == UInt8(ascii: "p") else {
      return false
    }
    for i in Int(token.start) + 1..<token.end where !tree.source.bytes[i].isDigit { return false }
    return true
  }

  private mutating func percentile(
    _ token: Token, _ row: Int, _ index: Int, _ label: WordID
  ) -> Value? {
    switch Literal.percentile(tree.source.bytes, Int(token.start), token.end) {
    case .success(let literal): return number(literal, token, row, index, label)
    case .failure(let failure):
      report(numberFailure(failure, token, row, index, label))
      return nil
    }
  }

  /// Holds a number against the type and the range of its place.
  private mutating func number(
    _ literal: Literal, _ token: Token, _ row: Int, _ index: Int, _ label: WordID
  ) -> Value? {
    let shape = shapes.arguments[index]
    var literal = literal
    guard shape.literals.contains(literal.kind.mask) else {
      report(wrongNumber(literal, token, row, index, label))
      return nil
    }
    if literal.kind == .size, !shape.literals.contains(.size) { literal.kind = .count }
    if literal.kind == .percentile, literal.a < 1 || literal.a > 999_999 {
      report(
        .outOfRange(
          file: file, range: token.range, place: "a percentile", low: "p0.0001", high: "p99.9999"))
      return nil
    }
    if literal.kind == .rate, literal.a > Rate.amountMax {
      report(
        .outOfRange(
          file: file, range: token.range, place: place(row, index, label), low: nil,
          high: "1000G in its time"))
      return nil
    }
    if literal.kind == .rate, literal.b < 1 || literal.a < 1 || literal.b > Tick.max.ns {
      report(
        .outOfRange(
          file: file, range: token.range, place: place(row, index, label), low: "1/30d", high: nil))
      return nil
    }
    if literal.kind == .range, literal.a > literal.b {
      report(.emptyRange(file: file, range: token.range))
      return nil
    }
    if shape.hasRange, !inRange(literal, shape) {
      report(
        .outOfRange(
          file: file, range: token.range, place: place(row, index, label),
          low: spelled(shape.low, literal.kind), high: spelled(shape.high, literal.kind)))
      return nil
    }
    if literal.kind == .count, UInt32(exactly: literal.a) == nil, !shape.literals.contains(.size),
      !shape.hasRange
    {
      report(
        .outOfRange(
          file: file, range: token.range, place: place(row, index, label), low: "0",
          high: "4294967294"))
      return nil
    }
    return Value(kind: .literal, literal: literal.kind, a: literal.a, b: literal.b)
  }

  /// Whether a number lies in the range of its place; a window in calls has a range of its own.
  private func inRange(_ literal: Literal, _ shape: Shapes.Argument) -> Bool {
    if literal.kind == .percentile { return true }
    if literal.kind == .count, shape.literals.contains(.duration) {
      return Within.windowCalls.contains(literal.a)
    }
    if literal.kind == .range {
      return literal.a >= shape.low && literal.b <= shape.high
    }
    return literal.a >= shape.low && literal.a <= shape.high
  }
}
