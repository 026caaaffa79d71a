/// Prints the tree of a file without errors in the canonical layout.
///
/// It goes through the tokens once, in order. Blocks and values nest at most `Limits.nestingMax`
/// deep in such a tree, and so do the calls here.
struct Formatter {
  let tree: SyntaxTree
  var printer: Printer
  /// The end of the last token that was printed: what follows is a gap.
  private(set) var printedEnd = 0
  private var layouts: [StatementLayout] = []

  init(_ tree: SyntaxTree) {
    self.tree = tree
    printer = Printer(expecting: tree.source.bytes.count + tree.source.bytes.count / 8)
  }

  /// The text of the file.
  mutating func format() -> [UInt8] {
    statements(of: 0, level: 0)
    endOfFile()
    return printer.finish()
  }

  // MARK: Statements

  private mutating func statements(of parent: Int, level: Int) {
    let base = layouts.count
    var child = parent + 1
    while child < parent + tree.nodes[parent].size {
      layouts.append(layout(of: child, level: level, isFirst: layouts.count == base))
      child += tree.nodes[child].size
    }
    StatementLayout.align(&layouts[base...])
    for i in base..<layouts.count {
      newLine(before: Int(tree.nodes[layouts[i].node].token), level: level, first: i == base)
      statement(layouts[i], level: level)
    }
    layouts.removeSubrange(base...)
  }

  private mutating func statement(_ layout: StatementLayout, level: Int) {
    let node = tree.nodes[layout.node]
    let keyword = Int(node.token)
    token(keyword)
    var first = layout.node + 1
    let end = layout.node + node.size
    var block: Int?
    var lastArgument: Int?
    while first < end {
      if tree.nodes[first].kind == .block { block = first } else { lastArgument = first }
      first += tree.nodes[first].size
    }
    switch layout.shape {
    case .plain:
      guard lastArgument != nil else { return }
      printer.space(layout.padding)
      arguments(of: layout.node, through: lastArgument, tail: 0)
    case .oneLine:
      if let lastArgument {
        printer.space()
        flat(keyword + 1, through: Int(tree.nodes[lastArgument].lastToken))
      }
      printer.space(layout.padding)
      if let block { flat(Int(tree.nodes[block].token), through: Int(tree.nodes[block].lastToken)) }
    case .open:
      if lastArgument != nil {
        printer.space()
        arguments(of: layout.node, through: lastArgument, tail: 2)
      }
      printer.space()
      if let block { openBlock(block, level: level) }
    }
  }

  private mutating func openBlock(_ block: Int, level: Int) {
    let node = tree.nodes[block]
    token(Int(node.token))
    if !isEmpty(block) {
      statements(of: block, level: level + 1)
      let onlyComments = node.size == 1
      comments(
        before: Int(node.lastToken), indent: (level + 1) * Layout.indent, first: onlyComments)
      printer.newLine(indent: level * Layout.indent)
    }
    token(Int(node.lastToken))
  }

  /// Whether a block holds nothing, not even a comment.
  func isEmpty(_ block: Int) -> Bool {
    let node = tree.nodes[block]
    return node.size == 1
      && !Gap.holdsComment(
        tree.tokens[Int(node.token)].end, Int(tree.tokens[Int(node.lastToken)].start),
        in: tree.source.bytes)
  }

  // MARK: Gaps

  /// Ends the line and begins the one of the statement with this first token.
  private mutating func newLine(before token: Int, level: Int, first: Bool) {
    let indent = level * Layout.indent
    let gap = comments(before: token, indent: indent, first: first)
    printer.newLine(indent: indent, blank: gap.holdsBlank && !(first && !gap.any))
  }

  private mutating func endOfFile() {
    comments(before: tree.tokens.count - 1, indent: 0, first: printer.isEmpty)
  }

  /// Prints the comments before a token: behind the code of the line where they stood there, else
  /// on lines of their own.
  ///
  /// - Returns: whether a blank line follows them, and whether there was one on its own line.
  @discardableResult
  mutating func comments(
    before token: Int, indent: Int, first: Bool, keepsBlank: Bool = true
  ) -> (holdsBlank: Bool, any: Bool) {
    let bytes = tree.source.bytes
    var gap = Gap(printedEnd, Int(tree.tokens[token].start))
    var any = false
    while let comment = gap.next(in: bytes) {
      if !gap.endsLine, !printer.isEmpty {
        printer.trailing(bytes[comment])
      } else {
        let blank = gap.holdsBlank && keepsBlank && !(first && !any)
        printer.newLine(indent: indent, blank: blank)
        printer.append(bytes[comment], width: 0)
        any = true
      }
    }
    return (gap.holdsBlank, any)
  }

  // MARK: Tokens

  /// Prints one token.
  mutating func token(_ index: Int) {
    let token = tree.tokens[index]
    printer.append(
      tree.source.bytes[Int(token.start)..<token.end], width: width(of: token))
    printedEnd = token.end
  }

  /// Prints tokens on one line.
  mutating func flat(_ first: Int, through last: Int) {
    var walk = FlatTokens(first, through: last)
    while let (index, lead) = walk.next(in: tree.tokens) {
      if lead == .semicolon { printer.append(";") }
      if lead != .none { printer.space() }
      token(index)
    }
    printedEnd = tree.tokens[last].end
  }

  /// Notes that a token was printed in a form of its own, or left out.
  mutating func pass(_ index: Int) { printedEnd = max(printedEnd, tree.tokens[index].end) }
}
