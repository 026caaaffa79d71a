import PolicyGraph

/// `policyc explain`: findings by code or name, and every word of the language by its schema row.
public enum Explain {
  /// What can be asked for, findings first: for near misses.
  public static var topics: [String] {
    var topics: [String] = []
    for code in DiagnosticCode.all { topics += [code.id, code.name] }
    for row in Schema.rows where !row.isErrorRow {
      topics.append(row.word.text)
      for label in row.arguments {
        if let word = label.label { topics += [word.text, "\(row.word.text) \(word.text)"] }
      }
    }
    topics += [Standard.name, Standard.onceName]
    topics += BuiltinClass.all.map(\.word.text) + LiteralForm.all.map(\.name)
    topics += Concept.all.flatMap(\.names)
    return unique(topics)
  }

  /// The page about `query`; nil if nothing is known by that name.
  ///
  /// A query is the code or the name of a finding (`P0402`, `unknown-unit`), a keyword (`timeout`),
  /// a keyword with one of its labels (`timeout attempt`), a label, an error class, or a kind of
  /// literal (`duration`), or a term of the field (`circuit breaker`). Case does not matter.
  public static func text(for query: String) -> String? {
    let words = query.lowercased().split { $0 == " " || $0 == ":" || $0 == "," }.map(String.init)
    if words.count == 1 {
      for explanation in Explanation.all
      where explanation.code.id.lowercased() == words[0] || explanation.code.name == words[0] {
        return page(explanation)
      }
    }
    let pages = [Concept.named(query)?.page, page(words)].compactMap { $0 }
    return pages.isEmpty ? nil : pages.joined(separator: "\n")
  }

  /// All topics at a glance: the findings, and what may stand where.
  public static func contents() -> String {
    var page = TextPage(width: 80)
    page.row("Findings: policyc explain P0402, or policyc explain unknown-unit")
    page.end()
    for code in DiagnosticCode.all { page.row("  \(code.id)  \(code.name)") }
    page.end()
    page.row("Words: policyc explain timeout, or policyc explain timeout attempt")
    for context in Reference.order where context != .errors {
      page.end()
      page.prose("in \(context.place):", indent: 2)
      // What may stand in nearly every block is said last.
      let common = ["extends", "allow"]
      let keywords = Schema.keywords(in: context)
      let ordered =
        keywords.filter { !common.contains($0) } + common.filter { keywords.contains($0) }
      page.prose(ordered.joined(separator: ", "), indent: 4)
    }
    page.end()
    page.prose("what holds where nothing is said:", indent: 2)
    page.prose("\(Standard.name), \(Standard.onceName)", indent: 4)
    page.end()
    page.prose("error classes:", indent: 2)
    page.prose(BuiltinClass.all.map(\.word.text).joined(separator: ", "), indent: 4)
    page.end()
    page.prose("literals:", indent: 2)
    page.prose(LiteralForm.all.map(\.name).joined(separator: ", "), indent: 4)
    page.end()
    page.prose("terms of the field:", indent: 2)
    page.prose(Concept.all.map { $0.names[0] }.joined(separator: ", "), indent: 4)
    return page.text
  }

  private static func unique(_ topics: [String]) -> [String] {
    var seen = Set<String>()
    return topics.filter { seen.insert($0).inserted }
  }
}

extension Context {
  /// The place with its article: "an endpoint", "`defaults`".
  var place: String {
    self == .defaults ? noun : article(noun)
  }
}
