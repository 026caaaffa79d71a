import PolicyGraph

extension Explain {
  /// The page about a finding: why, what brings it with the words it is reported in, and the fix.
  static func page(_ explanation: Explanation) -> String {
    var page = Page()
    page.line("\(explanation.code.id) \(explanation.code.name)")
    page.line()
    page.prose(explanation.why, indent: 2)
    page.line()
    page.line("Reported:")
    page.line()
    page.show(explanation.bad)
    for finding in explanation.bad.findings {
      page.line()
      page.prose("\(finding.severity.word): \(finding.message)", indent: 4)
      for note in finding.notes { page.prose("note: \(note)", indent: 6) }
    }
    page.line()
    page.line("Fixed:")
    page.line()
    page.show(explanation.good)
    return page.text
  }
}

extension Example {
  /// What is found in it; nothing where it is only described.
  var findings: [Diagnostic] {
    guard let root = files.first else { return [] }
    let compilation = compile(root.name, settings: settings) { path in
      guard let file = files.first(where: { $0.name == path }) else { return .failure(.missing) }
      return .success(Array(file.text.utf8))
    }
    return compilation.report.diagnostics
  }
}

extension Page {
  /// Shows an example: its description, or its files.
  fileprivate mutating func show(_ example: Example) {
    if let description = example.description { prose(description, indent: 4) }
    for setting in example.settings {
      line("    policyc compile main.policy --set \(setting.name)=\(setting.value)")
      line()
    }
    for (number, file) in example.files.enumerated() {
      if number > 0 { line() }
      if example.files.count > 1 { line("    // \(file.name)") }
      code(file.text, indent: 4)
      if file.text.unicodeScalars.contains(where: { $0 != "\n" && SafeText.isEscaped($0) }) {
        line()
        line("    (what cannot be seen is shown as an escape here)")
      }
    }
  }
}
