import PolicyLanguage

extension Session {
  /// `policyc explain`: a diagnostic or a word, at length; without one, all that there are.
  mutating func explain(_ arguments: Arguments) throws(UsageError) {
    if arguments.operands.isEmpty {
      for topic in Explain.allTopics { put("\(topic)\n") }
      return
    }
    let query = try arguments.single("one code or word").shown
    if let text = Explain.text(for: query) ?? Explain.text(for: uppercased(query)) {
      return put(text)
    }
    let hint = nearest(query, in: Explain.allTopics).map { "did you mean `\($0)`?" }
    complain(
      "there is nothing to explain about `\(query)`; "
        + (hint ?? "`policyc explain` lists everything"))
  }

  /// Codes are written in capitals, and searched for in small letters.
  private func uppercased(_ query: String) -> String {
    String(decoding: query.utf8.map { (97...122).contains($0) ? $0 - 32 : $0 }, as: UTF8.self)
  }
}
