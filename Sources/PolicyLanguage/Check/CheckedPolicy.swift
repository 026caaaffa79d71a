public import PolicyGraph

/// A policy without errors, with the text that it came from: what lint rules read.
///
/// The graph says what the policy means; the queries here say where that stands.
public struct CheckedPolicy: Sendable {
  let checker: Checker
  /// Which declaration stands for a row; nil until somebody will ask for many.
  private var declarations: KeyMap<Key, Int>?

  init(_ checker: Checker) { self.checker = checker }

  /// What a row is known by.
  fileprivate struct Key: Keyed {
    let key: UInt64

    init(kind: RefKind, row: Int, isGroup: Bool) {
      // What has no row has -1.
      let row = UInt64(UInt32(truncatingIfNeeded: row))
      key = UInt64(kind.rawValue) << 33 | (isGroup ? 1 << 32 : 0) | row
    }
  }

  /// The same policy, in which each declaration is found at once.
  package func indexed() -> CheckedPolicy {
    var found = KeyMap<Key, Int>()
    for (index, declaration) in checker.declarations.enumerated() {
      let kind = declaration.kind.namespace
      let key = Key(
        kind: kind, row: Int(declaration.row),
        isGroup: kind == .target && declaration.kind != .endpoint)
      if found[key] == nil { found[key] = index }
    }
    var copy = self
    copy.declarations = found
    return copy
  }

  /// What the policy means.
  public var graph: FailoverGraph { checker.graph }

  /// The files, in the order of their ids.
  package var files: [SyntaxTree] { checker.program.files.map(\.tree) }

  /// A file: the root is the first, then come its imports, then tables of the language.
  package func tree(_ file: FileID) -> SyntaxTree { checker.program.files[Int(file.raw)].tree }
}

/// A place in the text.
package struct Place: Hashable, Sendable {
  /// The file.
  package var file: FileID
  /// The bytes.
  package var range: SourceRange

  /// The bytes `range` of `file`.
  package init(file: FileID, range: SourceRange) {
    self.file = file
    self.range = range
  }
}

/// A named declaration that a finding may be about, by its row.
package enum Declared: Hashable, Sendable {
  case endpoint(ID<Endpoint>)
  case group(ID<Group>)
  case errors(ID<ErrorTable>)
  case backoff(ID<Backoff>)
  case breaker(ID<Breaker>)
  case retry(ID<Retry>)
  case ladder(ID<Ladder>)
  case route(ID<Route>)
  case scenario(ID<Scenario>)

  fileprivate var key: (kind: RefKind, row: Int, isGroup: Bool) {
    switch self {
    case .endpoint(let id): (.target, id.index, false)
    case .group(let id): (.target, id.index, true)
    case .errors(let id): (.errors, id.index, false)
    case .backoff(let id): (.backoff, id.index, false)
    case .breaker(let id): (.breaker, id.index, false)
    case .retry(let id): (.retry, id.index, false)
    case .ladder(let id): (.degrade, id.index, false)
    case .route(let id): (.route, id.index, false)
    case .scenario(let id): (.scenario, id.index, false)
    }
  }
}

extension CheckedPolicy {
  /// The statement that declares something; nil for what came with the language.
  package func node(of declared: Declared) -> (file: FileID, node: Int)? {
    guard let declaration = declaration(of: declared), declaration.node >= 0 else { return nil }
    return (declaration.file, Int(declaration.node))
  }

  /// Whether something came with the language, so that nobody can change it.
  package func isBuiltin(_ declared: Declared) -> Bool {
    guard let declaration = declaration(of: declared) else { return true }
    return declaration.builtin || checker.program.files[Int(declaration.file.raw)].builtin
  }

  /// What it is and how it is called, as in `route chat`.
  package func title(of declared: Declared) -> String {
    guard let declaration = declaration(of: declared) else { return "" }
    let keyword = declaration.kind == .degrade ? "degrade" : declaration.kind.noun
    return keyword + " " + checker.words.text(declaration.name)
  }

