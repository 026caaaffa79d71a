package import PolicyGraph

extension CheckedPolicy {
  /// The statement with this keyword that begins in the line of an origin; without one, the first.
  ///
  /// For rows of which no place of their own is kept.
  package func statement(of origin: Origin, _ keyword: Word) -> (file: FileID, node: Int)? {
    let file = FileID(origin.file.index)
    guard origin.file.index < checker.program.files.count, origin.line >= 1 else { return nil }
    let tree = checker.program.files[origin.file.index].tree
    let starts = tree.lineStarts
    guard Int(origin.line) <= starts.count else { return nil }
    let start = starts[Int(origin.line) - 1]
    let end = Int(origin.line) < starts.count ? starts[Int(origin.line)] : UInt32.max
    var first: Int?
    for node in tree.nodes.indices where tree.nodes[node].kind == .statement {
      let token = tree.tokens[Int(tree.nodes[node].token)]
      guard token.start >= start else { continue }
      if token.start >= end { break }
      if checker.words.word(token.word) == keyword { return (file, node) }
      if first == nil { first = node }
    }
    return first.map { (file, $0) }
  }

  /// The place of the statement with this keyword that begins in the line of an origin.
  package func place(of origin: Origin, _ keyword: Word) -> Place {
    guard let found = statement(of: origin, keyword) else {
      return Place(file: FileID(origin.file.index), range: SourceRange(0, 0))
    }
    let tree = checker.program.files[Int(found.file.raw)].tree
    return Place(file: found.file, range: tree.headerRange(found.node))
  }
}
