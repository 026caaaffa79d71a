extension Parser {
  /// Reads the arguments of a statement; the token at hand is the one behind its keyword.
  mutating func parseArguments(depth: Int) {
    if kind == .colon, continues {
      diagnostics.append(
        .colonAfterKeyword(file: file, range: tokens[next].range, after: name(tokens[next - 1])))
      next += 1
    }
    var commas = MissingCommas()
    var afterComma = false
    while true {
      if afterComma {
        if endsArguments || beginsStatementOnLine(inItems: false, afterComma: true) {
          reportExtraComma(next - 1)
          return
        }
        if beginsStatementAfterComma {
          reportNewStatement(inPlaceOf: next - 1)
          return
        }
      } else {
        guard continues, kind != .openBrace else { return }
      }
      switch kind {
      case .word where beginsBareBlock(afterArgument: false):
        reportBareBlock()
        return
      case .word, .number, .percentile, .text, .openBracket:
        parseArgument(depth: depth)
      case .comma:
        reportExtraComma(next)
        eatUnexpected()
        continue
      case .unknown where isEquals:
        reportEquals(asColon: false)
        afterComma = false
        continue
      case .unknown: eatStrange()
      case .colon, .openParen, .closeBracket, .closeParen: eatSign()
      case .openBrace, .closeBrace, .semicolon, .end: return
      }
      guard let more = parseSeparator(&commas) else { return }
      afterComma = more
    }
  }

  /// Whether what stands behind a comma shows that there is no further argument.
  private var endsArguments: Bool {
    switch kind {
    case .openBrace, .closeBrace, .semicolon, .end: true
    case .word, .number, .percentile, .text, .comma, .colon, .openBracket, .closeBracket,
      .openParen, .closeParen, .unknown:
      false
    }
  }

  /// Reads what stands between two arguments: true for a comma, false where one is missing, nil
  /// where the arguments end.
  private mutating func parseSeparator(_ commas: inout MissingCommas) -> Bool? {
    // What stands behind strange signs may be anything: no comma is missed there.
    var lenient = isUnexpected(tokenBefore: next)
    while true {
      guard continues else { return nil }
      switch kind {
      case .comma:
        next += 1
        return true
      case .openBrace: return nil
      case .word where beginsStatementInLine:
        reportNewStatement()
        return nil
      case .word where detachedUnit != nil:
        if let unit = detachedUnit { reportDetachedUnit(unit) }
      case .word where !lenient && beginsBareBlock(afterArgument: true):
        reportBareBlock()
        return nil
      case .word, .number, .percentile, .text, .openBracket:
        if !lenient { reportMissingComma(&commas) }
        return false
      case .unknown where isEquals:
        reportEquals(asColon: false)
        return false
      case .unknown:
        eatStrange()
        lenient = true
      case .colon where tokens[next - 1].kind == .text || tokens[next - 1].kind == .number:
        diagnostics.append(
          .labelIsNoWord(file: file, range: tokens[next - 1].range, found: name(tokens[next - 1])))
        eatLabelled()
        lenient = true
      case .colon where lenient: eatLabelled()
      case .colon, .openParen, .closeBracket, .closeParen:
        eatSign()
        lenient = true
      case .closeBrace, .semicolon, .end: return nil
      }
    }
  }

  private mutating func parseArgument(depth: Int) {
    let first = tokens[next]
    if first.kind == .word || first.kind == .percentile {
      let after = tokens[next + 1]
      let isColon = after.kind == .colon
      let isEquals =
        after.kind == .unknown && after.length < 3
        && source.bytes[Int(after.start)] == UInt8(ascii: "=")
      if isColon || isEquals, !after.followsNewline {
        parseLabelled(depth: depth, isEquals: isEquals)
        return
      }
    }
    parseValue(depth: depth)
  }

  mutating func parseLabelled(depth: Int, isEquals: Bool) {
    let node = open(.labelled)
    next += 1
    let reported = diagnostics.count
    if isEquals { reportEquals(asColon: true) } else { next += 1 }
    while kind == .colon, continues {
      diagnostics.append(.extraColon(file: file, range: tokens[next].range))
      next += 1
    }
    if self.isEquals, continues { reportEquals(asColon: false) }
    let isBelow = tokens[next].followsNewline
    switch kind {
    case .word where isBelow:
      if diagnostics.count == reported { reportMissingValue() }
    case .number where isBelow, .percentile where isBelow, .text where isBelow,
      .openBracket where isBelow:
      reportValueBelow()
      parseValue(depth: depth)
    case .word, .number, .percentile, .text, .openBracket: parseValue(depth: depth)
    case .unknown where !isBelow: eatStrange()
    case .openParen where !isBelow: eatSign()
    case .comma, .colon, .semicolon, .openBrace, .closeBrace, .closeBracket, .openParen,
      .closeParen, .unknown, .end:
      if diagnostics.count == reported { reportMissingValue() }
    }
    close(node)
  }
}
