/// How often each word stands in a program, wherever it may stand, tables of the language left out.
package struct WordUses {
  private var counts: [UInt32]

  fileprivate init(_ checker: Checker) {
    counts = [UInt32](repeating: 0, count: checker.words.count)
    for file in checker.program.files where !file.builtin {
      for token in file.tree.tokens where token.kind == .word { counts[token.word.index] += 1 }
    }
  }

  /// How often the word of a token stands there; 0 for what is no word.
  package func count(_ token: Token) -> Int {
    token.kind == .word ? Int(counts[token.word.index]) : 0
  }
}

extension CheckedPolicy {
  /// How often each word stands in the program.
  package var wordUses: WordUses { WordUses(checker) }
}
