import Foundation
import TestThreads
import Testing

@testable import PolicyLanguage

/// What holds of every tree, whatever the bytes.
@Suite(.offPool) struct Syntax {
  /// Every policy of the corpus and of the examples, but for those that are huge to be past a
  /// limit.
  static let policies: [[UInt8]] =
    (CorpusFile.all.flatMap(\.cases).flatMap(\.sources).map(\.bytes) + examples)
    .filter { $0.count < 20_000 }

  /// The policies of `examples`.
  static let examples: [[UInt8]] = {
    let root = CorpusFile.root.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("examples").resolvingSymlinksInPath()
    let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
    return (names ?? []).sorted().filter { $0.hasSuffix(".policy") }.compactMap {
      try? [UInt8](Data(contentsOf: root.appendingPathComponent($0)))
    }
  }()

  /// Inputs that fuzzing found to be worth keeping.
  static let stored: [[UInt8]] = {
    let root = CorpusFile.root.deletingLastPathComponent().appendingPathComponent("Fuzz/corpus")
      .resolvingSymlinksInPath()
    let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
    return (names ?? []).sorted().compactMap {
      try? [UInt8](Data(contentsOf: root.appendingPathComponent($0)))
    }
  }()

  @Test func `what fuzzing stored gives back its text and has a sound tree`() {
    for bytes in Syntax.stored { check(bytes) }
    #expect(Syntax.stored.count > 100)
  }

  @Test func `every policy gives back its text and has a sound tree`() {
    for bytes in Syntax.policies { check(bytes) }
    #expect(Syntax.policies.count > 100)
  }

  @Test(arguments: 0..<8) func `soup gives back its text and has a sound tree`(seed: UInt64) {
    var random = Seeded(seed)
    for _ in 0..<500 { check(RandomText.soup(&random, atMost: 60)) }
  }

  @Test(arguments: 0..<4) func `noise gives back its text and has a sound tree`(seed: UInt64) {
    var random = Seeded(seed)
    for _ in 0..<500 { check(RandomText.noise(&random, atMost: 200)) }
  }

  @Test(arguments: 0..<8) func `broken policies give back their text and have sound trees`(
    seed: UInt64
  ) {
    var random = Seeded(seed)
    for _ in 0..<200 {
      let bytes = Syntax.policies[Int.random(in: 0..<Syntax.policies.count, using: &random)]
      check(RandomText.mutated(bytes, &random))
    }
  }

  @Test(arguments: 0..<4) func `a truncated policy gives back its text and has a sound tree`(
    seed: UInt64
  ) {
    var random = Seeded(seed)
    for bytes in Syntax.policies where !bytes.isEmpty {
      check(Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random))))
    }
  }

  @Test func `a file of a hundred thousand brackets is read`() {
    for piece in [
      "[", "(", "{", "a{", "a[", "a(", "}", "]", ")", "a:", ",", "=", "\"", "/*", "#\n",
    ] {
      check(Array(repeatElement(Array(piece.utf8), count: 50_000).joined()))
    }
  }

  @Test func `findings without end are counted, and not all kept`() {
    let parsed = parse(
      SourceFile(name: "case.policy", text: String(repeating: "# a\n= b\n", count: 3000)))
    #expect(parsed.diagnostics.count == 2 * Findings.keptMax)
    #expect(parsed.diagnostics.count + parsed.omitted == 6000)
  }

  @Test func `a file may be one token`() {
    let token = Token(.end, start: 0, end: Limits.fileBytesMax, newline: true, doc: true)
    #expect(token.kind == .end)
    #expect(token.end == Limits.fileBytesMax)
    #expect(token.followsNewline && token.followsDoc)
  }

  /// Checks what must hold of the tree of any bytes, and of what the fixes make of them.
  private func check(_ bytes: [UInt8], fixes: Bool = true) {
    let source = SourceFile(name: "case.policy", bytes: bytes)
    let parsed = parse(source)
    if fixes, !parsed.diagnostics.isEmpty {
      let report = Report(files: [source], diagnostics: Array(parsed.diagnostics.prefix(100)))
      if let fixed = Fixes(report).files.first { check(fixed.bytes, fixes: false) }
    }
    let fault =
      TreeFault.first(in: parsed.tree, bytes) ?? TreeFault.first(in: parsed.diagnostics, bytes)
    if let fault {
      Issue.record(
        "\(fault) in \(String(decoding: bytes.prefix(2000), as: UTF8.self).debugDescription)")
    }
  }
}

