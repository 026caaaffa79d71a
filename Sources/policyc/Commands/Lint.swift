import PolicyLanguage

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
    inputs.forEach { input in
      var compilation = compile(input.name, settings: settings, read: input.read)
      if mends, let mended = mend(input, compilation, settings) { compilation = mended }
      if compilation.graph == nil { end(.findings) }
      findings.add(compilation.report, root: input.root)
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
