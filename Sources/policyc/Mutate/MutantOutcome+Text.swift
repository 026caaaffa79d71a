import PolicyGraph
import PolicyLanguage
import PolicySimulator

extension TextPage {
  /// Who noticed which change: first those that nobody noticed.
  mutating func write(_ mutants: [MutantOutcome]) {
    let noticed = mutants.count { $0.isNoticed }
    let share = mutants.isEmpty ? 1 : Double(noticed) / Double(mutants.count)
    row(
      "mutation: \(noticed) of \(TestWords.count(mutants.count, "change")) noticed, "
        + TestWords.value(share, .share), indent: 2)
    for outcome in mutants where !outcome.isNoticed { write(outcome, "unnoticed ", .bad) }
    for outcome in mutants {
      switch outcome.verdict {
      case .unnoticed: continue
      case .expectation(let scenario, let text, let place):
        write(outcome, "noticed   ")
        row("by \(scenario), line \(place): expect \(text)", .dim, indent: 16)
      case .guarantee(let route, let text, let place):
        write(outcome, "noticed   ")
        row("by guarantee \(route), line \(place): \(text)", .dim, indent: 16)
      case .refused(let code, let message):
        write(outcome, "refused   ")
        row(
          "by the compiler\(code.map { " (\($0))" } ?? ""): \(message)", .dim, indent: 16)
      }
    }
  }

  private mutating func write(
    _ outcome: MutantOutcome, _ verdict: String, _ style: Style = .plain
  ) {
    let change = "\(outcome.file):\(outcome.mutant.line): \(outcome.mutant.title)"
    row(verdict + change, style, indent: 4)
  }
}
