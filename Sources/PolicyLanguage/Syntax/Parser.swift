/// What parsing gives: a tree, always, and what is wrong with the text.
public struct Parsed: Sendable {
  /// The tree; of broken text it holds `unexpected` nodes.
  public let tree: SyntaxTree
  /// Lexical and grammatical errors, in order.
  public let diagnostics: [Diagnostic]
}

/// Parses one file by itself; the checker parses with the words of a whole program.
public func parse(_ source: SourceFile) -> Parsed {
  var words = Words()
  return Parser.parse(source, as: FileID(0), words: &words)
}

/// Builds the tree from the tokens: it never fails, and every loop of it eats a token.
///
/// Recovery happens at three levels: a missing sign within a statement is reported and parsing goes
/// on behind it; tokens that fit nowhere become one `unexpected` node up to the statement's end; a
/// block that was never closed ends where a declaration begins at the left margin.
struct Parser {
  private let source: SourceFile
  private let file: FileID
  let tokens: [Token]
  private(set) var nodes: [Node] = []
  private(set) var diagnostics: [Diagnostic]
  private var next = 0

  static func parse(_ source: SourceFile, as file: FileID, words: inout Words) -> Parsed {
    let lexer = Lexer(source, as: file, words: &words)
    var parser = Parser(source, file, lexer)
    parser.parseFile()
    let tree = SyntaxTree(source: source, tokens: parser.tokens, nodes: parser.nodes)
    let found = parser.diagnostics.sorted { $0.range.start < $1.range.start }
    return Parsed(tree: tree, diagnostics: found)
  }

  private init(_ source: SourceFile, _ file: FileID, _ lexer: Lexer) {
    self.source = source
    self.file = file
    tokens = lexer.tokens
    diagnostics = lexer.diagnostics
    nodes.reserveCapacity(tokens.count)
  }

  // MARK: Nodes

  @inline(__always)
  private mutating func open(_ kind: Node.Kind) -> Int {
    nodes.append(Node(kind, token: next))
    return nodes.count - 1
  }

  @inline(__always)
  private mutating func close(_ node: Int) {
    nodes[node].close(
      size: nodes.count - node, lastToken: Swift.max(Int(nodes[node].token), next - 1))
  }

  @inline(__always)
  private var kind: Token.Kind { tokens[next].kind }

  /// Whether the token at hand can still belong to the statement that is being read.
  @inline(__always)
  private var continues: Bool {
    let token = tokens[next]
    if token.followsNewline { return false }
    switch token.kind {
    case .semicolon, .closeBrace, .end: return false
    case .word, .number, .percentile, .text, .comma, .colon, .openBrace, .openBracket,
      .closeBracket, .openParen, .closeParen, .unknown:
      return true
    }
  }

  // MARK: Statements

  private mutating func parseFile() {
    let node = open(.file)
    while true {
      parseStatements(depth: 0)
      guard kind == .closeBrace else { break }
      let stray = open(.unexpected)
      diagnostics.append(.strayBrace(file: file, range: tokens[next].range))
      next += 1
      close(stray)
    }
    next += 1
    close(node)
    next -= 1
  }

