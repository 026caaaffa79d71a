/// Where rows inside declarations stand in the text, by the index of the row: for the findings of
/// judgements, which are made when the trees have been left.
struct Sites: Sendable {
  /// A statement.
  struct Site: Sendable {
    var file: FileID
    var node: Int32

    /// Both numbers in one.
    var key: UInt64 { UInt64(file.raw) << 32 | UInt64(UInt32(bitPattern: node)) }
  }

  var trips: [Site] = []
  var rules: [Site] = []
  var responses: [Site] = []
  var steps: [Site] = []
  var members: [Site] = []
  var arms: [Site] = []
  var errorRows: [Site] = []
  var routeMatches: [Site] = []
}

extension Checker {
  /// A statement of the file at hand.
  func here(_ node: Int) -> Sites.Site {
    Sites.Site(file: file, node: Int32(truncatingIfNeeded: node))
  }

  /// The bytes of a statement, its block left out.
  func range(_ site: Sites.Site) -> SourceRange {
    program.files[Int(site.file.raw)].tree.headerRange(Int(site.node))
  }

  /// Points at a statement.
  func related(_ message: String, _ site: Sites.Site) -> Diagnostic.Related {
    Diagnostic.Related(message, file: site.file, range: range(site))
  }

  /// The declaration whose row is `row` of its kind.
  func declaration(of kind: RefKind, row: Int, group: Bool = false) -> Declaration? {
    declarations.first {
      $0.kind.namespace == kind && $0.row == Int32(row)
        && (kind != .target || ($0.kind != .endpoint) == group)
    }
  }

  /// Where a keyword of a declaration, or one of its labels, is stated: in its own block, in one
  /// that it extends, or in its file's `defaults`; without any of these, where the declaration
  /// begins.
  func site(_ declaration: Declaration?, _ word: Word, _ label: Word? = nil) -> Sites.Site {
    guard let declaration, declaration.node >= 0 else {
      return Sites.Site(file: FileID(0), node: 0)
    }
    var at = declaration
    var steps = 0
    while true {
      if let found = statement(word, label, in: Int(at.node), of: at.file) { return found }
      // A chain may be as long as a program; the place is only for people.
      guard at.base >= 0, steps < 64 else { break }
      at = declarations[Int(at.base)]
      steps += 1
    }
    let inherited = defaults[Int(declaration.file.raw)].node
    if inherited >= 0,
      let found = statement(word, label, in: Int(inherited), of: declaration.file)
    {
      return found
    }
    return Sites.Site(file: declaration.file, node: declaration.node)
  }

  private func statement(
    _ word: Word, _ label: Word?, in node: Int, of file: FileID
  ) -> Sites.Site? {
    let tree = program.files[Int(file.raw)].tree
    guard let block = tree.children(node).last, tree.nodes[block].kind == .block else { return nil }
    for child in tree.children(block) where tree.nodes[child].kind == .statement {
      guard words.word(tree.tokens[Int(tree.nodes[child].token)].word) == word else { continue }
      let holds = label.map { label in
        tree.children(child).contains {
          tree.nodes[$0].kind == .labelled
            && words.word(tree.tokens[Int(tree.nodes[$0].token)].word) == label
        }
      }
      if holds ?? true {
        return Sites.Site(file: file, node: Int32(truncatingIfNeeded: child))
      }
    }
    return nil
  }
}
