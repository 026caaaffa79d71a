import PolicyGraph
import PolicyLanguage

/// What `policyc explain` and `policyc lint --rules` say about the rules.
public enum RulePages {
  /// The ids, for near misses.
  public static var ids: [String] { LintRule.all.map(\.id) }

  /// The page about a rule; nil if there is none that is called so.
  ///
  /// Upper and lower case count as equal.
  public static func text(for query: String) -> String? {
    let id = query.lowercased()
    guard let rule = LintRule.named(id) else { return nil }
    var page = TextPage(width: 80)
    page.row("\(rule.id) (\(rule.category.rawValue), \(rule.severity.word))")
    page.end()
    page.prose("\(rule.summary). \(rule.why)", indent: 2)
    page.end()
    page.row("Found:")
    page.end()
    page.rows(of: rule.bad, indent: 4)
    for finding in findings(of: rule) {
      page.end()
      page.prose("\(finding.severity.word): \(finding.message)", indent: 4)
      for note in finding.notes { page.prose("note: \(note)", indent: 6) }
    }
    page.end()
    page.row(rule.fixable ? "Fixed, as `policyc lint --fix` does:" : "Fixed:")
    page.end()
    page.rows(of: rule.good, indent: 4)
    page.end()
    page.prose(
      "If it is meant: allow \(rule.id), because: \"…\", in the block or the file.", indent: 2)
    return page.text
  }

  /// Every rule by category, one line each.
  public static func list() -> String {
    var page = TextPage(width: 80)
    let width = LintRule.all.reduce(0) { max($0, $1.id.utf8.count) } + 4
    for category in LintCategory.allCases {
      let rules = LintRule.all.filter { $0.category == category }
      if rules.isEmpty { continue }
      if !page.bytes.isEmpty { page.end() }
      page.row("\(category.rawValue): \(category.summary)")
      for rule in rules { page.entry("  \(rule.id)", rule.summary, column: width) }
    }
    return page.text
  }

  /// The ids of all rules, as the list of everything that can be explained shows them.
  public static func contents() -> String {
    var page = TextPage(width: 80)
    page.end()
    page.row("Lint rules: policyc explain no-jitter")
    for category in LintCategory.allCases {
      let ids = LintRule.all.filter { $0.category == category }.map(\.id)
      if ids.isEmpty { continue }
      page.end()
      page.prose("\(category.rawValue):", indent: 2)
      page.prose(ids.joined(separator: ", "), indent: 4)
    }
    return page.text
  }

  /// Every rule as `grammar/schemas/rules.schema.json` describes it.
  public static func json() -> [UInt8] {
    JSONWriter.document { json in
      json.field("formatVersion", 1)
      json.objects("rules", LintRule.all) { rule, json in
        json.field("id", rule.id)
        json.field("category", rule.category.rawValue)
        json.field("severity", rule.severity.word)
        json.field("summary", rule.summary)
        json.field("why", rule.why)
        json.field("bad", rule.bad)
        json.field("good", rule.good)
        json.field("fixable", rule.fixable)
      }
    }
  }

  /// What a rule finds in its own bad example.
  private static func findings(of rule: LintRule) -> [Diagnostic] {
    let compilation = compile("main.policy") { name in
      name == "main.policy" ? .success(Array(rule.bad.utf8)) : .failure(.missing)
    }
    guard let policy = compilation.policy else { return [] }
    return Lint.findings(in: policy, today: CivilDate("2026-01-01".utf8))
  }
}
