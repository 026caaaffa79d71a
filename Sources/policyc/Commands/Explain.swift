import PolicyLanguage

extension Session {
  /// `policyc explain`: a diagnostic or a word, at length; without one, all that there are.
  mutating func explain(_ arguments: Arguments) {
    if arguments.operands.isEmpty { return put(Explain.contents()) }
    // `explain timeout attempt` asks for one label of one keyword.
    let query = arguments.operands.map(\.shown).joined(separator: " ")
    if let text = Explain.text(for: query) { return put(text) }
    let hint = nearest(query, in: Explain.topics).map { "did you mean `\($0)`?" }
    complain(
      "there is nothing to explain about `\(query)`; "
        + (hint ?? "`policyc explain` lists everything"))
  }
}
