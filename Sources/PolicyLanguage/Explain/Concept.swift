import PolicyGraph

/// A term of the field, as people type it: what it is here, and which words of the language say it.
package struct Concept: Sendable {
  /// What it is called, the usual name first; lower case, words separated by one blank.
  package let names: [String]
  /// What it means in a policy, in two or three sentences.
  package let text: String
  /// Statements that say it; `language 1` and the rest of a policy stand around them.
  package let example: String
  /// Words that `policyc explain` knows more about.
  package let see: [String]

  init(_ names: String..., text: String, example: String, see: String...) {
    self.names = names
    self.text = text
    self.example = example
    self.see = see
  }

  /// The concept that is called so; hyphens and underscores count as blanks.
  static func named(_ query: String) -> Concept? {
    func words(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "-" || $0 == "_" } }
    let wanted = words(query.lowercased())
    return all.first { $0.names.contains { words($0) == wanted } }
  }

  /// The page that `policyc explain` shows.
  var page: String {
    var page = TextPage(width: 80)
    page.row("\(names[0]), in a policy")
    page.end()
    page.prose(text, indent: 2)
    page.end()
    page.rows(of: example, indent: 4)
    page.end()
    page.prose("More: \(see.map { "policyc explain \($0)" }.joined(separator: ", ")).", indent: 2)
    return page.text
  }
}
