import PolicyLanguage

extension Session {
  /// Shows findings to a person, on standard error.
  mutating func showText(_ report: Report) {
    if report.diagnostics.isEmpty { return }
    show(Render.text(report, options: .init(color: color, width: TerminalKind.width)))
  }
}
