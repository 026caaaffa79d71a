import PolicyVerifier

extension DiffReport {
  /// The report for a person: the worst first; a request that shows several changes is told once.
  func text(color: Bool, width: Int) -> [UInt8] {
    var page = TracePage(color: color, width: width)
    write("\(names.old) → \(names.new)", to: &page)
    return page.out
  }

  /// The report under a title.
  func write(_ title: String, to page: inout TracePage) {
    page.row("", "\(title): \(changes.isEmpty ? calm : headline)", .strong)
    var told: [String] = []
    for severity in ChangeSeverity.allCases.reversed() where count(severity) > 0 {
      page.blank()
      page.row("", severity.word, severity.style)
      for (change, witness) in changes where change.severity == severity {
        page.row("  - ", (change.route.map { "\($0): " } ?? "") + change.sentence)
        guard let witness else { continue }
        let command = witness.command(names.new)
        if told.contains(command) { continue }
        told.append(command)
        page.row(
          "      ", "given \(witness.given.isEmpty ? "nothing wrong" : witness.given):", .dim)
        page.row("        before: ", witness.before, .dim)
        page.row("        after:  ", witness.after, .dim)
        page.row("        ", command, .code)
      }
    }
    for line in notProved {
      page.blank()
      page.row("", line, .dim)
    }
  }
}

extension ChangeSeverity {
  fileprivate var style: TracePage.Style {
    switch self {
    case .note: .strong
    case .warning: .strong
    case .danger: .bad
    }
  }
}
