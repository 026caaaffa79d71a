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
  /// A policy that brings the finding, without its first line.
  private let example: String
  /// The place of `example` that a fix replaces, and what it puts there.
  private let exampleFix: (from: String, to: String)
  /// Whether its findings come with a fix that is certain.
  public let fixable: Bool
  /// Whether it looks at what other rules found, and so runs after them.
  let isAboutAllowances: Bool
  /// Looks through one policy.
  let check: @Sendable (LintedPolicy) -> [Finding]

  /// A rule whose good example is `bad` with one place fixed; `language 1` stands before both.
  init(
    _ id: String, _ category: LintCategory, severity: Diagnostic.Severity = .warning,
    _ summary: String, why: String, bad: String, fix: (from: String, to: String),
    fixable: Bool = false, isAboutAllowances: Bool = false,
    check: @escaping @Sendable (LintedPolicy) -> [Finding]
  ) {
    self.id = id
    self.category = category
    self.severity = severity
    self.summary = summary
    self.why = why
    self.example = bad
    self.exampleFix = fix
    self.fixable = fixable
    self.isAboutAllowances = isAboutAllowances
    self.check = check
  }

  /// A whole policy that brings the finding.
  public var bad: String { "language 1\n" + example + "\n" }

  /// The same policy without it.
  public var good: String {
    bad.replacing(exampleFix.from, by: exampleFix.to, times: 1)
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
