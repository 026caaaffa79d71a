import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let unusedDeclaration = LintRule(
    "unused-declaration", .style, "A declaration that nothing uses",
    why: """
      It looks like part of the policy. Somebody will tune it in an incident and wonder why \
      nothing changes.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      backoff gentle { exponential base: 200ms, factor: 2x, max: 2s }
      route lookup { to a; effect read; deadline 15s }
      """,
    fix: ("backoff gentle { exponential base: 200ms, factor: 2x, max: 2s }\n", ""), fixable: true
  ) { linted in
    // A file without routes is there to be imported, and what is imported is there for all.
    guard
      linted.graph.routes.ids.contains(where: { linted.graph.routes[$0].origin.file.index == 0 }),
      let tree = linted.policy.files.first
    else { return [] }
    // A name that is used is written a second time; one that stands there for something else only
    // hides a finding.
    let uses = linted.policy.wordUses
    return tree.children(0).compactMap { node in
      guard let name = tree.declaredName(node), uses.count(name.token) == 1 else { return nil }
      let place = Place(file: FileID(0), range: tree.headerRange(node))
      return Finding(
        "nothing uses \(name.noun) `\(name.text)`", at: place, of: linted.declared(at: place),
        notes: ["remove it; declarations that several policies share belong in an imported file"],
        fix: linted.withDoc(
          linted.removal(of: (FileID(0), node), "remove \(name.noun) `\(name.text)`")))
    }
  }
}

extension LintedPolicy {
  /// The removal of a declaration with its doc comment, which would be the next one's else.
  fileprivate func withDoc(_ removal: Diagnostic.Fix) -> Diagnostic.Fix {
    var removal = removal
    for index in removal.edits.indices {
      let edit = removal.edits[index]
      let bytes = policy.tree(edit.file).source.bytes
      var start = Int(edit.range.start)
      while start > 0, bytes[start - 1] == 0x0A {
        let above = bytes[..<(start - 1)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        guard bytes[above..<start].drop(while: { $0 == 0x20 }).starts(with: "///".utf8) else {
          break
        }
        start = above
      }
      removal.edits[index].range = SourceRange(start, Int(edit.range.end))
    }
    return removal
  }
}

extension SyntaxTree {
  /// The name that a statement of a file declares for others to use, and what it is the name of.
  fileprivate func declaredName(
    _ node: Int
  ) -> (noun: String, text: String, token: Token)? {
    guard nodes[node].kind == .statement, let first = children(node).first else { return nil }
    let noun = source.text(headRange(node))
    let token = tokens[Int(nodes[first].token)]
    switch noun {
    case "endpoint", "active-passive", "active-active", "select", "errors", "backoff", "breaker",
      "retry", "degrade", "class":
      return nodes[first].kind == .leaf ? (noun, source.text(token.range), token) : nil
    case "let":
      return nodes[first].kind == .labelled ? (noun, source.text(token.range), token) : nil
    case _: return nil
    }
  }
}
