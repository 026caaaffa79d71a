import PolicyGraph
import PolicyLanguage

// Edits of statements that leave the text around them as it is laid out.

extension LintedPolicy {
  /// A statement by its file and its node.
  typealias StatementNode = (file: FileID, node: Int)

  /// Takes a statement away, with its line if it stands alone there.
  ///
  /// Else the `;` that parts it from its neighbours goes with it. Comments stay: whom they are
  /// about, only their author knows.
  func removal(of statement: StatementNode, _ title: String) -> Diagnostic.Fix {
    let tree = policy.tree(statement.file)
    let bytes = tree.source.bytes
    let range = tree.range(statement.node)
    var start = Int(range.start)
    var end = Int(range.end)
    while end < bytes.count, isBlank(bytes[end]) { end += 1 }
    let before = lineStart(start, bytes)
    let startsLine = bytes[before..<start].allSatisfy(isBlank)
    if end < bytes.count, bytes[end] == UInt8(ascii: ";") {
      end += 1
      while end < bytes.count, isBlank(bytes[end]) { end += 1 }
      // The last of its line, with a `;` that nothing follows.
      if startsLine, end == bytes.count || isBreak(bytes[end]) { start = before }
      if startsLine, end < bytes.count, isBreak(bytes[end]) { end += 1 }
      return edit(statement.file, start, end, "", title)
    }
    if startsLine, end == bytes.count || isBreak(bytes[end]) {
      start = before
      if end < bytes.count { end += 1 }
      return edit(statement.file, start, end, "", title)
    }
    // The last of a block on one line: its `;` stands before it.
    end = Int(range.end)
    var back = start
    while back > before, isBlank(bytes[back - 1]) { back -= 1 }
    if back > before, bytes[back - 1] == UInt8(ascii: ";") { start = back - 1 }
    return edit(statement.file, start, end, "", title)
  }

  /// Puts another statement in the place of one, its block left out.
  func replacement(
    of statement: StatementNode, by text: String, _ title: String
  ) -> Diagnostic.Fix {
    let range = policy.tree(statement.file).headerRange(statement.node)
    return edit(statement.file, Int(range.start), Int(range.end), text, title)
  }

  /// Puts another value behind a label of a statement, or adds the label; nil if the statement has
  /// a block or a list behind it.
  func labelled(
    _ statement: StatementNode, _ label: String, _ value: String, _ title: String
  ) -> Diagnostic.Fix {
    let tree = policy.tree(statement.file)
    for child in tree.children(statement.node) where tree.nodes[child].kind == .labelled {
      guard tree.source.text(tree.headRange(child)) == label,
        let old = tree.children(child).first
      else { continue }
      let range = tree.range(old)
      return edit(statement.file, Int(range.start), Int(range.end), value, title)
    }
    let end = Int(tree.headerRange(statement.node).end)
    return edit(statement.file, end, end, ", \(label): \(value)", title)
  }

  /// Adds a statement behind another of the same block.
  func addition(
    _ text: String, behind statement: StatementNode, _ title: String
  ) -> Diagnostic.Fix {
    let tree = policy.tree(statement.file)
    let bytes = tree.source.bytes
    let range = tree.range(statement.node)
    let before = lineStart(Int(range.start), bytes)
    let indent = bytes[before..<Int(range.start)]
    let end = Int(range.end)
    guard indent.allSatisfy(isBlank) else {
      return edit(statement.file, end, end, "; \(text)", title)
    }
    return edit(
      statement.file, end, end, "\n" + String(decoding: indent, as: UTF8.self) + text, title)
  }

  private func edit(
    _ file: FileID, _ start: Int, _ end: Int, _ text: String, _ title: String
  ) -> Diagnostic.Fix {
    Diagnostic.Fix(
      title,
      edits: [Diagnostic.Edit(file: file, range: SourceRange(start, end), newText: text)])
  }

  /// Where the line of a byte begins.
  private func lineStart(_ offset: Int, _ bytes: [UInt8]) -> Int {
    var at = offset
    while at > 0, !isBreak(bytes[at - 1]) { at -= 1 }
    return at
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
  private func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A }
}
