import PolicyGraph
import PolicyVerifier

extension DiffReport {
  /// The report for a person: the worst first; a request that shows several changes is told once.
  func text(color: Bool, width: Int) -> [UInt8] {
    var page = TextPage(width: min(width, 120), color: color)
    write("\(names.old) → \(names.new)", to: &page)
    return page.bytes
  }

  /// The report under a title.
  func write(_ title: String, to page: inout TextPage) {
    page.row(beside: "", "\(title): \(changes.isEmpty ? calm : headline)", .strong)
    var told: [String] = []
    for severity in ChangeSeverity.allCases.reversed() where count(severity) > 0 {
      page.end()
      page.row(beside: "", severity.word, severity.style)
      for (change, witness) in changes where change.severity == severity {
        page.row(beside: "  - ", (change.route.map { "\($0): " } ?? "") + change.sentence)
        guard let witness else { continue }
        let command = witness.command(names.new)
        if told.contains(command) { continue }
        told.append(command)
        page.row(
          beside: "      ", "given \(witness.given.isEmpty ? "nothing wrong" : witness.given):",
          .dim)
        page.row(beside: "        before: ", witness.before, .dim)
        page.row(beside: "        after:  ", witness.after, .dim)
        page.row(beside: "        ", command, .accent)
      }
    }
    for line in notProved {
      page.end()
      page.row(beside: "", line, .dim)
    }
  }
}

extension ChangeSeverity {
  fileprivate var style: TextPage.Style {
    switch self {
    case .note: .strong
    case .warning: .strong
    case .danger: .bad
    }
  }
}
