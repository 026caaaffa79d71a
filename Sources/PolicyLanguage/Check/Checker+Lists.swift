// Values of one label that stand apart, as the list that they were probably meant to be.

extension Checker {
  /// How long a statement may be for a list to be suggested, in nodes.
  private static var listNodesMax: Int { 64 }

  /// The list that a value behind that of a label was probably meant to be in.
  func list(before node: Int, _ shape: Shapes.Statement) -> String? {
    let parent = statement(of: node)
    guard tree.nodes[parent].size <= Checker.listNodesMax else { return nil }
    let siblings = tree.children(parent)
    guard let at = siblings.firstIndex(of: node), at > 0 else { return nil }
    let before = siblings[at - 1]
    guard tree.nodes[before].kind == .labelled else { return nil }
    let more = siblings[at...].prefix { tree.nodes[$0].kind == .leaf }
    return list(of: before, shape, and: Array(more))
  }

  /// All values of a label of a statement, and `more`, as one list; nil if it takes only one.
  func list(of labelled: Int, _ shape: Shapes.Statement, and more: [Int] = []) -> String? {
    let label = tree.source.text(tree.headRange(labelled))
    let first = Int(shape.firstArgument)
    let index =
      (first..<first + Int(shape.argumentCount)).first {
        shapes.arguments[$0].label?.text == label
      } ?? (shape.open >= 0 ? Int(shape.open) : nil)
    let parent = statement(of: labelled)
    guard let index, shapes.arguments[index].many,
      tree.nodes[parent].size <= Checker.listNodesMax
    else { return nil }
    let same = tree.children(parent).filter {
      tree.nodes[$0].kind == .labelled && tree.source.text(tree.headRange($0)) == label
    }
    let values = (same.flatMap { tree.children($0) } + more).flatMap {
      tree.nodes[$0].kind == .list ? tree.children($0) : [$0]
    }
    guard values.count <= 8 else { return nil }
    return "\(label): [\(values.map { tree.source.text(tree.range($0)) }.joined(separator: ", "))]"
  }
}
