import PolicyGraph

extension Checker {
  /// Finds what each declaration extends.
  mutating func link() {
    for index in declarations.indices where declarations[index].node >= 0 {
      let declaration = declarations[index]
      guard declaration.kind.context != nil else { continue }
      enter(declaration.file)
      let node = Int(declaration.node)
      var child = node + 1
      let end = node + tree.nodes[node].size
      while child < end {
        if tree.nodes[child].kind == .block { link(index, block: child) }
        child += tree.nodes[child].size
      }
    }
  }

  private mutating func link(_ index: Int, block: Int) {
    var child = block + 1
    let end = block + tree.nodes[block].size
    while child < end {
      if words.word(tree.tokens[Int(tree.nodes[child].token)].word) == .extends,
        tree.nodes[child].kind == .statement, tree.nodes[child].size > 1,
        tree.nodes[child + 1].kind == .leaf
      {
        let token = tree.tokens[Int(tree.nodes[child + 1].token)]
        if token.kind == .word { link(index, to: token) }
        return
      }
      child += tree.nodes[child].size
    }
  }

  private mutating func link(_ index: Int, to token: Token) {
    let kind = declarations[index].kind
    guard let found = resolve(token.word, kind.namespace, token.range, noun: kind.noun)
    else {
      declarations[index].isOrphan = true
      return
    }
    guard declarations[found].kind == kind else {
      report(
        .wrongKind(
          file: file, range: token.range, name: words.text(token.word),
          found: declarations[found].kind.noun, wanted: kind.noun,
          declared: site(of: declarations[found])))
      declarations[index].isOrphan = true
      return
    }
    declarations[index].base = Int32(truncatingIfNeeded: found)
    // What it copies from must be a row, unless it is a table, which is copied as a draft.
    if kind != .errors { use(found) }
  }
}
