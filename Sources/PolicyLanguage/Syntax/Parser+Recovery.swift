// How parsing goes on behind a mistake.

extension Parser {
  /// Where the statement at hand stands; nil where that cannot be known.
  var context: Context? {
    var context = Context.file
    for keyword in enclosing {
      guard let keyword, let row = Schema.row(keyword, in: context),
        let block = Schema.rows[row].block
      else { return nil }
      context = block
    }
    return context
  }

  func beginsValue(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .word, .number, .percentile, .text, .openBracket: true
    case .comma, .colon, .semicolon, .openBrace, .closeBrace, .closeBracket, .openParen,
      .closeParen, .unknown, .end:
      false
    }
  }

  /// Whether the word at hand, behind an argument and without a comma, is a keyword of this place
  /// with arguments of its own, or with an end.
  var beginsStatementInLine: Bool {
    guard let context, Schema.row(tokens[next].word, in: context) != nil else { return false }
    let after = tokens[next + 1]
    if after.followsNewline { return true }
    switch after.kind {
    case .word, .number, .percentile, .text, .openBracket, .openBrace, .closeBrace, .semicolon,
      .end:
      return true
    case .comma, .colon, .closeBracket, .openParen, .closeParen, .unknown: return false
    }
  }

  /// Whether the word at hand, behind a comma, is a keyword of this place with a value right behind
  /// it: no two values stand so, and so the comma was meant to end a statement.
  var beginsStatementAfterComma: Bool {
    guard kind == .word, !tokens[next].followsNewline, !tokens[next + 1].followsNewline,
      beginsValue(tokens[next + 1].kind), let context
    else { return false }
    return Schema.row(tokens[next].word, in: context) != nil
  }

  /// Whether the word at hand is a keyword of the block that the statement should have, as in
  /// `on timeout fail` and `otherwise fail`.
  ///
  /// - Parameter afterArgument: Whether an argument stands right before it; else it may be one,
  ///   unless the statement takes none.
  func beginsBareBlock(afterArgument: Bool) -> Bool {
    // What most statements begin with is settled by their keyword.
    guard afterArgument || keyword < Word.table.count && Schema.takesBlockAlone[keyword],
      !tokens[next].followsNewline, let context,
      let row = Schema.row(WordID(raw: UInt32(keyword)), in: context),
      let block = Schema.rows[row].block, Schema.row(tokens[next].word, in: block) != nil
    else { return false }
    // With a block of its own behind it, it may be a name in a wrong place.
    return tokens[bareBlockEnd].kind != .openBrace
  }

  /// The token behind the rest of a statement on its line.
  var bareBlockEnd: Int {
    var end = next
    while !tokens[end].followsNewline || end == next {
      switch tokens[end].kind {
      case .semicolon, .openBrace, .closeBrace, .end: return end
      case .word, .number, .percentile, .text, .comma, .colon, .openBracket, .closeBracket,
        .openParen, .closeParen, .unknown:
        end += 1
      }
    }
    return end
  }

  /// Whether the word at hand begins a line, and looks like a statement rather than like a value:
  /// this shows that a list or an argument before it was left unfinished.
  ///
  /// What the grammar allows there is never taken for anything else: with a comma before it, a word
  /// may stand alone on its line, and an argument may be followed by a block.
  func beginsStatementOnLine(inItems: Bool, afterComma: Bool) -> Bool {
    guard kind == .word, tokens[next].followsNewline else { return false }
    let after = tokens[next + 1]
    let context = context
    let isKeyword = context.map { Schema.row(tokens[next].word, in: $0) != nil } ?? false
    if after.followsNewline { return isKeyword && !afterComma }
    switch after.kind {
    case .openBrace where !inItems: return false
    case .word, .number, .percentile, .text, .openBracket, .openBrace:
      // The rows of an error table begin with any word.
      return isKeyword || context == nil || context == .errors
    case .comma, .colon, .semicolon, .closeBrace, .closeBracket, .openParen, .closeParen, .unknown,
      .end:
      return false
    }
  }

  /// A unit that stands apart from its number.
  struct DetachedUnit {
    /// What it means.
    let meaning: Units.Meaning
    /// How many words it is made of: `per min` of two.
    let words: Int
  }

  /// The unit that the word at hand is, if a number without one stands before it.
  var detachedUnit: DetachedUnit? {
    let number = tokens[next - 1]
    guard number.kind == .number, !tokens[next].followsNewline, tokens[next + 1].kind != .colon
    else { return nil }
    let word = source.text(tokens[next].range)
    let after = tokens[next + 1]
    if word == "per" || word == "a", after.kind == .word, !after.followsNewline,
      let time = Units.period(source.text(after.range))
    {
      return DetachedUnit(meaning: .init(same: "/" + time), words: 2)
    }
    guard let meaning = Units.meaning(word) else { return nil }
    // `100k tpm` has its unit apart, in `128k M` it stands there already.
    guard source.bytes[number.end - 1].isDigit || meaning.rate != nil else { return nil }
    return DetachedUnit(meaning: meaning, words: 1)
  }

  /// Whether the token before `index` lies in an `unexpected` node, the last one made.
  func isUnexpected(tokenBefore index: Int) -> Bool {
    guard let last = nodes.last else { return false }
    return last.kind == .unexpected && Int(last.lastToken) == index - 1
  }

  // MARK: Eating

  /// Eats signs that mean nothing, with all that is written together with them; they have been
  /// reported.
  mutating func eatStrange() {
    let node = open(.unexpected)
    var isTogether = true
    repeat {
      next += 1
      let token = tokens[next]
      isTogether =
        Int(token.start) == tokens[next - 1].end
        && (token.kind == .unknown || token.kind != .openBracket && beginsValue(token.kind))
    } while isTogether
    close(node)
  }

  /// Reports and eats a sign that is not expected among arguments or values; of `(` and `:` with
  /// what belongs to it.
  mutating func eatSign() {
    let token = tokens[next]
    let isURL = token.kind == .colon && source.bytes[token.end...].starts(with: Array("//".utf8))
    diagnostics.append(
      .unexpected(file: file, range: token.range, found: name(token), isURL: isURL))
    switch token.kind {
    case .openParen: eatBalanced()
    case .colon: eatLabelled()
    case .word, .number, .percentile, .text, .comma, .semicolon, .openBrace, .closeBrace,
      .openBracket, .closeBracket, .closeParen, .unknown, .end:
      eatUnexpected()
    }
  }

  /// Eats a `:` and the simple value behind it.
  mutating func eatLabelled() {
    let node = open(.unexpected)
    next += 1
    if continues, kind != .openBracket, beginsValue(kind) { next += 1 }
    close(node)
  }

  /// Eats an opening sign and all up to the one that closes it.
  mutating func eatBalanced() {
    let node = open(.unexpected)
    next += 1
    skipBalanced()
    close(node)
  }

  /// Eats up to the sign that closes what has just been opened.
  mutating func skipBalanced() {
    var open = 1
    while kind != .end {
      switch kind {
      case .openBrace, .openBracket, .openParen: open += 1
      case .closeBrace, .closeBracket, .closeParen: open -= 1
      case .word, .number, .percentile, .text, .comma, .colon, .semicolon, .unknown, .end: break
      }
      next += 1
      if open == 0 { return }
    }
    gaveUp = true
  }
}
