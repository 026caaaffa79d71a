/// Which classes the language's own table makes of statuses, for those who write a status where a
/// class is wanted.
enum StatusClass {
  /// A row of the table that goes by the status alone.
  private struct Row {
    var word: Word
    var statuses: ClosedRange<Int64>
  }

  /// The statuses that a number stands for: `429`, `5xx`, `500..599`, `500-599`.
  static func statuses(_ text: String) -> ClosedRange<Int64>? {
    let text = text.lowercased()
    if text.utf8.count == 3, text.hasSuffix("xx"), let digit = text.first?.wholeNumberValue,
      (1...5).contains(digit)
    {
      return Int64(digit * 100)...Int64(digit * 100 + 99)
    }
    let parts = text.split { $0 == "." || $0 == "-" }.map { Int64($0) }
    guard let low = parts.first ?? nil, let high = parts.last ?? nil, parts.count <= 2,
      (100...599).contains(low), low...599 ~= high
    else { return nil }
    return low...high
  }

  /// The classes of statuses, each once, in the order of the table.
  static func classes(of statuses: ClosedRange<Int64>) -> [String] {
    var found: [String] = []
    for row in rows where row.statuses.overlaps(statuses) && !found.contains(row.word.text) {
      found.append(row.word.text)
    }
    return found
  }

  private static let rows: [Row] = {
    let tree = parse(SourceFile(name: "http", text: BuiltinTables.http)).tree
    return tree.nodes.indices.flatMap { node -> [Row] in
      guard tree.nodes[node].kind == .statement,
        let word = Word(rawValue: tree.source.text(tree.headRange(node))), word != .success
      else { return [] }
      let labels = tree.children(node)
      guard labels.count == 1, tree.source.text(tree.headRange(labels[0])) == "status" else {
        return []
      }
      return (labels[0]..<labels[0] + tree.nodes[labels[0]].size).compactMap { leaf in
        let range = tree.headRange(leaf)
        guard tree.nodes[leaf].kind == .leaf,
          let statuses = statuses(tree.source.text(range))
        else { return nil }
        return Row(word: word, statuses: statuses)
      }
    }
  }()
}
