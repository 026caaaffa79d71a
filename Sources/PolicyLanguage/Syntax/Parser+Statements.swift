extension Parser {
  mutating func parseFile() {
    let node = open(.file)
    while true {
      parseStatements(depth: 0)
      guard kind == .closeBrace else { break }
      if swallowedBraces > 0 {
        swallowedBraces -= 1
      } else {
        diagnostics.append(.strayBrace(file: file, range: tokens[next].range))
      }
      eatUnexpected()
    }
    next += 1
    close(node)
    next -= 1
  }

  /// Reads statements up to a `}`, the end of the file, or a declaration that shows that a block
  /// was never closed.
  private mutating func parseStatements(depth: Int) {
    if depth == 0 { swallowedEnds = 0 }
    while true {
      if depth > 0, swallowedEnds > 0 { return }
      switch kind {
      case .end, .closeBrace: return
      case .semicolon: next += 1
      case .word:
        if depth > 0, beginsDeclaration { return }
        parseStatement(depth: depth)
      case .number, .percentile, .text, .comma, .colon, .openBrace, .openBracket, .closeBracket,
        .openParen, .closeParen, .unknown:
        parseStray(depth: depth)
      }
    }
  }

  private mutating func parseStatement(depth: Int) {
    let node = open(.statement)
    let keyword = tokens[next].word
    self.keyword = keyword.index
    next += 1
    parseArguments(depth: depth)
    if kind == .openBrace {
      if tokens[next].followsNewline { reportBraceOnOwnLine() }
      parseBlock(of: keyword, depth: depth)
      if continues { parseAfterBlock() }
    }
    close(node)
  }

  /// What stands behind a block on its line: a comma too many, or another statement.
  private mutating func parseAfterBlock() {
    while kind == .comma, continues {
      reportExtraComma(next)
      eatUnexpected()
    }
    // Other signs are reported where a keyword is looked for.
    if continues, kind == .word { reportNewStatement() }
  }

  private mutating func parseBlock(of keyword: WordID?, depth: Int) {
    let node = open(.block)
    let brace = next
    next += 1
    if depth + 1 > Limits.nestingMax {
      diagnostics.append(.tooDeep(file: file, range: tokens[brace].range))
      skipBalanced()
    } else {
      enclosing.append(keyword)
      parseStatements(depth: depth + 1)
      enclosing.removeLast()
      if swallowedEnds > 0 {
        swallowedEnds -= 1
      } else if kind == .closeBrace {
        next += 1
      } else {
        reportUnclosedBlock(brace, node: node)
      }
    }
    close(node)
  }

  /// Tokens where a keyword should stand.
  private mutating func parseStray(depth: Int) {
    if kind == .openBrace {
      diagnostics.append(.strayOpenBrace(file: file, range: tokens[next].range))
      parseBlock(of: nil, depth: depth)
      return
    }
    let first = tokens[next]
    if context == .errors, first.kind == .number, !tokens[next + 1].followsNewline,
      tokens[next + 1].kind == .word, tokens[next + 1].length <= 32
    {
      diagnostics.append(
        .classBehindStatus(
          file: file, range: SourceRange(Int(first.start), tokens[next + 1].end),
          status: source.text(first.range), name: source.text(tokens[next + 1].range)))
    } else if first.kind != .unknown || isEquals {
      diagnostics.append(
        .wantsKeyword(
          file: file, range: first.range, found: name(first),
          goesOn: first.kind == .comma || first.kind == .colon || first.kind == .openParen))
    }
    let node = open(.unexpected)
    next += 1
    while continues, kind != .openBrace { next += 1 }
    close(node)
    if kind == .openBrace, !tokens[next].followsNewline { parseBlock(of: nil, depth: depth) }
  }

  /// A declaration with a block at the left margin: inside a block, the sign of a missing `}`.
  private var beginsDeclaration: Bool {
    let token = tokens[next]
    let start = Int(token.start)
    guard token.followsNewline, start == 0 || source.bytes[start - 1] == 0x0A,
      Schema.declares(token.word)
    else { return false }
    var i = next + 1
    while !tokens[i].followsNewline, tokens[i].kind != .end {
      if tokens[i].kind == .openBrace { return true }
      i += 1
    }
    return false
  }

  private mutating func reportBraceOnOwnLine() {
    let before = tokens[next - 1].end
    let brace = tokens[next]
    let hasComment = Gap.holdsComment(before, Int(brace.start), in: source.bytes)
    diagnostics.append(
      .braceOnOwnLine(file: file, range: brace.range, after: hasComment ? nil : before))
  }

  /// Reports a block that is not closed where it has to be.
  ///
  /// If a block within it was closed by a `}` further left than its own line, that one is to blame.
  private mutating func reportUnclosedBlock(_ brace: Int, node: Int) {
    if gaveUp { return }
    var culprit: (brace: Int, closer: Int)?
    var i = node + 1
    while i < nodes.count {
      if nodes[i].kind == .block, nodes[i].size > 0 {
        let opener = Int(nodes[i].token)
        let closer = Int(nodes[i].lastToken)
        if tokens[closer].kind == .closeBrace, tokens[closer].followsNewline,
          margin(Int(tokens[closer].start)) < margin(Int(tokens[opener].start))
        {
          culprit = (opener, closer)
        }
      }
      i += 1
    }
    diagnostics.append(
      .unclosedBlock(
        file: file, range: tokens[culprit?.brace ?? brace].range,
        at: tokens[next - 1].range, closer: culprit.map { tokens[$0.closer].range }))
  }

  /// The white space that the line of byte `offset` begins with, in bytes.
  private func margin(_ offset: Int) -> Int {
    var start = offset
    while start > 0, source.bytes[start - 1] != 0x0A { start -= 1 }
    var end = start
    while end < offset, source.bytes[end] == 0x20 || source.bytes[end] == 0x09 { end += 1 }
    return end - start
  }
}
