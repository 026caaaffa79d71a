import PolicyGraph

extension Explain {
  /// The page about a finding: why, what brings it with the words it is reported in, and the fix.
  static func page(_ explanation: Explanation) -> String {
    var page = TextPage(width: 80)
    page.row("\(explanation.code.id) \(explanation.code.name)")
    page.end()
    page.prose(explanation.why, indent: 2)
    page.end()
    page.row("Reported:")
    page.end()
    page.show(explanation.bad)
    for finding in explanation.bad.findings {
      page.end()
      page.prose("\(finding.severity.word): \(finding.message)", indent: 4)
      for note in finding.notes { page.prose("note: \(note)", indent: 6) }
    }
    page.end()
    page.row("Fixed:")
    page.end()
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

extension TextPage {
  /// Shows an example: its description, or its files.
  fileprivate mutating func show(_ example: Example) {
    if let description = example.description { prose(description, indent: 4) }
    for setting in example.settings {
      row("    policyc compile main.policy --set \(setting.name)=\(setting.value)")
      end()
    }
    for (number, file) in example.files.enumerated() {
      if number > 0 { end() }
      if example.files.count > 1 { row("    // \(file.name)") }
      rows(of: file.text, indent: 4)
      if file.text.unicodeScalars.contains(where: { $0 != "\n" && SafeText.isEscaped($0) }) {
        end()
        row("    (what cannot be seen is shown as an escape here)")
      }
    }
  }
}
