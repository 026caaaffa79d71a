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
  /// The text of `bad`, and what becomes `good`: a run over a policy wants neither of them whole.
  private let example: (bad: String, good: GoodExample)
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
    self.init(
      id, category, severity, summary, why, (bad, .text(good)), fixable, isAboutAllowances, check)
  }

  /// A rule whose good example is the bad one with one place fixed.
  init(
    _ id: String, _ category: LintCategory, severity: Diagnostic.Severity = .warning,
    _ summary: String, why: String, bad: String, fix: (from: String, to: String),
    fixable: Bool = false, isAboutAllowances: Bool = false,
    check: @escaping @Sendable (LintedPolicy) -> [Finding]
  ) {
    self.init(
      id, category, severity, summary, why, (bad, .fix(from: fix.from, to: fix.to)), fixable,
      isAboutAllowances, check)
  }

  private init(
    _ id: String, _ category: LintCategory, _ severity: Diagnostic.Severity, _ summary: String,
    _ why: String, _ example: (bad: String, good: GoodExample), _ fixable: Bool,
    _ isAboutAllowances: Bool, _ check: @escaping @Sendable (LintedPolicy) -> [Finding]
  ) {
    self.id = id
    self.category = category
    self.severity = severity
    self.summary = summary
    self.why = why
    self.example = example
    self.fixable = fixable
    self.isAboutAllowances = isAboutAllowances
    self.check = check
  }

  /// A policy without the finding.
  private enum GoodExample {
    case text(String)
    case fix(from: String, to: String)
  }

  /// A whole policy that brings the finding.
  public var bad: String { "language 1\n" + example.bad + "\n" }

  /// The same policy without it.
  public var good: String {
    switch example.good {
    case .text(let text): "language 1\n" + text + "\n"
    case .fix(let old, let new): bad.replacing(old, by: new, times: 1)
    }
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
