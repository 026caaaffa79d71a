import PolicyLanguage
import PolicyLint

extension Session {
  /// `policyc lint`: what is wrong with policies.
  mutating func lint(_ arguments: Arguments) throws(UsageError) {
    if arguments.has(.rules) { return try listRules(arguments) }
    let operands = try arguments.several("the policies to check; `.` means all below this folder")
    let settings = try arguments.settings()
    let denials = try Denials(arguments)
    let baseline = try baseline(arguments)
    let fixes = arguments.has(.fix)
    if fixes, operands.contains(.standard) {
      throw .operands("`--fix` rewrites files, and cannot fix standard input", .lint)
    }
    if fixes { try refuseOthers(operands, "`--fix` rewrites", .lint) }
    guard outcome == .clean else { return }
    var inputs = Inputs(operands, root: arguments.value(.root))
    var findings = Findings()
    let today = Calendar.today
    inputs.forEach { input in
      var built = Built(input, settings)
      if fixes, let fixed = fix(input, built, settings, denials, today: today) { built = fixed }
      sources += built.sources(of: input)
      if built.compilation.graph == nil { end(.findings) }
      let linted = LintedReport(built.compilation, of: input, denials, today: today)
      findings.add(linted.report, used: linted.used, root: input.root, read: built.read)
    }
    for problem in inputs.problems { complain(problem) }
    let format = arguments.value(.format).flatMap { Render.Format(rawValue: $0.shown) } ?? .text
    if arguments.has(.writeBaseline) {
      return write(baseline, findings, in: format)
    }
    let report = subtract(
      baseline, from: findings, limit: format == .text ? Limits.diagnosticsMax : nil)
    if report.diagnostics.contains(where: denials.denies) { end(.findings) }
    show(report, in: format)
    if report.diagnostics.isEmpty, outcome == .clean, TerminalKind.showsMessages {
      say("\(inputs.count) \(inputs.count == 1 ? "policy" : "policies") checked: no findings")
    }
  }

  /// Shows a report as it was asked for.
  mutating func show(_ report: Report, in format: Render.Format) {
    if format == .text {
      showText(report)
    } else {
      out += Render.report(report, as: format, options: .init(toolVersion: Version.tool))
    }
  }

  /// `policyc lint --rules`: all rules, by category.
  private mutating func listRules(_ arguments: Arguments) throws(UsageError) {
    guard arguments.operands.isEmpty else {
      throw .operands("`--rules` lists the rules, and checks no policy", .lint)
    }
    switch arguments.value(.format)?.shown ?? "text" {
    case "text": put(RulePages.list())
    case "json": out += RulePages.json()
    case let other: throw .unknownChoice("--format", other, ["text", "json"], .lint)
    }
  }
}
