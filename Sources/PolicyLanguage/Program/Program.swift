/// The files of one program, read and parsed: the root file first, then its imports as they are
/// met.
struct Program: Sendable {
  /// One file.
  struct File: Sendable {
    var tree: SyntaxTree
    /// Whether it came with the language.
    var builtin = false
  }

  var files: [File] = []
  var diagnostics: [Diagnostic] = []
  /// How many more findings the parser made than it kept.
  var omitted = 0
  /// Whether a file is missing from it, so that names which nobody declares may be declared there.
  var isIncomplete = false
}

extension Program {
  /// Reads the file at `path` and all that it imports, and interns their words.
  static func load(
    _ path: String, words: inout Words, read: SourceReader
  ) -> Result<Program, SourceFailure> {
    let bytes: [UInt8]
    switch read(path) {
    case .failure(let failure): return .failure(failure)
    case .success(let content): bytes = content
    }
    if bytes.count > Limits.fileBytesMax { return .failure(.tooLarge(bytes: bytes.count)) }
    var loader = Loader()
    loader.load(path, bytes, words: &words, read: read)
    return .success(loader.program)
  }
}

/// Follows imports depth first; a file met twice is loaded once.
private struct Loader {
  var program = Program()
  private var paths: [String] = []
  private var chain: [String] = []
  private var total = 0
  /// How many more strange keywords are held against `import`.
  private var strangeLeft = Findings.keptMax

  /// Where an import stands.
  struct Site {
    var file: FileID
    var range: SourceRange
    var text: String
  }

  mutating func load(
    _ path: String, _ bytes: [UInt8], words: inout Words, read: SourceReader
  ) {
    total += bytes.count
    let file = FileID(program.files.count)
    let source = SourceFile(name: path, bytes: bytes)
    let parsed = Parser.parse(source, as: file, words: &words)
    program.files.append(Program.File(tree: parsed.tree))
    program.diagnostics += parsed.diagnostics
    program.omitted += parsed.omitted
    // What lies behind the place where a file ceases to be text cannot be known.
    if parsed.diagnostics.contains(where: { [.notUTF8, .notAPolicy].contains($0.code) }) {
      program.isIncomplete = true
    }
    paths.append(path)
    chain.append(path)
    let tree = parsed.tree
    var node = 1
    while node < tree.nodes.count {
      if tree.nodes[node].kind == .statement, let site = importSite(tree, node, file, words) {
        follow(site, from: path, words: &words, read: read)
      }
      node += tree.nodes[node].size
    }
    chain.removeLast()
  }

  private mutating func importSite(
    _ tree: SyntaxTree, _ node: Int, _ file: FileID, _ words: borrowing Words
  ) -> Site? {
    guard tree.nodes[node].size > 1, tree.nodes[node + 1].kind == .leaf else { return nil }
    let token = tree.tokens[Int(tree.nodes[node + 1].token)]
    guard token.kind == .text, isImport(tree, tree.tokens[Int(tree.nodes[node].token)], words),
      case .success(let text) = TextLiteral.decode(tree.source, token)
    else { return nil }
    return Site(file: file, range: token.range, text: String(decoding: text, as: UTF8.self))
  }

  /// Whether a keyword is `import`, or was meant to be: its file is then taken in all the same.
  private mutating func isImport(
    _ tree: SyntaxTree, _ keyword: Token, _ words: borrowing Words
  ) -> Bool {
    if let word = words.word(keyword.word) { return word == .import }
    guard strangeLeft > 0 else { return false }
    strangeLeft -= 1
    return Schema.near(tree.source.text(keyword.range), in: .file) == .import
  }

  private mutating func follow(
    _ site: Site, from path: String, words: inout Words, read: SourceReader
  ) {
    guard let target = ProgramPath.resolve(site.text, from: path) else {
      program.isIncomplete = true
      program.diagnostics.append(
        .importOutsideRoot(file: site.file, range: site.range, path: site.text))
      return
    }
    if chain.contains(target) {
      program.diagnostics.append(
        .importCycle(file: site.file, range: site.range, chain: chain + [target]))
      return
    }
    if paths.contains(target) { return }
    if chain.count > Limits.importDepthMax {
      program.isIncomplete = true
      program.diagnostics.append(.importTooDeep(file: site.file, range: site.range))
      return
    }
    if program.files.count >= Limits.filesMax {
      program.isIncomplete = true
      program.diagnostics.append(.tooManyFiles(file: site.file, range: site.range))
      return
    }
    switch read(target) {
    case .failure(let failure):
      program.isIncomplete = true
      program.diagnostics.append(
        .importFailed(
          file: site.file, range: site.range, path: target.isEmpty ? "." : target, failure))
    case .success(let bytes):
      if bytes.count > Limits.fileBytesMax {
        let failure = SourceFailure.tooLarge(bytes: bytes.count)
        program.isIncomplete = true
        program.diagnostics.append(
          .importFailed(file: site.file, range: site.range, path: target, failure))
      } else if total + bytes.count > Limits.programBytesMax {
        program.isIncomplete = true
        program.diagnostics.append(.programTooLarge(file: site.file, range: site.range))
      } else {
        load(target, bytes, words: &words, read: read)
      }
    }
  }
}
