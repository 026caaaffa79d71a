import PolicyGraph
import TestThreads
import Testing

@testable import PolicyLanguage

/// Holds that the clean cases of the corpus use every row of the schema.
@Suite(.offPool) struct SchemaCoverage {
  @Test func `every keyword and label has a clean case`() {
    var used = Set<String>()
    for corpus in CorpusFile.all.flatMap(\.cases) where corpus.stage == "good" {
      for source in corpus.sources {
        let parsed = parse(SourceFile(name: source.name, bytes: source.bytes))
        collect(parsed.tree, 0, .file, &used)
      }
    }
    var missing: [String] = []
    for (number, row) in Schema.rows.enumerated() {
      for context in row.contexts {
        let keyword =
          number == Schema.errorRowIndex ? "a row of an error table" : row.word.text
        let labels = row.arguments.compactMap { $0.label?.text }
        for name in [""] + labels {
          let key = "\(context.rawValue)/\(number)/\(name)"
          if !used.contains(key) { missing.append("\(context.noun): \(keyword) \(name)") }
        }
      }
    }
    #expect(missing == [])
  }

  @Test(arguments: CorpusFile.all.flatMap(\.cases).filter { $0.stage == "good" })
  func `a clean case gives a graph that services can load`(_ corpus: CorpusCase) throws {
    let compilation = corpus.compilation
    #expect(compilation.report.diagnostics.isEmpty)
    let artifact = try #require(compilation.artifact())
    #expect(artifact.count == compilation.sealed()?.encodedBytes)
  }

  /// Notes which rows the statements below a node use, by context, row and label.
  private func collect(
    _ tree: SyntaxTree, _ node: Int, _ context: Context, _ used: inout Set<String>
  ) {
    for statement in tree.children(node) where tree.nodes[statement].kind == .statement {
      let text = tree.source.text(tree.headRange(statement))
      let row =
        Schema.rows.indices.first {
          $0 != Schema.errorRowIndex && Schema.rows[$0].word.text == text
            && Schema.rows[$0].contexts.contains(context)
        } ?? (context == .errors ? Schema.errorRowIndex : nil)
      guard let row else { continue }
      used.insert("\(context.rawValue)/\(row)/")
      for child in tree.children(statement) {
        if tree.nodes[child].kind == .labelled {
          used.insert("\(context.rawValue)/\(row)/\(tree.source.text(tree.headRange(child)))")
        } else if tree.nodes[child].kind == .block, let inner = Schema.rows[row].block {
          collect(tree, child, inner, &used)
        }
      }
    }
  }
}
