import PolicyGraph

public import PolicyLanguage

/// Something that compiles and is probably wrong: one value, one file in `Rules/`.
///
/// The id reads well behind `allow`. Tests hold every rule to its own examples: `bad` gives exactly
/// it and nothing else, `good` gives nothing, and where the rule fixes, `bad` fixed gives nothing.
public struct LintRule: Sendable {
  /// What `allow`, `--allow` and `explain` take, in kebab case.
  public let id: String
  /// What kind of trouble it looks for.
  public let category: LintCategory
  /// How bad its findings are; never an error.
  public let severity: Diagnostic.Severity
  /// What it finds, in a few words, beginning with a capital and without a full stop.
  public let summary: String
  /// Why that matters to whoever runs the policy, in one or two sentences.
  public let why: String
  /// A whole policy that brings the finding.
  public let bad: String
  /// The same policy without it.
  public let good: String
  /// Whether its findings come with a fix that is certain.
  public let fixable: Bool
  /// Whether it looks at what other rules found, and so runs after them.
  let isAboutAllowances: Bool
  /// Looks through one policy.
  let check: @Sendable (LintedPolicy) -> [Finding]

  /// A rule; `language 1` stands before both examples.
  init(
    _ id: String, _ category: LintCategory, severity: Diagnostic.Severity = .warning,
    _ summary: String, why: String, bad: String, good: String, fixable: Bool = false,
    isAboutAllowances: Bool = false, check: @escaping @Sendable (LintedPolicy) -> [Finding]
  ) {
    self.id = id
    self.category = category
    self.severity = severity
    self.summary = summary
    self.why = why
    self.bad = "language 1\n" + bad + "\n"
    self.good = "language 1\n" + good + "\n"
    self.fixable = fixable
    self.isAboutAllowances = isAboutAllowances
    self.check = check
  }

  /// A rule whose good example is the bad one with one place fixed.
  init(
    _ id: String, _ category: LintCategory, severity: Diagnostic.Severity = .warning,
    _ summary: String, why: String, bad: String, fix: (from: String, to: String),
    fixable: Bool = false, isAboutAllowances: Bool = false,
    check: @escaping @Sendable (LintedPolicy) -> [Finding]
  ) {
    self.init(
      id, category, severity: severity, summary, why: why, bad: bad,
      good: LintRule.replaced(fix.from, by: fix.to, in: bad), fixable: fixable,
      isAboutAllowances: isAboutAllowances, check: check)
  }

  /// The first `old` in `text` replaced.
  private static func replaced(_ old: String, by new: String, in text: String) -> String {
    guard let place = text.firstRange(of: old) else { return text }
    return text[..<place.lowerBound] + new + text[place.upperBound...]
  }

  /// What diagnostics carry of it.
  var code: DiagnosticCode {
    DiagnosticCode(rule: id, category: category.rawValue, summary: summary, why: why)
  }

  /// The rule called `id`; nil if there is none.
  public static func named(_ id: String) -> LintRule? { all.first { $0.id == id } }

  /// The rules whose findings stand on a secret: no renderer shows what is there.
  static let ofSecrets = [textLooksSecret.id]
}
