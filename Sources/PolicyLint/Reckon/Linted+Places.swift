import PolicyGraph
import PolicyLanguage

// Where rows stand of which the checker keeps no more than the line.

extension Linted {
  /// The statement of a keyword that begins on the line of an origin, its block left out; without
  /// one, the beginning of the file.
  func place(_ origin: Origin, _ keyword: StaticString) -> Place {
    let file = FileID(origin.file.index)
    let tree = policy.files[origin.file.index]
    let word = "\(keyword)"
    for node in tree.nodes.indices where tree.nodes[node].kind == .statement {
      let head = tree.headRange(node)
      guard tree.source.text(head) == word, line(of: head.start, in: tree) == Int(origin.line)
      else { continue }
      return Place(file: file, range: tree.headerRange(node))
    }
    return Place(file: file, range: SourceRange(0, 0))
  }

  /// The line of a byte, from 1.
  private func line(of offset: UInt32, in tree: SyntaxTree) -> Int {
    tree.source.bytes[..<Int(offset)].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
  }
}
