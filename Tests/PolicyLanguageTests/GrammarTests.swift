import Foundation
import TestThreads
import Testing

@testable import PolicyLanguage

/// Holds `grammar/policy.ebnf` against the parser, both ways.
@Suite(.offPool) struct GrammarFile {
  static let url = CorpusFile.root.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("grammar/policy.ebnf")
  static let grammar = Result {
    try Grammar(String(contentsOf: url, encoding: .utf8))
  }

  @Test func `every rule is defined, used and understood`() throws {
    let grammar = try GrammarFile.grammar.get()
    let used = Set(grammar.rules.values.flatMap(Grammar.names))
    #expect(used.subtracting(grammar.rules.keys).isEmpty)
    // Blanks stand between tokens, and files in no other rule.
    #expect(Set(grammar.order).subtracting(used) == ["file", "blank"])
    #expect(grammar.lexical.isSuperset(of: ["word", "number", "text", "newline"]))
    #expect(!grammar.lexical.contains("value"))
  }

  @Test(arguments: 0..<8) func `every sentence of the grammar parses`(seed: UInt64) throws {
    var sentences = GrammarSentences(try GrammarFile.grammar.get(), seed: seed)
    var length = 0
    for _ in 0..<250 {
      let text = sentences.file()
      length += text.utf8.count
      let source = SourceFile(name: "case.policy", text: text)
      let parsed = parse(source)
      if !parsed.diagnostics.isEmpty {
        let report = Report(files: [source], diagnostics: parsed.diagnostics)
        Issue.record("\(String(decoding: Render.report(report, as: .text), as: UTF8.self))")
        return
      }
      if let fault = badLiteral(parsed.tree) {
        Issue.record("\(fault) in \(text.debugDescription)")
      }
    }
    #expect(length > 5000, "the sentences are too short to say anything")
  }

  @Test func `the corpus and the grammar agree on what is a policy`() throws {
    let recogniser = GrammarRecogniser(try GrammarFile.grammar.get())
    var counts = [0, 0]
    for bytes in Syntax.policies {
      // Indented, as only the parser looks at the left margin.
      let indented = Array(
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
          .joined(separator: [0x0A, 0x20]))
      let parsed = parse(SourceFile(name: "case.policy", bytes: indented))
      let codes = Set(parsed.diagnostics.map(\.code))
      // Limits are no matter of grammar.
      if !codes.isDisjoint(with: [.tooDeep, .wordTooLong, .textTooLong]) { continue }
      let text = String(validating: bytes, as: UTF8.self)
      let isRecognised = text.map(recogniser.recognises) ?? false
      let isGood = codes.isEmpty && badLiteral(parsed.tree) == nil
      if isRecognised != isGood {
        let found = isRecognised ? "only the parser refuses" : "only the grammar refuses"
        Issue.record("\(found): \(text ?? "bytes that are not UTF-8")")
      }
      counts[isGood ? 1 : 0] += 1
    }
    #expect(counts[0] > 70 && counts[1] > 70)
  }

  /// A literal that the lexer takes and nobody can read; its range is no matter of grammar.
  private func badLiteral(_ tree: SyntaxTree) -> String? {
    let bytes = tree.source.bytes
    for token in tree.tokens {
      switch token.kind {
      case .number:
        switch Literal.number(bytes, Int(token.start), token.end) {
        case .success, .failure(.inexact), .failure(.tooLarge): break
        case .failure(.malformed), .failure(.unknownUnit): return tree.source.text(token.range)
        }
      case .text:
        switch TextLiteral.decode(tree.source, token) {
        case .success: break
        case .failure(let escape):
          // A code point that does not exist is well written all the same.
          if !tree.source.text(token.range).contains("\\u{") {
            return tree.source.text(escape.range)
          }
        }
      case .word, .percentile, .comma, .colon, .semicolon, .openBrace, .closeBrace, .openBracket,
        .closeBracket, .openParen, .closeParen, .unknown, .end:
        break
      }
    }
    return nil
  }
}
