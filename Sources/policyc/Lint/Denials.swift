import PolicyGraph
import PolicyLanguage
import PolicyLint

/// Which findings end a run with 1, and which are left out.
struct Denials {
  /// What stands for all warnings.
  static let warnings = "warnings"

  private var deniesWarnings = false
  private var denied: [String] = []
  private var allowed: [String] = []

  /// Reads `--deny` and `--allow`; a rule that does not exist is a mistake of the command line.
  init(_ arguments: Arguments) throws(UsageError) {
    for value in arguments.values(.deny).map(\.shown) {
      if value == Denials.warnings {
        deniesWarnings = true
      } else {
        denied.append(try Denials.rule(value, .deny, or: [Denials.warnings]))
      }
    }
    for value in arguments.values(.allow).map(\.shown) {
      allowed.append(try Denials.rule(value, .allow))
    }
  }

  private static func rule(
    _ typed: String, _ option: OptionName, or others: [String] = []
  ) throws(UsageError) -> String {
    if LintRule.named(typed) != nil { return typed }
    let near = nearest(typed, in: others + RulePages.ids).map { "did you mean `\($0)`?" }
    throw .operands(
      "`\(option.rawValue)`: there is no rule `\(typed)`; "
        + (near ?? "`policyc lint --rules` lists them"), .lint)
  }

  /// Whether a finding ends the run with 1.
  func denies(_ finding: Diagnostic) -> Bool {
    switch finding.severity {
    case .error: true
    case .warning: deniesWarnings || denied.contains(finding.code.id)
    case .note: denied.contains(finding.code.id)
    }
  }

  /// Whether a finding is left out.
  func leavesOut(_ finding: Diagnostic) -> Bool {
    finding.code.rule != nil && allowed.contains(finding.code.id)
  }
}

/// What was found in one program, by the compiler and by the rules.
struct LintedReport {
  /// All that was found; what other programs of the run may clear up is in it.
  var report: Report
  /// Every `allow` that silenced something.
  let used: [Lint.Used]

  /// The findings of a compilation and, if it has a graph, of the rules.
  ///
  /// Files of requests are read as `simulate` and `test` read them.
  init(_ compilation: Compilation, of input: Input, _ denials: Denials, today: CivilDate?) {
    report = compilation.report
    guard let policy = compilation.policy else {
      used = []
      return
    }
    let result = Lint.run(
      policy, today: today,
      requestFiles: RequestFiles.problems(
        in: LoadedPolicy(graph: policy.graph, path: input.path, root: input.root)))
    report.diagnostics += result.findings.filter { !denials.leavesOut($0) }
    report.masked += result.masked
    used = result.used
  }

  /// The report on this program by itself.
  var alone: Report {
    var alone = report
    alone.diagnostics.removeAll { Lint.isUnused($0) && $0.file != FileID(0) }
    return alone
  }
}
