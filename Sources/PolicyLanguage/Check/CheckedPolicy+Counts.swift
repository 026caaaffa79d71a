package import PolicyGraph

extension CheckedPolicy {
  /// A class that a breaker's `count` or `ignore` names.
  package struct CountChange: Sendable {
    /// Where the class is named.
    package let place: Place
    /// The statement that names it, and whether it names nothing else.
    package let statement: Int
    package let isAlone: Bool
    /// How the class is called.
    package let name: String
    /// Whether it is to be counted.
    package let isCounted: Bool
    /// Whether that differs from what held before the statement.
    package let isChange: Bool
  }

  /// What the `count`s and `ignore`s of a breaker's own block change, in order: from what breakers
  /// count by themselves, or from what the one that it extends counts.
  package func countChanges(of id: ID<Breaker>) -> [CountChange] {
    guard let own = node(of: .breaker(id)),
      let declaration = checker.declaration(of: .breaker, row: id.index)
    else { return [] }
    let tree = tree(own.file)
    var counted = Set(BuiltinClass.countedByDefault.map { $0.text })
    if declaration.base >= 0 {
      let base = graph.breakers[ID(Int(checker.declarations[Int(declaration.base)].row))]
      counted = Set(
        graph.classMembers[base.counted].map { graph.text(graph.classes[$0.errorClass].name) })
    }
    guard let block = tree.children(own.node).last, tree.nodes[block].kind == .block else {
      return []
    }
    var changes: [CountChange] = []
    for child in tree.children(block) {
      let keyword = tree.source.text(tree.headRange(child))
      guard keyword == Word.count.text || keyword == Word.ignore.text else { continue }
      let leaves = (child..<child + tree.nodes[child].size).filter { tree.nodes[$0].kind == .leaf }
      for leaf in leaves {
        let name = tree.source.text(tree.range(leaf))
        let isCounted = keyword == Word.count.text
        changes.append(
          CountChange(
            place: Place(file: own.file, range: tree.range(leaf)), statement: child,
            isAlone: leaves.count == 1, name: name, isCounted: isCounted,
            isChange: counted.contains(name) != isCounted))
        if isCounted { counted.insert(name) } else { counted.remove(name) }
      }
    }
    return changes
  }
}
