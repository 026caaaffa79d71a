extension Formatter {
  /// The shape of a statement, and what it brings to the alignment of its neighbours.
  func layout(of node: Int, level: Int, isFirst: Bool) -> StatementLayout {
    let keyword = Int(tree.nodes[node].token)
    let followsBlank = !isFirst && isBlank(before: keyword)
    let end = node + tree.nodes[node].size
    var child = node + 1
    var block: Int?
    while child < end {
      if tree.nodes[child].kind == .block { block = child }
      child += tree.nodes[child].size
    }
    guard let block else {
      // The statements of a file are too far apart to be read as a table.
      let length = tree.tokens[keyword].length
      let aligned = level > 0 && tree.nodes[node].size > 1 && length <= Layout.keywordMax
      return StatementLayout(
        node, .plain, width: aligned ? length : 0, followsBlank: followsBlank)
    }
    let brace = Int(tree.nodes[block].token)
    let room = Layout.widthMax - level * Layout.indent
    guard let head = flatWidth(keyword, through: brace - 1, atMost: room - 1) else {
      return StatementLayout(node, .open, width: 0, followsBlank: followsBlank)
    }
    let body =
      isEmpty(block)
      ? 2 : flatWidth(brace, through: Int(tree.nodes[block].lastToken), atMost: room - head - 1)
    guard body != nil else {
      return StatementLayout(node, .open, width: 0, followsBlank: followsBlank)
    }
    var layout = StatementLayout(
      node, .oneLine, width: head <= Layout.headMax ? head : 0, followsBlank: followsBlank)
    // Declarations of different kinds are no table either.
    if level == 0 { layout.kind = tree.tokens[keyword].word }
    return layout
  }

  private func isBlank(before token: Int) -> Bool {
    var previous = token - 1
    while previous > 0, tree.tokens[previous].kind == .semicolon { previous -= 1 }
    return Gap.holdsBlankLine(
      tree.tokens[previous].end, Int(tree.tokens[token].start), in: tree.source.bytes)
  }

  /// The columns that tokens take on one line; nil if they are more than `limit`, or if a line ends
  /// between the tokens as they were written.
  func flatWidth(_ first: Int, through last: Int, atMost limit: Int) -> Int? {
    var walk = FlatTokens(first, through: last)
    var width = 0
    while let (index, lead) = walk.next(in: tree.tokens) {
      let token = tree.tokens[index]
      if walk.holdsLineBreak { return nil }
      // Four bytes at most make a character: a longer token need not be counted through.
      if token.length > limit * 4 { return nil }
      width += lead.rawValue + self.width(of: token)
      if width > limit { return nil }
    }
    return width
  }

  /// The columns of a token.
  @inline(__always)
  func width(of token: Token) -> Int {
    token.kind == .text ? textWidth(token) : token.length
  }

  private func textWidth(_ token: Token) -> Int {
    var width = 0
    for byte in tree.source.bytes[Int(token.start)..<token.end] where byte & 0xC0 != 0x80 {
      width += 1
    }
    return width
  }
}
