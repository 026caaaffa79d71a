/// What parsing gives: a tree, always, and what is wrong with the text.
public struct Parsed: Sendable {
  /// The tree; of broken text it holds `unexpected` nodes.
  public let tree: SyntaxTree
  /// Lexical and grammatical errors, in order.
  public let diagnostics: [Diagnostic]
  /// How many more there are than `diagnostics` holds; it holds many more than are shown.
  public let omitted: Int
}

/// Parses one file by itself; the checker parses with the words of a whole program.
public func parse(_ source: SourceFile) -> Parsed {
  var words = Words()
  return Parser.parse(source, as: FileID(0), words: &words)
}

/// Builds the tree from the tokens: it never fails, and every loop of it eats a token.
///
/// Recovery happens at three levels: a missing sign within a statement is reported and parsing goes
/// on behind it; tokens that fit nowhere become one `unexpected` node up to where sense can be made
/// again; a block that was never closed ends where a declaration begins at the left margin. Nothing
/// is reported that only follows from what has been reported.
struct Parser {
  let source: SourceFile
  let file: FileID
  let tokens: [Token]
  var nodes: [Node] = []
  var diagnostics = Findings()
  var next = 0

  /// The keywords of the statements whose blocks are open; nil for a block without one.
  var enclosing: [WordID?] = []
  /// The keyword of the statement at hand, by its place among the words.
  var keyword = -1
  /// How many `[` and `(` are open.
  var openBrackets = 0
  var openParens = 0
  /// `}` whose `{` was swallowed by a text that is never closed.
  var swallowedBraces: Int
  /// How many blocks end in a comment that was meant as the rest of a URL.
  var swallowedEnds = 0
  /// Whether text was skipped to the end of the file: what is not closed there is not to blame.
  var gaveUp = false

  static func parse(_ source: SourceFile, as file: FileID, words: inout Words) -> Parsed {
    if let kind = ForeignFile(source.bytes) { return foreign(source, file, kind) }
    let lexer = Lexer(source, as: file, words: &words)
    var parser = Parser(source, file, lexer)
    parser.parseFile()
    let tree = SyntaxTree(
      source: source, tokens: parser.tokens, lineStarts: lexer.lineStarts, nodes: parser.nodes)
    // Of a file in another encoding nothing else is worth saying.
    if lexer.isUTF16 {
      return Parsed(tree: tree, diagnostics: Array(lexer.diagnostics.kept.prefix(1)), omitted: 0)
    }
    let found = (lexer.diagnostics.kept + parser.diagnostics.kept).sorted {
      $0.range.start < $1.range.start
    }
    return Parsed(
      tree: tree, diagnostics: found,
      omitted: lexer.diagnostics.omitted + parser.diagnostics.omitted)
  }

  /// A file that is something else: one token that nobody reads, and one finding on its first line.
  private static func foreign(
    _ source: SourceFile, _ file: FileID, _ kind: ForeignFile
  ) -> Parsed {
    let end = source.bytes.count
    let tokens = [
      Token(.unknown, start: 0, end: end, newline: true, doc: false),
      Token(.end, start: end, end: end, newline: true, doc: false),
    ]
    var (whole, inner) = (Node(.file, token: 0), Node(.unexpected, token: 0))
    inner.close(size: 1, lastToken: 0)
    whole.close(size: 2, lastToken: 1)
    let line = source.bytes.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? end
    return Parsed(
      tree: SyntaxTree(
        source: source, tokens: tokens, lineStarts: [0], nodes: [whole, inner]),
      diagnostics: [.notAPolicy(file: file, range: SourceRange(0, min(line, 8)), kind)],
      omitted: 0)
  }

  private init(_ source: SourceFile, _ file: FileID, _ lexer: Lexer) {
    self.source = source
    self.file = file
    tokens = lexer.tokens
    swallowedBraces = lexer.swallowedBraces
    nodes.reserveCapacity(tokens.count)
  }

  // MARK: Nodes

  @inline(__always)
  mutating func open(_ kind: Node.Kind) -> Int {
    nodes.append(Node(kind, token: next))
    return nodes.count - 1
  }

  @inline(__always)
  mutating func close(_ node: Int) {
    nodes[node].close(
      size: nodes.count - node, lastToken: Swift.max(Int(nodes[node].token), next - 1))
  }

  /// Eats the token at hand into an `unexpected` node of its own.
  mutating func eatUnexpected() {
    let node = open(.unexpected)
    next += 1
    close(node)
  }

  // MARK: Tokens

  @inline(__always)
  var kind: Token.Kind { tokens[next].kind }

  /// Whether the token at hand can still belong to the statement that is being read.
  @inline(__always)
  var continues: Bool {
    let token = tokens[next]
    if token.followsNewline { return false }
    switch token.kind {
    case .semicolon, .closeBrace, .end: return false
    case .word, .number, .percentile, .text, .comma, .colon, .openBrace, .openBracket,
      .closeBracket, .openParen, .closeParen, .unknown:
      return true
    }
  }

  /// Whether the token at hand is a `=`, or `==`.
  var isEquals: Bool {
    let token = tokens[next]
    return token.kind == .unknown && token.length < 3
      && source.bytes[Int(token.start)] == UInt8(ascii: "=")
  }

  /// How a token is called in a message; texts and long words are never repeated there, as they may
  /// hold a secret.
  func name(_ token: Token) -> String {
    switch token.kind {
    case .text: "the text"
    case .end: "the end of the file"
    case .word where token.length > 32: "the word"
    case .number where token.length > 32: "the number"
    case .unknown where token.length > 32: "this"
    case .word, .number, .percentile, .comma, .colon, .semicolon, .openBrace, .closeBrace,
      .openBracket, .closeBracket, .openParen, .closeParen, .unknown:
      "`\(source.text(token.range))`"
    }
  }
}