/// What is wrong with a tree that must be right.
enum TreeFault {
  static func first(in tree: SyntaxTree, _ bytes: [UInt8]) -> String? {
    if tree.reassembled() != bytes { return "the text does not come back" }
    return tokens(tree, bytes) ?? nodes(tree)
  }

  /// Every finding points into the file, and findings come in order.
  static func first(in diagnostics: [Diagnostic], _ bytes: [UInt8]) -> String? {
    var last: UInt32 = 0
    for found in diagnostics {
      if found.range.start < last { return "\(found.code.id) is out of order" }
      last = found.range.start
      let ranges =
        [found.range] + found.related.map(\.range) + (found.fix?.edits.map(\.range) ?? [])
      if ranges.contains(where: { Int($0.end) > bytes.count || $0.end < $0.start }) {
        return "\(found.code.id) points out of the file"
      }
      if found.message.utf8.count > 400 { return "\(found.code.id) says too much" }
    }
    return nil
  }

  private static func tokens(_ tree: SyntaxTree, _ bytes: [UInt8]) -> String? {
    guard let last = tree.tokens.last, last.kind == .end, last.end == bytes.count else {
      return "the last token is not the end"
    }
    var end = 0
    for (index, token) in tree.tokens.enumerated() {
      if Int(token.start) < end { return "token \(index) overlaps the one before" }
      if token.length == 0, token.kind != .end { return "token \(index) is empty" }
      end = token.end
    }
    return nil
  }

  /// Sizes fit into one another, children lie within their parents in order, and every token but
  /// separators lies in a node below the file.
  private static func nodes(_ tree: SyntaxTree) -> String? {
    guard let file = tree.nodes.first, file.kind == .file, file.size == tree.nodes.count else {
      return "the first node is not the file"
    }
    if Int(file.token) != 0 || Int(file.lastToken) != tree.tokens.count - 1 {
      return "the file does not hold all tokens"
    }
    var covered = [Bool](repeating: false, count: tree.tokens.count)
    for (index, node) in tree.nodes.enumerated() {
      if node.size < 1 || index + node.size > tree.nodes.count {
        return "node \(index) has no size"
      }
      if node.lastToken < node.token { return "node \(index) has no tokens" }
      if index > 0, node.kind == .file { return "a file within a file" }
      if index > 0 {
        // A node of one level marks its own tokens; those of its children are marked by them.
        for token in ownTokens(tree, index) { covered[token] = true }
      }
      var child = index + 1
      var from = node.token
      while child < index + node.size {
        let inner = tree.nodes[child]
        if inner.size < 1 { return "node \(child) has no size" }
        if inner.token < from || inner.lastToken > node.lastToken {
          return "node \(child) does not lie within node \(index)"
        }
        from = inner.lastToken + 1
        child += inner.size
      }
      if child != index + node.size { return "the children of node \(index) do not fit" }
    }
    for (index, token) in tree.tokens.enumerated() where !covered[index] {
      if token.kind != .semicolon, token.kind != .end { return "token \(index) is in no node" }
    }
    return nil
  }

  /// The tokens of a node that lie in none of its children.
  private static func ownTokens(_ tree: SyntaxTree, _ index: Int) -> [Int] {
    var result: [Int] = []
    var next = Int(tree.nodes[index].token)
    var child = index + 1
    while child < index + tree.nodes[index].size {
      result += Array(next..<max(next, Int(tree.nodes[child].token)))
      next = Int(tree.nodes[child].lastToken) + 1
      child += tree.nodes[child].size
    }
    return result + Array(next..<max(next, Int(tree.nodes[index].lastToken) + 1))
  }
}
