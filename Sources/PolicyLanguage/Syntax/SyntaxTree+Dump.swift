import PolicyGraph

extension SyntaxTree {
  /// The tree as indented lists, for people: a statement as `(keyword argument …)` with the
  /// statements of its block below it, `label: value`, `[item …]`, `name(item …)`.
  ///
  /// Tokens that fit nowhere stand as `(unexpected …)`, a value that is missing as `?`, and bytes
  /// that would not be seen as escapes.
  public func dump() -> String {
    var dumper = Dumper(tree: self)
    dumper.node(0, level: 0)
    dumper.out.append("\n")
    return String(decoding: dumper.out, as: UTF8.self)
  }
}

/// Writes the nodes of a tree; it goes as deep as they nest, and the parser sees to it that this is
/// no deeper than `Limits.nestingMax`.
private struct Dumper {
  let tree: SyntaxTree
  var out: [UInt8] = []

  mutating func node(_ index: Int, level: Int) {
    let node = tree.nodes[index]
    switch node.kind {
    case .file:
      out.append("(file")
      children(of: index, level: level)
      out.append(")")
    case .statement:
      newLine(level)
      out.append("(")
      tokens(Int(node.token), through: Int(node.token))
      children(of: index, level: level)
      out.append(")")
    case .block:
      out.append(" {")
      children(of: index, level: level - 1)
      out.append("}")
    case .labelled:
      tokens(Int(node.token), through: Int(node.token))
      out.append(":")
      if node.size == 1 { out.append(" ?") }
      children(of: index, level: level)
    case .list: items(of: index, "[", "]", level: level)
    case .call:
      tokens(Int(node.token), through: Int(node.token))
      items(of: index, "(", ")", level: level)
    case .leaf: tokens(Int(node.token), through: Int(node.lastToken))
    case .unexpected:
      out.append("(unexpected ")
      tokens(Int(node.token), through: Int(node.lastToken))
      out.append(")")
    }
  }

  /// Children in a row, each behind a space, but for statements: they begin a line.
  private mutating func children(of index: Int, level: Int) {
    let isBlock = tree.nodes[index].kind == .block || tree.nodes[index].kind == .file
    for child in tree.children(index) {
      switch tree.nodes[child].kind {
      case .statement, .block: break
      case .unexpected where isBlock: newLine(level + 1)
      case .file, .labelled, .leaf, .list, .call, .unexpected: out.append(" ")
      }
      node(child, level: level + 1)
    }
  }

  private mutating func items(of index: Int, _ opener: String, _ closer: String, level: Int) {
    out.append(opener)
    for (number, child) in tree.children(index).enumerated() {
      if number > 0 { out.append(" ") }
      node(child, level: level)
    }
    out.append(closer)
  }

  private mutating func tokens(_ first: Int, through last: Int) {
    for index in first...last {
      if index > first { out.append(" ") }
      SafeText.append(
        tree.source.bytes[Int(tree.tokens[index].start)..<tree.tokens[index].end], to: &out)
    }
  }

  private mutating func newLine(_ level: Int) {
    out.append("\n")
    out.append(repeating: UInt8(ascii: " "), count: level * 2)
  }
}
