import PolicyLanguage
import PolicyLint

extension Session {
  /// `policyc lint`: what is wrong with policies.
  mutating func lint(_ arguments: Arguments) throws(UsageError) {
    let operands = try arguments.several("the policies to check; `.` means all below this folder")
    let settings = try arguments.settings()
    let mends = arguments.has(.fix)
    if mends, operands.contains(.standard) {
      throw .operands("`--fix` rewrites files, and cannot mend standard input", .lint)
    }
    var inputs = Inputs(operands, root: arguments.value(.root))
    var findings = Findings()
    let today = Calendar.today
    inputs.forEach { input in
      var built = Built(input, settings)
      if mends, let mended = mend(input, built, settings, today: today) { built = mended }
      if built.compilation.graph == nil { end(.findings) }
      findings.add(
        Lint.report(on: built.compilation, today: today), root: input.root, read: built.read)
    }
    for problem in inputs.problems { complain(problem) }
    let format = arguments.value(.format).flatMap { Render.Format(rawValue: $0.shown) } ?? .text
    let report = findings.report(limit: format == .text ? Limits.diagnosticsMax : nil)
    let deniesWarnings = arguments.has(.deny)
    if report.diagnostics.contains(where: {
      $0.severity == .error || $0.severity == .warning && deniesWarnings
    }) {
      end(.findings)
    }
    if format == .text {
      showText(report)
    } else {
      out += Render.report(report, as: format, options: .init(toolVersion: Version.tool))
    }
  }
}
