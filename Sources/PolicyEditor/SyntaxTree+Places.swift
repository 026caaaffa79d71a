import PolicyLanguage

extension SyntaxTree {
  /// The keyword of a statement.
  func head(_ node: Int) -> String { source.text(headRange(node)) }

  /// The block of a statement; nil without one.
  func block(_ node: Int) -> Int? { children(node).first { nodes[$0].kind == .block } }

  /// The first argument of a statement: of a declaration, its name.
  func name(_ node: Int) -> SourceRange? {
    guard let first = children(node).first, nodes[first].kind == .leaf else { return nil }
    return range(first)
  }

  /// The keywords of the blocks around a byte, outermost first.
  func around(_ offset: Int) -> [String] {
    var words: [String] = []
    var level = children(0)
    while true {
      let holder = level.first { node in
        guard nodes[node].kind == .statement, let block = block(node) else { return false }
        let range = range(block)
        return Int(range.start) < offset && offset < Int(range.end)
      }
      guard let holder, let block = block(holder) else { return words }
      words.append(head(holder))
      level = children(block)
    }
  }

  /// The word, number or text at a byte, or right before it.
  func token(at offset: Int) -> Token? {
    tokens.first {
      switch $0.kind {
      case .word, .number, .percentile, .text: Int($0.start) <= offset && offset <= $0.end
      case .comma, .colon, .semicolon, .openBrace, .closeBrace, .openBracket, .closeBracket,
        .openParen, .closeParen, .unknown, .end:
        false
      }
    }
  }

  /// The innermost statement that holds a byte.
  func statement(at offset: Int) -> Int? {
    nodes.indices.last { node in
      guard nodes[node].kind == .statement else { return false }
      let range = range(node)
      return Int(range.start) <= offset && offset <= Int(range.end)
    }
  }
}
