import PolicyGraph
import PolicyLanguage
import PolicyLint

extension Session {
  /// `policyc explain`: a diagnostic, a lint rule, a word or a reason, at length.
  ///
  /// Without one, all that there are.
  mutating func explain(_ arguments: Arguments) {
    if arguments.operands.isEmpty {
      return put(Explain.contents() + RulePages.contents() + ReasonPages.contents())
    }
    // `explain timeout attempt` asks for one label of one keyword.
    let query = arguments.operands.map(\.shown).joined(separator: " ")
    // Some reasons are called like the words of the language that lead to them.
    let pages = [
      Explain.text(for: query), RulePages.text(for: query), ReasonPages.text(for: query),
    ].compactMap { $0 }
    if !pages.isEmpty { return put(pages.joined(separator: "\n")) }
    let hint = nearest(query, in: Explain.topics + RulePages.ids + ReasonPages.codes).map {
      "did you mean `\($0)`?"
    }
    complain(
      "there is nothing to explain about `\(query)`; "
        + (hint ?? "`policyc explain` lists everything"))
  }
}