  /// Reads statements up to a `}`, the end of the file, or a declaration that shows that a block
  /// was never closed.
  private mutating func parseStatements(depth: Int) {
    while true {
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

  /// Tokens where a keyword should stand.
  private mutating func parseStray(depth: Int) {
    if kind == .openBrace {
      diagnostics.append(.strayOpenBrace(file: file, range: tokens[next].range))
      parseBlock(depth: depth)
      return
    }
    let node = open(.unexpected)
    let first = tokens[next]
    next += 1
    skipStatement()
    close(node)
    if first.kind != .unknown || source.bytes[Int(first.start)] == UInt8(ascii: "=") {
      diagnostics.append(.wantsKeyword(file: file, range: first.range, found: text(first)))
    }
    if kind == .openBrace, !tokens[next].followsNewline { parseBlock(depth: depth) }
  }

  private mutating func parseStatement(depth: Int) {
    let node = open(.statement)
    next += 1
    parseArguments(depth: depth)
    if kind == .openBrace {
      if tokens[next].followsNewline {
        diagnostics.append(
          .braceOnOwnLine(
            file: file, range: tokens[next].range, after: tokens[next - 1].end))
      }
      parseBlock(depth: depth)
      if continues {
        diagnostics.append(
          .afterBlock(file: file, range: tokens[next].range, found: text(tokens[next])))
      }
    }
    close(node)
  }

  private mutating func parseBlock(depth: Int) {
    let node = open(.block)
    let brace = tokens[next]
    next += 1
    if depth + 1 > Limits.nestingMax {
      diagnostics.append(.tooDeep(file: file, range: brace.range))
      skipBalanced()
    } else {
      parseStatements(depth: depth + 1)
      if kind == .closeBrace {
        next += 1
      } else {
        diagnostics.append(
          .unclosed(file: file, range: brace.range, sign: "}", at: tokens[next - 1].range))
      }
    }
    close(node)
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

  // MARK: Arguments

  private mutating func parseArguments(depth: Int) {
    var wantsArgument = false
    while true {
      guard wantsArgument ? kind != .end : continues, kind != .openBrace else {
        if wantsArgument { reportMissingValue() }
        return
      }
      switch kind {
      case .word, .number, .percentile, .text, .openBracket:
        parseArgument(depth: depth)
      case .unknown where isEquals:
        reportEquals(asColon: false)
        continue
      case .closeBrace, .semicolon, .end:
        reportMissingValue()
        return
      case .comma, .colon, .openParen, .openBrace, .closeBracket, .closeParen, .unknown:
        unexpectedArgument(depth: depth)
        return
      }
      wantsArgument = false
      guard continues else { return }
      switch kind {
      case .comma:
        next += 1
        wantsArgument = true
      case .word, .number, .percentile, .text, .openBracket:
        reportMissingComma()
      case .openBrace: return
      case .colon, .openParen, .unknown, .closeBracket, .closeParen, .closeBrace, .semicolon, .end:
        if isEquals {
          reportEquals(asColon: false)
        } else {
          unexpectedArgument(depth: depth)
          return
        }
      }
    }
  }

  private mutating func parseArgument(depth: Int) {
    let first = tokens[next]
    if first.kind == .word || first.kind == .percentile {
      let after = tokens[next + 1]
      let equals = after.kind == .unknown && source.bytes[Int(after.start)] == UInt8(ascii: "=")
      if after.kind == .colon || equals && !after.followsNewline {
        let node = open(.labelled)
        next += 1
        if equals { reportEquals(asColon: true) } else { next += 1 }
        switch kind {
        case .word, .number, .percentile, .text, .openBracket:
          if tokens[next].followsNewline { reportMissingValue() } else { parseValue(depth: depth) }
        case .comma, .colon, .semicolon, .openBrace, .closeBrace, .closeBracket, .openParen,
          .closeParen, .unknown, .end:
          reportMissingValue()
        }
        close(node)
        return
      }
    }
    parseValue(depth: depth)
  }

  /// Reads one value; the token at hand begins one.
  private mutating func parseValue(depth: Int) {
    if kind == .openBracket {
      let node = open(.list)
      next += 1
      parseItems(until: .closeBracket, opener: Int(nodes[node].token), depth: depth + 1)
      close(node)
    } else if kind == .word, tokens[next + 1].kind == .openParen {
      let node = open(.call)
      next += 2
      parseItems(until: .closeParen, opener: Int(nodes[node].token) + 1, depth: depth + 1)
      close(node)
    } else {
      let node = open(.leaf)
      next += 1
      close(node)
    }
  }

  private mutating func parseItems(until closer: Token.Kind, opener: Int, depth: Int) {
    if depth > Limits.nestingMax {
      diagnostics.append(.tooDeep(file: file, range: tokens[opener].range))
      skipBalanced()
      return
    }
    var wantsComma = false
    while kind != closer {
      switch kind {
      case .word, .number, .percentile, .text, .openBracket:
        if wantsComma { reportMissingComma() }
        if wantsComma, tokens[next].followsNewline, tokens[next + 1].kind != .comma,
          tokens[next + 1].kind != closer
        {
          reportUnclosed(opener, closer)
          return
        }
        parseValue(depth: depth)
        wantsComma = true
      case .comma where wantsComma:
        next += 1
        wantsComma = false
      case .comma:
        diagnostics.append(.extraComma(file: file, range: tokens[next].range))
        next += 1
      case .semicolon, .closeBrace, .openBrace, .end:
        reportUnclosed(opener, closer)
        return
      case .colon, .openParen, .closeParen, .closeBracket, .unknown:
        if tokens[next].followsNewline || kind == .closeParen || kind == .closeBracket {
          reportUnclosed(opener, closer)
          return
        }
        let node = open(.unexpected)
        if kind != .unknown {
          diagnostics.append(
            .unexpected(file: file, range: tokens[next].range, found: text(tokens[next])))
        }
        next += 1
        close(node)
      }
    }
    next += 1
  }

  // MARK: Recovery

  /// Eats the rest of the statement, its block left out.
  private mutating func skipStatement() {
    while continues, kind != .openBrace { next += 1 }
  }

  /// Eats up to the sign that closes what has just been opened.
  private mutating func skipBalanced() {
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
  }

  private mutating func unexpectedArgument(depth: Int) {
    let first = tokens[next]
    let node = open(.unexpected)
    next += 1
    skipStatement()
    close(node)
    if first.kind != .unknown {
      diagnostics.append(.unexpected(file: file, range: first.range, found: text(first)))
    }
  }

  private var isEquals: Bool {
    kind == .unknown && source.bytes[Int(tokens[next].start)] == UInt8(ascii: "=")
  }

  private mutating func reportEquals(asColon: Bool) {
    let range = tokens[next].range
    let label = SourceRange(asColon ? tokens[next - 1].end : Int(range.start), Int(range.end))
    diagnostics.append(.equalsSign(file: file, range: range, replaced: label, asColon: asColon))
    next += 1
  }

  private mutating func reportMissingComma() {
    diagnostics.append(
      .missingComma(
        file: file, range: tokens[next].range, after: tokens[next - 1].end,
        before: text(tokens[next - 1]), found: text(tokens[next])))
  }

  private mutating func reportMissingValue() {
    diagnostics.append(
      .missingValue(file: file, range: tokens[next - 1].range, after: text(tokens[next - 1])))
  }

  private mutating func reportUnclosed(_ opener: Int, _ closer: Token.Kind) {
    diagnostics.append(
      .unclosed(
        file: file, range: tokens[opener].range, sign: closer == .closeParen ? ")" : "]",
        at: tokens[next - 1].range))
  }

  private func text(_ token: Token) -> String { source.text(token.range) }
}
