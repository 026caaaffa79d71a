@testable import PolicyLanguage

/// Which keywords and labels of the schema some policies use, each where it stands.
struct SchemaUse {
  private var used = Set<String>()

  /// Adds what a policy uses; mistakes in it are passed over.
  mutating func add(_ policy: String) {
    let tree = parse(SourceFile(name: "case.policy", text: policy)).tree
    // Statements still to be looked at, each with the block that it stands in.
    var open = tree.children(0).map { (node: $0, context: Context.file) }
    while let (node, context) = open.popLast() {
      guard tree.nodes[node].kind == .statement, let row = row(tree, node, context) else {
        continue
      }
      used.insert(SchemaUse.key(row, nil))
      for child in tree.children(node) {
        switch tree.nodes[child].kind {
        case .labelled: used.insert(SchemaUse.key(row, text(tree, child)))
        case .block:
          if let block = Schema.rows[row].block {
            open += tree.children(child).map { (node: $0, context: block) }
          }
        case .file, .statement, .leaf, .list, .call, .unexpected: break
        }
      }
    }
  }

  /// What no policy used.
  var missing: [String] {
    Schema.rows.indices.flatMap { index in
      let row = Schema.rows[index]
      let places = row.contexts.map(\.noun).joined(separator: ", ")
      let labels = row.arguments.compactMap { $0.label?.text }
      let keyword = used.contains(SchemaUse.key(index, nil)) ? [] : ["`\(row.title)` in \(places)"]
      return keyword
        + labels.filter { !used.contains(SchemaUse.key(index, $0)) }
        .map { "`\(row.title) \($0):` in \(places)" }
    }
  }

  private func row(_ tree: SyntaxTree, _ node: Int, _ context: Context) -> Int? {
    let keyword = text(tree, node)
    let found = Schema.rows.indices.first {
      $0 != Schema.errorRowIndex && Schema.rows[$0].word.text == keyword
        && Schema.rows[$0].contexts.contains(context)
    }
    return found ?? (context == .errors ? Schema.errorRowIndex : nil)
  }

  private func text(_ tree: SyntaxTree, _ node: Int) -> String {
    tree.source.text(tree.tokens[Int(tree.nodes[node].token)].range)
  }

  private static func key(_ row: Int, _ label: String?) -> String {
    "\(row) \(label ?? "")"
  }
}
