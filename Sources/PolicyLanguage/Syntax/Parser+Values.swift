extension Parser {
  /// Reads one value; the token at hand begins one.
  mutating func parseValue(depth: Int) {
    if kind == .openBracket {
      let node = open(.list)
      next += 1
      openBrackets += 1
      parseItems(until: .closeBracket, opener: next - 1, depth: depth + 1)
      openBrackets -= 1
      close(node)
    } else if kind == .word, tokens[next + 1].kind == .openParen, !tokens[next + 1].followsNewline {
      let node = open(.call)
      next += 2
      openParens += 1
      parseItems(until: .closeParen, opener: next - 1, depth: depth + 1)
      openParens -= 1
      close(node)
    } else {
      let node = open(.leaf)
      next += 1
      close(node)
    }
  }

  /// Reads the values of a list or a call, and the sign that closes it.
  private mutating func parseItems(until closer: Token.Kind, opener: Int, depth: Int) {
    if depth > Limits.nestingMax {
      diagnostics.append(.tooDeep(file: file, range: tokens[opener].range))
      skipBalanced()
      return
    }
    var items = Items(opener: opener, closer: closer)
    while kind != closer {
      guard parseItem(&items, depth: depth) else { return }
    }
    if closer == .closeParen, tokens[next - 1].kind == .comma { reportExtraComma(next - 1) }
    next += 1
  }

  /// Where the reading of a list or a call stands.
  struct Items {
    let opener: Int
    let closer: Token.Kind
    /// A value has been read, and no comma yet.
    var wantsComma = false
    /// Something strange has been read: a comma may follow, or not.
    var lenient = false
    /// Labels found, which have no place there; only the first is reported.
    var labels = 0
    /// Whether it is known to be closed on this line, in spite of what was found in it.
    var isClosedOnLine = false
    var commas = MissingCommas()
  }

  /// Reads a value, or a sign between two; false if the list or call is at its end.
  private mutating func parseItem(_ items: inout Items, depth: Int) -> Bool {
    switch kind {
    case .word, .number, .percentile, .text, .openBracket:
      return parseItemValue(&items, depth: depth)
    case .comma:
      if items.wantsComma || items.lenient {
        if tokens[next].followsNewline { reportCommaBelow() }
        next += 1
      } else {
        reportExtraComma(next)
        eatUnexpected()
      }
      items.wantsComma = false
      items.lenient = false
      return true
    case .semicolon, .openBrace:
      guard isClosedOnLine(&items) else {
        reportUnclosed(items)
        return false
      }
      diagnostics.append(
        .unexpected(file: file, range: tokens[next].range, found: name(tokens[next])))
      if kind == .openBrace { eatBalanced() } else { eatUnexpected() }
    case .closeBrace, .end:
      reportUnclosed(items)
      return false
    case .closeParen, .closeBracket:
      if kind == .closeParen ? openParens > 0 : openBrackets > 0 {
        reportUnclosed(items)
      } else {
        reportWrongCloser(items)
        next += 1
      }
      return false
    case .unknown where isEquals: reportEquals(asColon: false)
    case .unknown: eatStrange()
    case .colon, .openParen:
      if tokens[next].followsNewline, !isClosedOnLine(&items) {
        reportUnclosed(items)
        return false
      }
      eatSign()
    }
    items.lenient = true
    return true
  }

  private mutating func parseItemValue(_ items: inout Items, depth: Int) -> Bool {
    if kind == .word {
      if beginsStatementOnLine(inItems: true, afterComma: !items.wantsComma) {
        reportUnclosed(items)
        return false
      }
      if items.wantsComma, !items.lenient, let unit = detachedUnit {
        reportDetachedUnit(unit)
        return true
      }
      if tokens[next + 1].kind == .colon, !tokens[next + 1].followsNewline {
        if items.closer == .closeParen, source.text(tokens[next].range) == "else" {
          if items.wantsComma, !items.lenient { reportMissingComma(&items.commas) }
          parseLabelled(depth: depth, isEquals: false)
          items.wantsComma = true
          items.lenient = false
          return true
        }
        return parseItemLabel(&items)
      }
    }
    if items.wantsComma, !items.lenient { reportMissingComma(&items.commas) }
    parseValue(depth: depth)
    items.wantsComma = true
    items.lenient = false
    return true
  }

  /// A label, where values have none: either the list or call should have ended before it, or the
  /// label is too much.
  private mutating func parseItemLabel(_ items: inout Items) -> Bool {
    guard isClosedOnLine(&items) else {
      // The comma before it belongs to the statement, unless it was one too many.
      if tokens[next - 1].kind == .comma, !isUnexpected(tokenBefore: next) { next -= 1 }
      reportUnclosed(items)
      return false
    }
    if items.labels == 0 {
      let range = SourceRange(Int(tokens[next].start), tokens[next + 1].end)
      diagnostics.append(
        .labelInItems(file: file, range: range, isList: items.closer == .closeBracket))
    }
    items.labels += 1
    let node = open(.unexpected)
    next += 2
    close(node)
    items.wantsComma = false
    items.lenient = true
    return true
  }

  /// Whether the sign that closes the list or call stands further on in this line.
  private func isClosedOnLine(_ items: inout Items) -> Bool {
    if items.isClosedOnLine { return true }
    var i = next
    repeat {
      if tokens[i].kind == items.closer { items.isClosedOnLine = true }
      i += 1
    } while i < tokens.count && !tokens[i].followsNewline && !items.isClosedOnLine
    return items.isClosedOnLine
  }
}
