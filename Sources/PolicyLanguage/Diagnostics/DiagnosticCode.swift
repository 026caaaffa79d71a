/// The stable identity of a diagnostic: what `explain`, SARIF and people's searches go by.
public struct DiagnosticCode: Hashable, Sendable {
  /// The code, as in `P0203`; never used for anything else, not even after it is retired.
  public let id: String
  /// A short kebab-case name, as in `unknown-unit`.
  public let name: String

  /// What is known of the lint rule that it stands for; nil for what the compiler finds.
  public let rule: RuleFacts?

  /// A lint rule as renderers show it.
  public struct RuleFacts: Hashable, Sendable {
    /// What kind of trouble it looks for, as in `timing`.
    public let category: String
    /// What it finds, in a few words.
    public let summary: String
    /// Why that matters, in a sentence or two.
    public let why: String
  }

  init(_ id: String, _ name: String) {
    self.id = id
    self.name = name
    rule = nil
  }

  /// The code of a lint rule: its id is both code and name, so that `allow` takes what is shown.
  package init(rule id: String, category: String, summary: String, why: String) {
    self.id = id
    name = id
    rule = RuleFacts(category: category, summary: summary, why: why)
  }
}