  /// The header of a declaration.
  package func place(of declared: Declared) -> Place {
    guard let found = node(of: declared) else {
      return Place(file: FileID(0), range: SourceRange(0, 0))
    }
    let tree = checker.program.files[Int(found.file.raw)].tree
    return Place(file: found.file, range: tree.headerRange(found.node))
  }

  /// Where a keyword of a declaration is stated: in its own block, in one that it extends, or in
  /// its file's `defaults`; without any of these, where the declaration begins.
  package func place(of declared: Declared, _ keyword: Word) -> Place {
    place(checker.site(declaration(of: declared), keyword))
  }

  /// Where a label of a keyword is stated, as above.
  package func place(of declared: Declared, _ keyword: Word, _ label: Word) -> Place {
    place(checker.site(declaration(of: declared), keyword, label))
  }

  /// The statement of a keyword in a declaration's own block; nil if there is none.
  package func statement(ofOwn declared: Declared, _ keyword: Word) -> (file: FileID, node: Int)? {
    guard let own = node(of: declared), let found = statement(of: declared, keyword),
      found.file == own.file, found.node > own.node,
      found.node < own.node + tree(own.file).nodes[own.node].size
    else { return nil }
    return found
  }

  /// The statement of a keyword, wherever it is stated; nil if it is nowhere.
  package func statement(of declared: Declared, _ keyword: Word) -> (file: FileID, node: Int)? {
    guard let declaration = declaration(of: declared), declaration.node >= 0 else { return nil }
    let site = checker.site(declaration, keyword)
    let isDeclaration = site.file == declaration.file && site.node == declaration.node
    return isDeclaration ? nil : (site.file, Int(site.node))
  }

  /// Where a condition of a breaker stands.
  package func place(of id: ID<Trip>) -> Place { place(checker.sites.trips[id.index]) }
  /// Where the rules for some classes stand.
  package func place(of id: ID<Rule>) -> Place { place(checker.sites.rules[id.index]) }
  /// Where a response stands.
  package func place(of id: ID<Response>) -> Place { place(checker.sites.responses[id.index]) }
  /// Where a step of a ladder stands.
  package func place(of id: ID<Step>) -> Place { place(checker.sites.steps[id.index]) }
  /// Where a member of a group stands.
  package func place(of id: ID<Member>) -> Place { place(checker.sites.members[id.index]) }
  /// Where an arm of a `select` stands.
  package func place(of id: ID<Arm>) -> Place { place(checker.sites.arms[id.index]) }

  /// The statement of a condition of a breaker.
  package func statement(of id: ID<Trip>) -> (file: FileID, node: Int) {
    statement(checker.sites.trips[id.index])
  }
  /// The statement of the rules for some classes.
  package func statement(of id: ID<Rule>) -> (file: FileID, node: Int) {
    statement(checker.sites.rules[id.index])
  }
  /// The statement of a step of a ladder.
  package func statement(of id: ID<Step>) -> (file: FileID, node: Int) {
    statement(checker.sites.steps[id.index])
  }
  /// The statement of a response.
  package func statement(of id: ID<Response>) -> (file: FileID, node: Int) {
    statement(checker.sites.responses[id.index])
  }

  private func statement(_ site: Sites.Site) -> (file: FileID, node: Int) {
    (site.file, Int(site.node))
  }

  private func place(_ site: Sites.Site) -> Place {
    Place(file: site.file, range: checker.range(site))
  }

  private func declaration(of declared: Declared) -> Declaration? {
    let key = declared.key
    guard let declarations else {
      return checker.declaration(of: key.kind, row: key.row, group: key.isGroup)
    }
    return declarations[Key(kind: key.kind, row: key.row, isGroup: key.isGroup)].map {
      checker.declarations[$0]
    }
  }
}
