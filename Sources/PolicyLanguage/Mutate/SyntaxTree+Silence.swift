extension SyntaxTree {
  /// Whether a rule of a retry says no more than silence does: refusals fail where nobody names them,
  /// so without `on rejected { fail }` nothing is different.
  func isSilence(_ rule: Int, _ words: Words) -> Bool {
    guard word(rule, words) == .on else { return false }
    for child in children(rule) {
      switch nodes[child].kind {
      case .leaf:
        guard let name = word(child, words), name == .rejected || name == .contentFiltered else {
          return false
        }
      case .block:
        let inner = children(child).filter { nodes[$0].kind == .statement }
        guard inner.count == 1, word(inner[0], words) == .fail else { return false }
      case .list, .labelled, .call, .unexpected, .file, .statement: return false
      }
    }
    return true
  }

  private func word(_ node: Int, _ words: Words) -> Word? {
    words.word(tokens[Int(nodes[node].token)].word)
  }
}
